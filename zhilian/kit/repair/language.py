"""How likely a run of simplified Chinese is: a model of words, from the segmenter's frequencies and the page itself."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from .pairs import is_han
from .script import simplified

LONGEST: Final = 4  # characters in a word
TOTAL: Final = 60_101_967  # what the segmenter's frequencies sum up to
_PAGE_SHARE: Final = 0.3  # of a word's probability: how often this very page uses it
_REMEMBERED: Final = 100_000  # words whose cost is kept, about 20 MB
_IMPOSSIBLE: Final = math.inf
_MARKS: Final = {"，": 3.0, "。": 3.2, "、": 4.0, "“": 5.0, "”": 5.0, "《": 5.5, "》": 5.5, "；": 6.0, "：": 5.0,
                 "（": 5.5, "）": 5.5, "？": 6.0, "！": 6.0, ",": 3.0, "\n": 4.0, " ": 5.0}  # fmt: skip
_STOPS: Final = frozenset("，。、；：,;:")
_TWO_STOPS, _SAME_STOP = 7.0, 3.0  # in a row: two of them, the same again
_AGAIN: Final = 2.0  # a question mark behind one
_INTERROBANG: Final = 2.5  # rarer than an orphaned byte before a full-width mark
_NUMERALS: Final = frozenset("〇零一二三四五六七八九十百千万亿")
_NUMERALS_TOO: Final = _NUMERALS | {"第"}
_IN_NUMBER: Final = 2.5  # a numeral behind a numeral; numbers are in no dictionary
_SPECIAL: Final = _STOPS | _NUMERALS | {"!", "?"}
_DIGITS: Final = frozenset("0123456789")

_DIGIT: Final = re.compile("[0-9]")

Tail = tuple[str, tuple[float, ...]]
"""The last characters (fewer than LONGEST) and, for each place a word may begin at, the cost in nats up to there."""

START: Final[Tail] = ("", (0.0,))


class Fluency:
    """Costs in nats (minus the logarithm of a probability); lower reads better."""

    def __init__(self, page: Sequence[str] = ()) -> None:
        counts = Counter(page)
        self._size = max(counts.total(), 200)
        self._page = {word: count - 1 for word, count in counts.items() if count > 1}  # once may be the damage itself
        self._known: dict[str, float] = {}
        self._pairs = _pairs("".join(page))

    def of(self, text: str) -> float:
        """The cost of the best way to read the text as words."""
        tail = START
        for char in text:
            tail = self.step(tail, char)
        return tail[1][-1]

    def step(self, tail: Tail, char: str) -> Tail:
        """The tail after one more character."""
        letters, costs = tail
        letters += char
        known, best, size = self._known, _IMPOSSIBLE, len(letters)
        for at, so_far in enumerate(costs, size - len(costs)):
            word = letters[at:]
            cost = known.get(word)
            if cost is None:
                cost = self.word(word)
            if so_far + cost < best:
                best = so_far + cost
        before = letters[-2:-1]
        if (pair := self._pairs.get(before + ("0" if char in _DIGITS else char))) is not None:
            best = min(best, costs[-1] + pair)
        if char in _SPECIAL:
            best = self._in_context(best, costs[-1], before, char)
        return letters[-LONGEST + 1 :], (*costs[-LONGEST + 1 :], best)

    @staticmethod
    def _in_context(cost: float, so_far: float, before: str, char: str) -> float:
        """What no dictionary knows: marks seldom follow each other, numerals often do."""
        if char in _STOPS and before in _STOPS:
            return cost + (_SAME_STOP if char == before else _TWO_STOPS)
        if before == "?" and char in "?!":
            return so_far + _AGAIN if char == "?" else cost + _INTERROBANG
        if char in _NUMERALS and before in _NUMERALS_TOO:
            return min(cost, so_far + _IN_NUMBER)
        return cost

    def word(self, word: str) -> float:
        """The cost of one word; infinite for several characters that are none."""
        if (cost := self._known.get(word)) is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            cost = self._known[word] = self._mixed(word)
        return cost

    def _mixed(self, word: str) -> float:
        general = _general(word)
        if not (seen := self._page.get(word)):
            return general
        share = 0.0 if general == _IMPOSSIBLE else math.exp(-general)
        return -math.log((1 - _PAGE_SHARE) * share + _PAGE_SHARE * seen / self._size)


def _pairs(page: str) -> dict[str, float]:
    """What a character costs behind another, from the page itself; digits count as one."""
    plain = _DIGIT.sub("0", page)
    counts, firsts = Counter(map("".join, pairwise(plain))), Counter(plain)
    return {
        pair: -math.log(_PAGE_SHARE * (count - 1) / firsts[pair[0]])
        for pair, count in counts.items()
        if count > 1 and is_han(pair[0])
    }


def _general(word: str) -> float:
    import rjieba

    if len(word) == 1 and not is_han(word):
        return _mark(word)
    if rjieba.has_word(word):
        return math.log(TOTAL / rjieba.suggest_freq(word))
    return _rare(word) if len(word) == 1 else _IMPOSSIBLE


def is_word(text: str) -> bool:
    """Whether the dictionary has this as a word."""
    import rjieba

    return bool(rjieba.has_word(text))


def _mark(char: str) -> float:
    if char in _MARKS:
        return _MARKS[char]
    return 4.0 if char.isdigit() and char.isascii() else 6.0 if char.isascii() else 16.0


def _rare(char: str) -> float:
    """A character that is no word by itself: those of GB 2312 are likelier."""
    return 18.0 if char.encode("gb2312", "ignore") else 22.0


def commonness(char: str) -> float:
    """The cost of one character of a traditional page by itself, in nats."""
    return _general(simplified(char))
