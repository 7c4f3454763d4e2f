"""What a learner sees of a pair: bags of what differs and what is shared, signs as numbers, crossed pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from zhilian.triage.rules.frequencies import Floats, Hashes, Ints
from zhilian.triage.rules.likeness.bags import Bags, crossed, gathered
from zhilian.triage.rules.likeness.space import KINDS, Space, Tokens, tokens

CROSS_BITS: Final = 20
_EITHER, _SHARED, _TWO, _ONE, _BESIDE, _CHARS = range(6)
_ODD: Final = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Halves:
    """The pairs' pieces of one kind, as columns of ``places`` in the space: only in a, only in b, in both."""

    places: Ints
    hashes: Hashes
    a: Bags
    b: Bags
    both: Bags


@dataclass(frozen=True, slots=True)
class Read:
    """Pairs as read: the texts' tokens, each pair's two texts, and the pieces of each kind."""

    texts: list[str]
    tokens: Tokens
    a: Ints
    b: Ints
    halves: tuple[Halves, ...]


def read_pairs(space: Space, pairs: Sequence[tuple[str, str]]) -> Read:
    """Read pairs of texts; a text that stands in several is read once."""
    texts = list(dict.fromkeys(text for pair in pairs for text in pair))
    place = {text: at for at, text in enumerate(texts)}
    a = np.array([place[one] for one, _ in pairs], np.int64)
    b = np.array([place[other] for _, other in pairs], np.int64)
    read = tokens(texts)
    return Read(texts, read, a, b, tuple(_halves(space, read, kind, a, b) for kind in range(KINDS)))


def _halves(space: Space, read: Tokens, kind: int, a: Ints, b: Ints) -> Halves:
    mine = read.kind == kind
    once = np.unique(read.hashes[mine])
    bags = gathered(read.texts, max(len(once), 1), read.owner[mine], np.searchsorted(once, read.hashes[mine]))
    places = space.find(once)
    bags = bags.weighed(space.idf_of(places[bags.col]))
    left, right = bags.take(a), bags.take(b)
    shared = left.within(right)
    return Halves(places, once, left.only(~shared), right.only(~right.within(left)), left.only(shared))


def known(space: Space, read: Read) -> tuple[Bags, Bags, Bags]:
    """For the net: known pieces of all kinds that stand only in a, only in b, in both; whole texts have length 1."""
    parts = [_joined([_known(space, half, name) for half in read.halves]) for name in ("a", "b", "both")]
    squares = [part.weighed(part.weight**2).sums() for part in parts]
    lengths = [np.sqrt(np.maximum(squares[at] + squares[2], 1e-6)) for at in (0, 1)]
    scale = (lengths[0], lengths[1], np.sqrt(lengths[0] * lengths[1]))
    a, b, both = (part.weighed(part.weight / by[part.row]) for part, by in zip(parts, scale, strict=True))
    return a, b, both


def _known(space: Space, half: Halves, name: str) -> Bags:
    bags: Bags = getattr(half, name)
    place = half.places[bags.col]
    kept = bags.weighed(np.sqrt(bags.weight).astype(np.float32)).only(place >= 0)
    return Bags(bags.rows, len(space.hashes), kept.row, place[place >= 0], kept.weight)


def _joined(several: Sequence[Bags]) -> Bags:
    row, col = (np.concatenate([getattr(bags, name) for bags in several]) for name in ("row", "col"))
    order = np.lexsort((col, row))
    weight = np.concatenate([bags.weight for bags in several])
    return Bags(several[0].rows, several[0].columns, row[order], col[order], weight[order])


def crosses(read: Read) -> Bags:
    """For the linear part: what is shared, what differs, and which differing word stands against which; hashed."""
    found = [part for kind, half in enumerate(read.halves) for part in _single(kind, half)]
    words, chars = read.halves[2], read.halves[0]
    found += [_against(_TWO, words, 1.0), _against(_CHARS, chars, 0.5)]
    found += [_alone(words), _beside(words.a, words, 0.7), _beside(words.b, words, 0.7)]
    row, code = (np.concatenate([part[at] for part in found]) for at in (0, 1))
    weight = np.concatenate([np.full(len(part[0]), part[2], np.float32) for part in found])
    col = (code * _ODD >> np.uint64(64 - CROSS_BITS)).astype(np.int64)
    order = np.argsort(row, kind="stable")
    bags = Bags(len(read.a), 1 << CROSS_BITS, row[order], col[order], weight[order])
    length = np.sqrt(np.maximum(bags.weighed(bags.weight**2).sums(), 1e-6))
    return bags.weighed((bags.weight / length[bags.row]).astype(np.float32))


Part = tuple[Ints, Hashes, float]


def _single(kind: int, half: Halves) -> tuple[Part, Part, Part]:
    names = (half.both, _SHARED), (half.a, _EITHER), (half.b, _EITHER)
    first, second, third = ((bags.row, _named(half.hashes[bags.col], name + 8 * kind), 1.0) for bags, name in names)
    return first, second, third


def _against(name: int, half: Halves, weight: float) -> Part:
    row, left, right = crossed(half.a, half.b)
    one, other = half.hashes[half.a.col[left]], half.hashes[half.b.col[right]]
    return row, _named(_together(np.minimum(one, other), np.maximum(one, other)), name), weight


def _alone(half: Halves) -> Part:
    """Words that differ where the other text has none of its own: it lies inside."""
    empty = [np.bincount(bags.row, minlength=bags.rows) == 0 for bags in (half.b, half.a)]
    parts = [bags.only(none[bags.row]) for bags, none in zip((half.a, half.b), empty, strict=True)]
    row, col = (np.concatenate([getattr(part, name) for part in parts]) for name in ("row", "col"))
    return row, _named(half.hashes[col], _ONE), 1.0


def _beside(bags: Bags, half: Halves, weight: float) -> Part:
    """A differing word beside a shared one."""
    row, left, right = crossed(bags, half.both)
    return row, _named(_together(half.hashes[bags.col[left]], half.hashes[half.both.col[right]]), _BESIDE), weight


def _together(one: Hashes, other: Hashes) -> Hashes:
    return one * np.uint64(0xD6E8FEB86659FD93) + (other ^ (other >> np.uint64(29)))


def _named(hashes: Hashes, name: int) -> Hashes:
    """Another hash for another use of the same piece."""
    salt = np.uint64((name * 2 + 1) * 0xA0761D6478BD642F % (1 << 64))
    mixed = (hashes + salt) * np.uint64(0xE7037ED1A0B428DB)
    return mixed ^ (mixed >> np.uint64(32))


def as_floats(columns: Sequence[Floats]) -> Floats:
    """Columns side by side."""
    return np.stack([np.asarray(column, np.float32) for column in columns], axis=1)
