"""Signs of a pair as numbers: how much is shared and differs, how near the rest stands, order, lengths, questions."""
# house: allow chinese: how questions are asked and things denied; no word of a screen

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from zhilian.kit.text import fold
from zhilian.triage.rules.frequencies import Floats, Ints
from zhilian.triage.rules.likeness.inputs import Halves, Read, as_floats
from zhilian.triage.rules.likeness.space import READ, Space

_WIDTH: Final = 24  # pieces of a text that are laid side by side
_BLOCK: Final = 1_000  # pairs laid at once
_QUESTIONS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"\d", "不|没|无|未|别",
        "怎么|如何|怎样|咋", "为什么|为啥|为何|怎么会", "吗|么$|嘛|是否|能不能|可不可|可以不|是不是",
        "什么时候|多久|几天|几点|何时", "多少|几", "哪", "谁", "什么",
    )
)  # fmt: skip
_NUMBER: Final = re.compile(r"\d+")


def signs(space: Space, read: Read) -> Floats:
    """All signs of each pair: pairs x signs, not yet brought to one scale; the same whichever text comes first."""
    columns: list[Floats] = []
    for kind, half in enumerate(read.halves):
        columns += _overlap(half)
        columns += _nearness(space, half)
        laid = _laid(read, kind)
        columns += _aligned(space, half, laid[read.a], laid[read.b])
        if kind == 0:
            columns += _order(laid[read.a], laid[read.b])
    return as_floats([*columns, *_asked(read)])


def _both_ways(one: Floats, other: Floats) -> list[Floats]:
    return [np.minimum(one, other), np.maximum(one, other)]


def _share(part: Floats, whole: Floats) -> Floats:
    shared: Floats = (part / np.maximum(whole, 1e-6)).astype(np.float32)
    return shared


def _overlap(half: Halves) -> list[Floats]:
    a, b, both = half.a.sums(), half.b.sums(), half.both.sums()
    squares = [bags.weighed(bags.weight**2).sums() for bags in (half.a, half.b, half.both)]
    lengths: list[Floats] = [np.sqrt(square + squares[2]) for square in squares[:2]]
    cosine = _share(squares[2], lengths[0] * lengths[1])
    counts = [bags.weighed(np.ones(len(bags.row), np.float32)).sums() for bags in (half.a, half.b)]
    shares = (_share(both, a + both), _share(both, b + both))
    pairs = [shares, (a, b), (half.a.largest(), half.b.largest()), (counts[0], counts[1])]
    found = [_share(both, a + b + both), both, half.both.largest(), cosine]
    return found + [column for one, other in pairs for column in _both_ways(one, other)]


def _nearness(space: Space, half: Halves) -> list[Floats]:
    vectors = space.vectors_of(half.places)
    a, b, both = half.a.dot(vectors), half.b.dot(vectors), half.both.dot(vectors)
    found = [_cosine(a + both, b + both), _cosine(a, b)]
    return (
        found + _both_ways(_cosine(a, both), _cosine(b, both)) + _both_ways(_cosine(a, b + both), _cosine(b, a + both))
    )


def _cosine(one: Floats, other: Floats) -> Floats:
    near: Floats = (one * other).sum(1) / np.sqrt((one * one).sum(1) * (other * other).sum(1) + 1e-9)
    return near


def _laid(read: Read, kind: int) -> Ints:
    """Each text's first pieces of a kind, in order, as places among the pairs' pieces; -1 where it is shorter."""
    mine = np.flatnonzero(read.tokens.kind == kind)
    owner = read.tokens.owner[mine]
    begins = np.searchsorted(owner, np.arange(len(read.texts)))
    nth = np.arange(len(mine)) - begins[owner]
    laid = np.full((len(read.texts), _WIDTH), -1)
    early = nth < _WIDTH
    laid[owner[early], nth[early]] = np.searchsorted(read.halves[kind].hashes, read.tokens.hashes[mine[early]])
    return laid


