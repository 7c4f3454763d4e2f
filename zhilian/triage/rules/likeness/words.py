"""Words out of likeness: which to search for, and which to show as the reason."""
# house: allow chinese: particles that begin or end no phrase; no word of a screen

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from zhilian.kit.text import fold
from zhilian.triage.rules.frequencies import CHAR, LONGEST, PAIR, WORD, Floats, Frequencies, Pieces, pieces
from zhilian.triage.rules.likeness.untaught import Told, without_greeting

_PARTICLES: Final = frozenset(
    "的了我是不在有么这个还要可以能怎什为吗呢吧啊你您们就都也和与到说没请问上下把被让给对从而但及或等很"
)
_OVERLAP: Final = 0.55  # what a pair is still worth beside a chosen one that shares a character with it
_ALONE: Final = 0.6  # what a piece is worth that no text holds yet, or only this one
_LEAST: Final = 3


def keys(text: str | Told, frequencies: Frequencies, n: int = 16, *, most_texts: int | None = None) -> list[str]:
    """At most ``n`` search tokens of a text (pairs of characters, Latin words), the most telling first.

    They are rare but not unique, and spread over the text. ``most_texts`` bounds how many texts they may hold in all
    (three are always given). Tokens are folded as in ``kit.text.fold``.
    """
    read = pieces([without_greeting(part) for part in ([text] if isinstance(text, str) else text)])
    worth = _worth(read, frequencies)
    chosen: list[str] = []
    touched = 0
    while len(chosen) < n and len(worth) and (at := int(worth.argmax())) >= 0 and worth[at] > 0:
        held = int(frequencies.held(read.hashes[at : at + 1])[0])
        if most_texts is not None and len(chosen) >= _LEAST and touched + held > most_texts:
            worth[at] = 0
            continue
        chosen.append(read[at])
        touched += held
        worth[read.hashes == read.hashes[at]] = 0
        worth[(read.start < read.stop[at]) & (read.stop > read.start[at])] *= _OVERLAP
    return chosen


def _worth(read: Pieces, frequencies: Frequencies) -> Floats:
    """How much each piece is worth as a search token; 0 for what an index of pairs and words does not hold."""
    worth = frequencies.idf(read.hashes)
    worth[frequencies.held(read.hashes) < 2] *= _ALONE
    pure = (read.stop - read.start == 2) & np.isin(read.start, read.start[read.kind == CHAR])
    pure &= np.isin(read.stop, read.stop[read.kind == CHAR])
    long = (read.kind == WORD) & (read.stop - read.start > 1)
    worth[~(long | ((read.kind == PAIR) & pure))] = 0
    return worth


def reasons(a: str | Told, b: str | Told, frequencies: Frequencies, most: int = 5) -> tuple[str, ...]:
    """The words and phrases both texts hold, the most telling first; at most ``most``, none inside another."""
    phrases = list(dict.fromkeys(_common_phrases(_plain(a), _plain(b))))
    read = pieces(phrases)
    weight = np.bincount(read.owner, frequencies.idf(read.hashes) * (read.kind != CHAR), len(phrases))
    ordered = [phrases[at] for at in np.argsort(-weight, kind="stable")]
    kept: list[str] = []
    for phrase in ordered:
        if not any(phrase in other for other in kept):
            kept.append(phrase)
    return tuple(kept[:most])


def _plain(text: str | Told) -> str:
    parts = [text] if isinstance(text, str) else text
    return "\n".join(fold(without_greeting(part[:LONGEST])) for part in parts)


def _common_phrases(a: str, b: str) -> Iterator[str]:
    """The longest runs of whole words of ``a`` that stand in ``b``."""
    import rjieba  # 33 MB: only where words are shown

    run: list[str] = []
    for word in [*rjieba.cut(a), "\n"]:
        if word.isalnum() and "".join([*run, word]) in b:
            run.append(word)
            continue
        yield from _trimmed(run)
        run = [word] if word.isalnum() and word in b else []


def _trimmed(run: list[str]) -> Iterator[str]:
    """The run without particles at its ends, if it still says something."""
    while run and set(run[0]) <= _PARTICLES:
        run = run[1:]
    while run and set(run[-1]) <= _PARTICLES:
        run = run[:-1]
    if len(phrase := "".join(run)) > 1:
        yield phrase
