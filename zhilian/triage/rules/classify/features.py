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

_BASE: Final = np.uint64(0x9E3779B97F4A7C15)
_INVERSE: Final = np.uint64(pow(0x9E3779B97F4A7C15, -1, 1 << 64))
_STIR: Final = np.uint64(0xD6E8FEB86659FD93)
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]


class Group(NamedTuple):
    """A kind of feature with a region of 2**bits buckets of its own.

    ``order`` characters or words in a row, of the subject alone or of the whole text; ``share`` is how much of the
    likeness of two texts it makes up.
    """

    words: bool
    subject_only: bool
    order: int
    bits: int
    share: float


GROUPS: Final = (
    Group(False, False, 1, 20, 0.40),
    Group(False, False, 2, 22, 1.20),
    Group(False, False, 3, 22, 0.45),
    Group(False, True, 1, 20, 0.45),
    Group(False, True, 2, 20, 0.30),
    Group(False, True, 3, 20, 0.10),
    Group(True, False, 1, 20, 0.75),
    Group(True, False, 2, 22, 0.20),
    Group(True, True, 1, 20, 0.20),
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
    """For each text and group, in order: the buckets it has, and how much of each."""

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


def occurrences(batch: Batch) -> Iterator[tuple[int, Ints, Spans]]:
    """For each group: its number, the bucket of each occurrence, and where these are."""
    sums, inverse = _running(batch)
    found: dict[tuple[bool, int], Spans] = {}
    for number, group in enumerate(GROUPS):
        kind = (group.words, group.order)
        if kind not in found:
            begin, end = (_words if group.words else _runs)(batch, group.order)
            found[kind] = Spans(begin, end, _stirred((sums[end] - sums[begin]) * inverse[begin]))
        these = found[kind]
        if group.subject_only:
            these = _only(these, batch.field[these.begin] % 2 == 0)
        yield number, STARTS[number] + (these.hash >> np.uint64(64 - group.bits)).astype(np.int64), these


def _running(batch: Batch) -> tuple[Hashes, Hashes]:
    """Sums of the code points up to each place, each times a power that tells its place; and the powers undone.

    The difference of two sums, times the power undone, is the same for the same characters wherever they stand: the
    hash of any stretch costs one subtraction and one product (modulo 2**64).
    """
    bits = max(16, len(batch.codes).bit_length())
    terms = (batch.codes.astype(np.uint64) + np.uint64(1)) * _powers(_BASE, bits)[: len(batch.codes)]
    return np.concatenate([np.zeros(1, np.uint64), np.cumsum(terms, dtype=np.uint64)]), _powers(_INVERSE, bits)


def _stirred(hashes: Hashes) -> Hashes:
    """Hashes whose high bits depend on all others."""
    return (hashes ^ (hashes >> np.uint64(29))) * _STIR


def _runs(batch: Batch, order: int) -> tuple[Ints, Ints]:
    """Where runs of ``order`` characters begin and end that lie in one field."""
    first, last = batch.field[: max(len(batch.field) - order + 1, 0)], batch.field[order - 1 :]
    begin = np.flatnonzero(first == last)
    return begin, begin + order


def _words(batch: Batch, order: int) -> tuple[Ints, Ints]:
    """Where runs of ``order`` words begin and end that lie in one field."""
    ends = batch.word_ends
    begins = np.concatenate([np.zeros(1, np.int64), ends])[:-1]
    begin, end = begins[: max(len(begins) - order + 1, 0)], ends[order - 1 :]
    within = batch.field[begin] == batch.field[end - 1]
    return begin[within], end[within]


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


def places(bucket: Ints, known: NDArray[np.uint32]) -> Ints:
    """Where each bucket stands among the known ones, which are in order; beyond the last where it is not known."""
    place = np.searchsorted(known, bucket.astype(np.uint32))
    found = known[np.minimum(place, len(known) - 1)] == bucket if len(known) else np.zeros(len(bucket), bool)
    return np.where(found, place, len(known))


def weighed(features: Features, rarity: NDArray[np.floating]) -> Features:
    """Each bucket, given by its place, times its rarity, and what a text has of each group brought to one length."""
    value = features.value * rarity[features.bucket].astype(np.float32)
    part = features.row * len(GROUPS) + features.group
    length = np.sqrt(np.bincount(part, value.astype(np.float64) ** 2, features.size * len(GROUPS)))
    scale = np.tile(np.sqrt([group.share for group in GROUPS]), features.size) / np.maximum(length, 1e-9)
    value = value * scale[part].astype(np.float32)
    return features._replace(value=value)


def chunks(texts: Sequence[tuple[str, str]], size: int = 256) -> Iterator[Sequence[tuple[str, str]]]:
    """Texts a few hundred at a time, so that memory stays bounded."""
    for start in range(0, len(texts), size):
        yield texts[start : start + size]
