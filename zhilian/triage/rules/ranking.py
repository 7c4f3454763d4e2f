"""How well a thing answers a question: numbers and names first, then titles, then texts; the new before the old."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from zhilian.triage.rules import tokens as t
from zhilian.triage.rules.asking import Asked, Chunk
from zhilian.triage.rules.names import is_short, spellings

NUMBER, NAME, NUMBER_BEGINS, SOUND, NAME_BEGINS, SOUND_BEGINS, TITLE_BEGINS, IN_NAME, IN_TITLE, WORDS_IN_TITLE = (
    *(100.0, 95.0, 80.0, 74.0, 72.0, 68.0, 66.0, 64.0, 62.0, 50.0),
)
OTHERS_NAME, OTHERS_SOUND, IN_TEXT, WORDS_IN_TEXT, SOME_WORDS = 46.0, 44.0, 40.0, 30.0, 20.0
_NEW: Final = 3.0  # what a thing of today has before one of long ago
_YEAR: Final = 365 * 86400


def fold(text: str) -> str:
    """Fold kept text for comparing, as ``kit.text.fold`` does what people type; it was cleaned when it was taken in."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@dataclass(frozen=True)
class Candidate:
    """A thing that may answer: what of it is in the index."""

    object_id: int
    at: datetime
    title: str
    body: str = ""
    names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    @cached_property
    def head(self) -> str:
        """The title, folded."""
        return fold(self.title)

    @cached_property
    def text(self) -> str:
        """The text, folded."""
        return fold(self.body[: t.LONGEST])

    @cached_property
    def called(self) -> list[tuple[str, bool]]:
        """Its names, folded, and whether each is its own: the title or short for it."""
        return [(name := fold(one), is_short(name, self.head)) for one in self.names]


def score(
    asked: Asked,
    words: Sequence[str],
    found: Candidate,
    weights: Mapping[str, float],
    at: datetime,
    *,
    spell: bool = True,
) -> float:
    """How well it answers, 0 to 103; 0 when it does not: a part of the question is nowhere in it.

    ``words`` are given when those of the question are enough, wherever they stand; ``weights`` say how telling each
    phrase is. To ``spell`` a name takes a tenth of a millisecond: it is done for the best.
    """
    if _is(asked, found):
        return NAME + fresh(found.at, at)
    levels = [(_level(chunk, found, spell), _weight(chunk.phrases, weights)) for chunk in asked.chunks]
    if all(level for level, _ in levels):
        total = sum(weight for _, weight in levels)
        return sum(level * weight for level, weight in levels) / total + fresh(found.at, at)
    if words and (level := _wordy(words, found)):
        return level + fresh(found.at, at)
    return 0.0


def score_any(words: Sequence[str], found: Candidate, weights: Mapping[str, float], at: datetime) -> float:
    """How well it answers where some of the words are enough: the share of what they tell, 0 to 23."""
    there = [word for word in words if word in found.head or word in found.text]
    share = _weight(there, weights) / _weight(words, weights) if there else 0.0
    return SOME_WORDS * share + fresh(found.at, at) if there else 0.0


def fresh(when: datetime, at: datetime) -> float:
    """What its age is worth, 3 for today, half of it for a year ago."""
    years = max((at - when).total_seconds(), 0.0) / _YEAR
    return _NEW / (1.0 + years)


def _is(asked: Asked, found: Candidate) -> bool:
    names = (found.head, *(name for name, own in found.called if own))
    return any("".join(t.runs(name)) == asked.whole for name in names)


def _level(chunk: Chunk, found: Candidate, spell: bool) -> float:
    """How well one chunk is answered; 0 if it is not."""
    ways = [_textual(chunk, found)]
    if not chunk.quoted:
        ways += [_numbered(chunk, found)] if chunk.number else []
        ways += [_sounding(chunk.letters, found, spell=spell)] if chunk.letters else []
    return max(ways)


def _numbered(chunk: Chunk, found: Candidate) -> float:
    key, start = t.code_key(t.parts_of(chunk.text)), t.CODE + t.squeezed(chunk.text)
    for code in found.codes:
        keys = list(t.code_tokens(code))
        if key in keys:
            return NUMBER
        if len(start) > 4 and any(one.startswith(start) for one in keys):
            return NUMBER_BEGINS
    return 0.0


def _sounding(letters: str, found: Candidate, *, spell: bool) -> float:
    """How well a name sounds as typed. Without ``spell`` the index is believed that one does, as far as it goes."""
    own = [name for name, (_, own) in zip(found.names, found.called, strict=True) if own]
    if not spell:
        return SOUND_BEGINS if own else OTHERS_SOUND if found.names else 0.0
    best = 0.0
    for name in found.names:
        for one in spellings(name):
            if one.initials.startswith(letters) or (len(letters) > 3 and one.pinyin.startswith(letters)):
                whole = SOUND if letters in (one.initials, one.pinyin) else SOUND_BEGINS
                best = max(best, whole if name in own else OTHERS_SOUND)
    return best


def _textual(chunk: Chunk, found: Candidate) -> float:
    whole = fold(chunk.text)
    phrases = [whole] if len(chunk.phrases) == 1 or whole in found.head or whole in found.text else chunk.phrases
    levels = [_placed(phrase if len(phrases) > 1 else chunk_phrase(chunk, whole), found) for phrase in phrases]
    return min(levels)


def chunk_phrase(chunk: Chunk, whole: str) -> str:
    """What of a chunk is compared: its one phrase, without the punctuation around it."""
    return chunk.phrases[0] if len(chunk.phrases) == 1 else whole


def _placed(phrase: str, found: Candidate) -> float:
    for name, own in found.called:
        if phrase in name:
            if own:
                return NAME_BEGINS if name.startswith(phrase) else IN_NAME
            return max(OTHERS_NAME, _titled(phrase, found))
    return _titled(phrase, found) or (IN_TEXT if phrase in found.text else 0.0)


def _titled(phrase: str, found: Candidate) -> float:
    if phrase not in found.head:
        return 0.0
    return TITLE_BEGINS if found.head.startswith(phrase) else IN_TITLE


def _wordy(words: Sequence[str], found: Candidate) -> float:
    if all(word in found.head for word in words):
        return WORDS_IN_TITLE
    names = [name for name, _ in found.called]
    there = all(word in found.head or word in found.text or any(word in name for name in names) for word in words)
    return WORDS_IN_TEXT if there else 0.0


def _weight(phrases: Iterable[str], weights: Mapping[str, float]) -> float:
    return sum(weights.get(phrase, 1.0) for phrase in phrases) or 1.0
