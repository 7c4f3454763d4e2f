"""The piece of a text that shows why it was found, with the words found marked; no markup here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from zhilian.triage.rules import tokens as t
from zhilian.triage.rules.asking import Asked, words_of
from zhilian.triage.rules.names import spellings

Pieces = list[tuple[str, bool]]
WIDTH: Final = 60  # characters of a snippet, marks of what was left out not counted
_BEFORE: Final = 12  # characters shown before the first word found
_LOOKED_AT: Final = 200  # places in one text


def needles(asked: Asked) -> list[str]:
    """What is marked: the phrases as typed, and the words of the question."""
    phrases = [phrase for chunk in asked.chunks for phrase in chunk.phrases]
    return sorted({*phrases, *words_of(asked)}, key=lambda one: (-len(one), one))


def snippet(text: str, asked: Asked, width: int = WIDTH) -> Pieces:
    """The window of the text that tells most, in pieces with marks for what was found; its beginning if nothing was."""
    line = re.sub(r"\s+", " ", text[: t.LONGEST]).strip()
    spans = _spans(line, needles(asked))
    start = _best_start(line, spans, width)
    stop = min(len(line), start + width)
    pieces = _pieces(line, start, stop, spans)
    return [*([("…", False)] if start else []), *pieces, *([("…", False)] if stop < len(line) else [])]


def marked(title: str, asked: Asked, names: Iterable[str] = ()) -> Pieces:
    """A title or name with what was found marked, also where it was found by its sound."""
    spans = _spans(title, needles(asked))
    for letters in filter(None, (chunk.letters for chunk in asked.chunks)):
        spans += _sounded(title, letters)
    return _pieces(title, 0, len(title), sorted(spans))


def _spans(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words stand; none in texts that change their length when they are folded."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    if len(folded) != len(text):
        folded = "".join(_one(char) for char in text)
    if not words:
        return []
    pattern = "|".join(r"\s?".join(map(re.escape, word)) for word in words)
    found = (one.span() for _, one in zip(range(_LOOKED_AT), re.finditer(pattern, folded), strict=False))
    return list(found)


def _one(char: str) -> str:
    """One character folded, itself if that makes another number of characters."""
    folded = unicodedata.normalize("NFKC", char).casefold()
    return folded if len(folded) == 1 else char


def _sounded(name: str, letters: str) -> list[tuple[int, int]]:
    """The characters of a name that were typed by initials or pinyin; of the longest fit."""
    for one in spellings(name):
        if one.initials.startswith(letters):
            return [(place, place + 1) for place in one.places[: len(letters)]]
        if one.pinyin.startswith(letters):
            return [(place, place + 1) for place in one.places[: _syllables(one.syllables, len(letters))]]
    return []


def _syllables(syllables: Sequence[str], letters: int) -> int:
    """How many syllables so many letters reach into."""
    count = 0
    for syllable in syllables:
        if letters <= 0:
            break
        letters, count = letters - len(syllable), count + 1
    return count


def _best_start(text: str, spans: Sequence[tuple[int, int]], width: int) -> int:
    """Where the window begins that holds the most different words, the earliest of equals."""
    best, start = 0, 0
    for first, _ in spans:
        begin = max(0, min(first - _BEFORE, len(text) - width))
        held = {text[a:b] for a, b in spans if begin <= a and b <= begin + width}
        if (told := sum(map(len, held))) > best:
            best, start = told, begin
    return start


def _pieces(text: str, start: int, stop: int, spans: Iterable[tuple[int, int]]) -> Pieces:
    """The window cut at the marks; neighbouring marks are one."""
    flags = bytearray(len(text))
    for a, b in spans:
        flags[a:b] = b"\1" * (min(b, len(text)) - a)
    pieces: Pieces = []
    for char, flag in zip(text[start:stop], flags[start:stop], strict=True):
        if pieces and pieces[-1][1] == bool(flag):
            pieces[-1] = (pieces[-1][0] + char, bool(flag))
        else:
            pieces.append((char, bool(flag)))
    return pieces
