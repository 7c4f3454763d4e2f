"""How alike two texts are before anybody has taught anything: what they share, weighed by how telling it is."""
# house: allow chinese: greetings and endings of place names, as people write them; no word of a screen

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from zhilian.triage.rules.frequencies import PAIR, WORD, Floats, Frequencies, Ints, Pieces, pieces

_GREETING: Final = re.compile(
    r"尊敬的[^，。！,!\n]{0,12}[，。！,!：:]|(?:[各位]{0,2}领导|您|你|大家)们?好[，。！,!]?|在吗|打扰了|请问一?下?|想问一?下|"
    r"我?想?咨询一?下|麻烦(?:您|你)?|谢谢(?:您|你|领导)?|感谢(?:您|你|领导)?|(?:恳请|望|希望|请求?)[^，。！\n]{0,12}(?:解决|回复|答复|处理)(?:一下)?"
)
_PLACE: Final = "区街路园城村镇苑厂店桥庭府湾庙站场厦巷"
_KIND: Final = np.array([1.0, 0.7, 1.0], np.float32)  # of CHAR, PAIR, WORD
_SHORT: Final = 120
_BODY: Final = np.float32(0.6)  # a title says what it is about, a body also says the rest
# How much counts that the shorter text lies inside the longer one: the more, the shorter it is. Tuned on judged pairs
# and on finding the body that belongs to a subject.
_INSIDE: Final = 0.8
_POWER: Final = 3
_OTHER_NUMBERS: Final = 0.92
_OTHER_PLACES: Final = 0.85
_KEPT_BITS: Final = 43  # of a hash beside the number of its text, in one integer
_MOST: Final = 1 << (63 - _KEPT_BITS)


class Told(NamedTuple):
    """A text as a case has it."""

    title: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What each text is made of: (text, piece) once, with its weight; sorted by text."""

    texts: int
    owner: Ints
    code: Ints
    weight: Floats
    is_number: NDArray[np.bool_]
    is_place: NDArray[np.bool_]


class Reader:
    """Compares texts by the weights of one table of frequencies; keeps nothing else."""

    def __init__(self, frequencies: Frequencies) -> None:
        """``frequencies`` may be empty: then every piece counts alike, but for what stands in all texts anywhere."""
        self.frequencies = frequencies

    def likeness(self, a: str | Told, b: str | Told) -> float:
        """How alike two texts are: 0 nothing shared, 1 the same."""
        return float(self.scores(a, [b])[0])

    def rank(self, query: str | Told, candidates: Sequence[str | Told]) -> list[tuple[int, float]]:
        """The candidates' places and scores, the most alike first; equals in the order given."""
        scores = self.scores(query, candidates)
        return [(int(at), float(scores[at])) for at in np.argsort(-scores, kind="stable")]

    def scores(self, query: str | Told, candidates: Sequence[str | Told]) -> Floats:
        """The likeness of each candidate to the query, in their order."""
        blocks = range(0, len(candidates), _MOST - 1)
        parts = [self._scores(query, candidates[at : at + _MOST - 1]) for at in blocks]
        return np.concatenate([np.zeros(0, np.float32), *parts])

    def _scores(self, query: str | Told, candidates: Sequence[str | Told]) -> Floats:
        made = self._weighed([query, *candidates])
        mine = made.owner == 0
        totals = np.bincount(made.owner, made.weight, made.texts)
        at = np.searchsorted(made.code[mine], made.code)
        at = np.minimum(at, mine.sum() - 1)
        hit = (made.code[mine][at] == made.code) if mine.any() else np.zeros(len(made.code), bool)
        both = np.minimum(made.weight[mine][at], made.weight) * hit if mine.any() else made.weight * 0
        shared = np.bincount(made.owner, both, made.texts)[1:]
        union, less = totals[0] + totals[1:] - shared, np.minimum(totals[0], totals[1:])
        inside = _INSIDE * (1 - less / np.maximum(np.maximum(totals[0], totals[1:]), 1e-9)) ** _POWER
        alike = (shared / np.maximum(union, 1e-9)) ** (1 - inside) * (shared / np.maximum(less, 1e-9)) ** inside
        alike *= np.where(_apart(made, hit, made.is_number), _OTHER_NUMBERS, 1)
        alike *= np.where(_apart(made, hit, made.is_place), _OTHER_PLACES, 1)
        scores: Floats = np.clip(alike, 0, 1).astype(np.float32)
        return scores

    def _weighed(self, texts: Sequence[str | Told]) -> _Weighed:
        fields = [without_greeting(part) for text in texts for part in ((text, "") if isinstance(text, str) else text)]
        read = pieces(fields)
        weight = self.frequencies.idf(read.hashes) * _KIND[read.kind]
        weight[read.owner % 2 == 1] *= _BODY
        owner = read.owner // 2
        key = (owner << _KEPT_BITS) | (read.hashes >> np.uint64(64 - _KEPT_BITS)).astype(np.int64)
        order = np.argsort(key)
        key = key[order]
        first = np.flatnonzero(np.concatenate([np.ones(1, bool), key[1:] != key[:-1]])[: len(key)])
        most = np.maximum.reduceat(weight[order], first) if len(first) else weight
        once, key = order[first], key[first]
        code = key & ((1 << _KEPT_BITS) - 1)
        return _Weighed(len(texts), owner[once], code, most, _numbers(read)[once], _places(read)[once])


def _apart(made: _Weighed, hit: NDArray[np.bool_], marked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where query and candidate both name such a thing, but none in common."""
    named = np.bincount(made.owner[marked], minlength=made.texts)
    common = np.bincount(made.owner[marked & hit], minlength=made.texts)[1:]
    apart: NDArray[np.bool_] = (named[0] > 0) & (named[1:] > 0) & (common == 0)
    return apart


def _numbers(read: Pieces) -> NDArray[np.bool_]:
    digits = np.array([read.joined[at].isdigit() for at in read.start[read.kind == WORD]], bool)
    marked = np.zeros(len(read.kind), bool)
    marked[read.kind == WORD] = digits
    return marked


def _places(read: Pieces) -> NDArray[np.bool_]:
    """Neighbours of which the second ends a place's name: what stands before it says which place."""
    codes = np.frombuffer(read.joined.encode("utf-32-le", "replace"), "<u4")
    ends = np.isin(codes, np.array([ord(char) for char in _PLACE], np.uint32))
    marked: NDArray[np.bool_] = (read.kind == PAIR) & ends[read.stop - 1]
    return marked


def without_greeting(text: str) -> str:
    """A short text without polite phrases (in a long one they weigh nothing); as it is if it says nothing else."""
    if len(text) > _SHORT:
        return text
    rest = _GREETING.sub("\n", text)
    return rest if len(rest.strip()) > 1 else text