def _aligned(space: Space, half: Halves, a: Ints, b: Ints) -> list[Floats]:
    """How well each piece of one text finds its like in the other: weighed mean, worst, weightiest miss; both ways."""
    vectors = np.vstack([space.vectors_of(half.places), np.zeros((1, space.vectors.shape[1]), np.float32)])
    idf = np.concatenate([space.idf_of(half.places), np.zeros(1, np.float32)])
    blocks = [slice(at, at + _BLOCK) for at in range(0, len(a), _BLOCK)] or [slice(0, 0)]
    found = [_aligned_block(vectors, idf, a[block], b[block]) for block in blocks]
    columns = [np.concatenate(parts) for parts in zip(*found, strict=True)]
    return [column for at in range(3) for column in _both_ways(columns[at], columns[at + 3])]


def _aligned_block(vectors: Floats, idf: Floats, a: Ints, b: Ints) -> list[Floats]:
    near = vectors[a] @ vectors[b].transpose(0, 2, 1)
    near[(a[:, :, None] == b[:, None, :]) & (a >= 0)[:, :, None]] = 1
    near[(a < 0)[:, :, None] | (b < 0)[:, None, :]] = -1
    return [*_found(near.max(2), idf[a], a >= 0), *_found(near.max(1), idf[b], b >= 0)]


def _found(best: Floats, weight: Floats, there: NDArray[np.bool_]) -> list[Floats]:
    mean = _share((best * weight * there).sum(1), (weight * there).sum(1))
    return [mean, np.where(there, best, 1).min(1), ((1 - best) * weight * there).max(1)]


def _order(a: Ints, b: Ints) -> list[Floats]:
    """Longest common subsequence and run, lengths, whether they begin and end alike."""
    common, run = _in_order(a, b)
    counts = [(laid >= 0).sum(1).astype(np.float32) for laid in (a, b)]
    less, more = np.minimum(*counts), np.maximum(*counts)
    last = [laid[np.arange(len(laid)), np.maximum((laid >= 0).sum(1) - 1, 0)] for laid in (a, b)]
    first = a[:, 0] == b[:, 0]
    same = [first, first & (a[:, 1] == b[:, 1]), last[0] == last[1]]
    lengths = [_share(2 * common, less + more), run, _share(run, less), less, more, more - less]
    return [*lengths, *(one.astype(np.float32) for one in same)]


def _in_order(a: Ints, b: Ints) -> tuple[Floats, Floats]:
    """The longest common subsequence and the longest common run, for all pairs at once, cell by cell."""
    rows, width = a.shape
    before, runs = np.zeros((width + 1, rows), np.int16), np.zeros((width + 1, rows), np.int16)
    longest = np.zeros(rows, np.int16)
    for i in range(width):
        here, run = np.zeros_like(before), np.zeros_like(runs)
        for j in range(width):
            same = (a[:, i] == b[:, j]) & (a[:, i] >= 0)
            here[j + 1] = np.where(same, before[j] + 1, np.maximum(before[j + 1], here[j]))
            run[j + 1] = (runs[j] + 1) * same
        longest = np.maximum(longest, run.max(0))
        before, runs = here, run
    return before[width].astype(np.float32), longest.astype(np.float32)


def _asked(read: Read) -> Iterator[Floats]:
    """Digits, denials, kinds of question: how often in each, and whether that differs; whether the numbers agree."""
    folded = [fold(text[:READ]) for text in read.texts]
    for pattern in _QUESTIONS:
        counts = np.array([len(pattern.findall(text)) for text in folded], np.float32)
        yield from _both_ways(counts[read.a], counts[read.b])
        yield np.abs(counts[read.a] - counts[read.b])
    numbers = [frozenset(_NUMBER.findall(text)) for text in folded]
    pairs = zip(read.a, read.b, strict=True)
    yield np.array([len(numbers[a] & numbers[b]) - len(numbers[a] ^ numbers[b]) for a, b in pairs], np.float32)
