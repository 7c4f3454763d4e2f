"""A text as numbers: which runs of characters and which words it has, hashed into buckets, without any vocabulary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .reading import Batch

GRAMS: Final = 4  # the longest run of characters
_BASE: Final = np.uint64(0x9E3779B97F4A7C15)
_INVERSE: Final = np.uint64(pow(0x9E3779B97F4A7C15, -1, 1 << 64))
_STIR: Final = np.uint64(0xD6E8FEB86659FD93)
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]


class Group(NamedTuple):
    """A kind of feature with a region of buckets of its own; its part of a text has length ``weight``."""

    words: bool
    subject_only: bool
    bits: int
    weight: float


GROUPS: Final = (
    Group(False, False, 20, 1.0),
    Group(False, True, 17, 0.7),
    Group(True, False, 18, 1.0),
    Group(True, True, 15, 0.7),
)
STARTS: Final = tuple(accumulate((1 << group.bits for group in GROUPS), initial=0))
BUCKETS: Final = STARTS[-1]


@dataclass(frozen=True)
class Spans:
    """Stretches of a batch's code points, each with its hash."""

    begin: Ints
    end: Ints
    hash: Hashes


class Features(NamedTuple):
    """For each text, in order: its buckets, and how much of each it has; ``group`` counts the text's four parts."""

    size: int
    row: Ints
    bucket: Ints
    group: NDArray[np.int8]
    value: Floats


@cache
def _powers(base: np.uint64, bits: int) -> Hashes:
    powers = np.full(1 << bits, base, dtype=np.uint64)
    powers[0] = 1
    return np.cumprod(powers, dtype=np.uint64)


def spans(batch: Batch, words: bool) -> Spans:
    """All words and pairs of words, or all runs of one to four characters, that lie within one field."""
    begin, end = _words(batch) if words else _runs(batch)
    bits = max(16, len(batch.codes).bit_length())
    terms = (batch.codes.astype(np.uint64) + np.uint64(1)) * _powers(_BASE, bits)[: len(batch.codes)]
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(terms, dtype=np.uint64)])
    hashes = (sums[end] - sums[begin]) * _powers(_INVERSE, bits)[begin]
    hashes ^= hashes >> np.uint64(29)
    return Spans(begin, end, hashes * _STIR)


def _runs(batch: Batch) -> tuple[Ints, Ints]:
    field, count = batch.field, len(batch.field)
    begins = [np.flatnonzero(field[: max(count - n, 0)] == field[n:]) for n in range(GRAMS)]
    begins[0] = np.arange(count)
    return np.concatenate(begins), np.concatenate([begin + n + 1 for n, begin in enumerate(begins)])


def _words(batch: Batch) -> tuple[Ints, Ints]:
    end = batch.word_ends
    begin = np.concatenate([np.zeros(1, np.int64), end])[:-1]
    paired = batch.field[begin[:-1]] == batch.field[begin[1:]]
    return np.concatenate([begin, begin[:-1][paired]]), np.concatenate([end, end[1:][paired]])


def occurrences(batch: Batch) -> Iterator[tuple[int, Ints, Spans]]:
    """For each group: its number, the bucket of each occurrence, and where these are."""
    for words in (False, True):
        everywhere = spans(batch, words)
        in_subject = batch.field[everywhere.begin] % 2 == 0
        for number, group in enumerate(GROUPS):
            if group.words is words:
                found = _only(everywhere, in_subject) if group.subject_only else everywhere
                yield number, STARTS[number] + (found.hash >> np.uint64(64 - group.bits)).astype(np.int64), found


def _only(every: Spans, these: NDArray[np.bool_]) -> Spans:
    return Spans(every.begin[these], every.end[these], every.hash[these])


def counted(batch: Batch) -> Features:
    """How often each text has each bucket, damped: 1 + log(times)."""
    parts = [(number, *_tally(batch.field[found.begin] >> 1, bucket)) for number, bucket, found in occurrences(batch)]
    group = np.concatenate([np.full(len(row), number, np.int8) for number, row, _, _ in parts])
    row, bucket, value = (np.concatenate([part[index] for part in parts]) for index in (1, 2, 3))
    return Features(batch.size, row, bucket, group, value)


def _tally(row: NDArray[np.int32], bucket: Ints) -> tuple[Ints, Ints, Floats]:
    keys = np.sort((row.astype(np.uint64) << np.uint64(32)) | bucket.astype(np.uint64))
    first = np.flatnonzero(np.concatenate([np.ones(min(1, len(keys)), bool), keys[1:] != keys[:-1]]))
    times = np.diff(np.append(first, len(keys)))
    keys = keys[first]
    row_of, bucket_of = keys >> np.uint64(32), keys & np.uint64(0xFFFFFFFF)
    return row_of.astype(np.int64), bucket_of.astype(np.int64), 1 + np.log(times.astype(np.float32))


def weighed(features: Features, rarity: NDArray[np.floating]) -> Features:
    """Each bucket times its rarity, and each of a text's parts brought to its group's length."""
    value = features.value * rarity[features.bucket].astype(np.float32)
    part = features.row * len(GROUPS) + features.group
    length = np.sqrt(np.bincount(part, value.astype(np.float64) ** 2, features.size * len(GROUPS)))
    scale = np.tile([group.weight for group in GROUPS], features.size) / np.maximum(length, 1e-9)
    value = value * scale[part].astype(np.float32)
    return features._replace(value=value)


def chunks(texts: Sequence[tuple[str, str]], size: int = 256) -> Iterator[Sequence[tuple[str, str]]]:
    """Texts a few hundred at a time, so that memory stays bounded."""
    for start in range(0, len(texts), size):
        yield texts[start : start + size]
