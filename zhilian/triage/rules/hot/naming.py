"""Naming an issue by its own words: the part of a member's subject that says most of what all of them say."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import rjieba

from zhilian.kit.text import clean_line, shorten
from zhilian.triage.rules.frequencies import Frequencies, hashed
from zhilian.triage.rules.hot.texts import Group, Text
from zhilian.triage.rules.hot.vectors import BODY, SUBJECT

LONGEST: Final = 20
WORDS: Final = 6
_READ: Final = 200
"""Texts of a group that are read for its name, the newest."""
_BODY_COUNTS: Final = 0.5
"""A word that stands only in the body says half as much as one in the subject."""
_COST: Final = 0.7
"""What a word must bring to lengthen a name."""
_EDGE: Final = 2.0
"""A phrase neither begins nor ends with a word in more than about one of seven texts."""
_SHARED: Final = 0.2
"""A telling word stands in at least this share of the texts."""
_JOINED: Final = 3
_LONG: Final = 10
_HAS_LETTER: Final = re.compile(r"\w")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")

Line = list[str]


@dataclass(frozen=True, slots=True)
class Named:
    """The name of an issue, at most 20 characters, and its telling words, the most telling first."""

    name: str
    words: tuple[str, ...]


def named(group: Group | Sequence[Text], table: Frequencies) -> Named:
    """Name a group by a part of one of its subjects; ``table`` tells common words from telling ones."""
    texts = list(group.texts if isinstance(group, Group) else group)[-_READ:]
    subjects = [_cut(text.subject[:SUBJECT]) for text in texts]
    bodies = [_cut(text.body[:BODY]) for text in texts]
    weigh = _Weighing(table, subjects, bodies)
    return Named(_name(subjects, weigh) or _first_words(texts), tuple(_telling(subjects, bodies, weigh)))


class _Weighing:
    """What a word is worth to a group: how many of its texts say it, times how rare it is elsewhere."""

    def __init__(self, table: Frequencies, subjects: list[Line], bodies: list[Line]) -> None:
        self._rare = _rarity(table, {word for line in [*subjects, *bodies] for word in line})
        said: dict[str, float] = defaultdict(float)
        for subject, body in zip(subjects, bodies, strict=True):
            for word in {*subject, *body}:
                said[word] += 1.0 if word in subject else _BODY_COUNTS
        self._share = {word: count / len(subjects) for word, count in said.items()}

    def rare(self, word: str) -> float:
        """How telling a word is by itself."""
        return self._rare.get(word, 0.0)

    def worth(self, word: str) -> float:
        """What it adds to a name; below 0 where it only makes it longer."""
        return self._share.get(word, 0.0) * self.rare(word) - _COST


def _cut(text: str) -> Line:
    return list(rjieba.cut(clean_line(text)))


def _rarity(table: Frequencies, words: set[str]) -> dict[str, float]:
    """How telling each word is: as the most telling of its pairs of characters; 0 for punctuation."""
    real = sorted(word for word in words if _HAS_LETTER.search(word))
    parts = [(word, part) for word in real for part in _parts(word.casefold())]
    rare: dict[str, float] = {}
    idf = table.idf(hashed([part for _, part in parts])).tolist() if parts else []
    for (word, _), value in zip(parts, idf, strict=True):
        rare[word] = max(rare.get(word, 0.0), value)
    return rare


def _parts(word: str) -> list[str]:
    """What the table counts of a word: a Latin word as it stands, a Chinese one by pairs."""
    if len(word) < 2 or not _HAN.search(word):
        return [word]
    return [word[at : at + 2] for at in range(len(word) - 1)]


def _name(subjects: list[Line], weigh: _Weighing) -> str:
    """The best part of any subject; the same for the same subjects in any order."""
    parts = [part for line in subjects for part in _best(line, weigh)]
    return max(parts, key=lambda part: (round(part[0], 6), -len(part[1]), part[1]), default=(0.0, ""))[1]


def _best(line: Line, weigh: _Weighing) -> Iterator[tuple[float, str]]:
    """Parts of a subject that may be names, with what they are worth; no part goes over punctuation."""
    for begin in range(len(line)):
        if weigh.rare(line[begin]) < _EDGE:
            continue
        worth, length = 0.0, 0
        for end in range(begin, len(line)):
            length += len(line[end])
            if length > LONGEST or not _HAS_LETTER.search(line[end]):
                break
            worth += weigh.worth(line[end]) if line[end] not in line[begin:end] else -_COST
            if weigh.rare(line[end]) >= _EDGE:
                yield worth, "".join(line[begin : end + 1])


def _first_words(texts: Sequence[Text]) -> str:
    """A name for texts of which nothing stands out."""
    return next((shorten(clean_line(text.subject or text.body), LONGEST) for text in texts), "")


def _telling(subjects: list[Line], bodies: list[Line], weigh: _Weighing) -> Iterator[str]:
    """The telling words and short phrases, none within another."""
    said: Counter[str] = Counter()
    worth: dict[str, float] = {}
    for line in (*subjects, *bodies):
        phrases = dict(_phrases(line, weigh))
        said.update(phrases.keys())
        worth.update(phrases)
    needed = max(2, _SHARED * len(subjects)) if len(subjects) > 1 else 1
    ranked = sorted(
        (phrase for phrase in said if said[phrase] >= needed), key=lambda one: (-said[one] * worth[one], one)
    )
    yield from _apart(ranked)


def _phrases(line: Line, weigh: _Weighing) -> Iterator[tuple[str, float]]:
    """Words of a line and neighbours joined, with how rare they are together."""
    for begin in range(len(line)):
        for end in range(begin + 1, min(begin + _JOINED, len(line)) + 1):
            words = line[begin:end]
            phrase = "".join(words)
            if all(weigh.rare(word) >= _EDGE for word in words) and 2 <= len(phrase) <= _LONG:
                yield phrase, sum(map(weigh.rare, words))


def _apart(ranked: Iterable[str]) -> Iterator[str]:
    taken: list[str] = []
    for phrase in ranked:
        if len(taken) == WORDS:
            return
        if not any(phrase in other or other in phrase for other in taken):
            taken.append(phrase)
            yield phrase
