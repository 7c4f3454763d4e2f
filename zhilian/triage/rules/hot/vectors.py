"""Texts as sparse unit vectors over hashed pairs of characters, the subject weighing more than the body."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from zhilian.triage.rules.frequencies import CHAR, Frequencies, pieces
from zhilian.triage.rules.hot.profile import Hashes, Weights
from zhilian.triage.rules.hot.texts import Text

Ints = NDArray[np.int64]

SUBJECT: Final = 200
"""Characters of a subject that are read."""
BODY: Final = 300
"""Characters of a body that are read: people say at the beginning what troubles them."""
_COUNTS: Final = (1.0, 0.3, 0.4)
"""What one occurrence counts in the subject, in the body, in place and trade."""
_SHARPNESS: Final = 1.2
"""How much more a rare pair weighs than one in many texts: the power of its idf."""
_HELD: Final = 2
"""A pair that fewer texts hold can be like nothing; it only makes its text less like others."""
_COMMON: Final = 0.05
"""A pair in more than this share of all texts says next to nothing and would cost the most."""
_MANY: Final = 1_000
"""Texts; fewer are never too many."""
_KEPT: Final = 160
"""Pairs of one text that are kept, the heaviest."""
_BLOCK: Final = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """Unit vectors: text ``i`` has the features ``hashes[first[i]:first[i + 1]]``, rising, with their weights."""

    first: Ints
    hashes: Hashes
    weights: Weights

    def __len__(self) -> int:
        return len(self.first) - 1

    def __getitem__(self, at: int) -> tuple[Hashes, Weights]:
        """Hashes and weights of one text."""
        place = slice(self.first[at], self.first[at + 1])
        return self.hashes[place], self.weights[place]


def counted(texts: Sequence[Text]) -> Frequencies:
    """How many of the texts hold each piece: what makes it telling. Keep it, and join with the same one."""
    table = Frequencies()
    table.add(" ".join(fields) for fields in zip(*_fields(texts), strict=True))
    return table


def vectors(texts: Sequence[Text], table: Frequencies) -> Vectors:
    """Read texts into vectors; a text of which nothing telling is left has an empty one."""
    parts = [_block(texts[start : start + _BLOCK], table) for start in range(0, len(texts), _BLOCK)]
    lengths = np.concatenate([np.zeros(1, np.int64), *(lengths for lengths, _, _ in parts)])
    hashes = np.concatenate([np.zeros(0, np.uint64), *(hashes for _, hashes, _ in parts)])
    weights = np.concatenate([np.zeros(0, np.float32), *(weights for _, _, weights in parts)])
    return Vectors(np.cumsum(lengths), hashes, weights)


def _block(texts: Sequence[Text], table: Frequencies) -> tuple[Ints, Hashes, Weights]:
    """Lengths, hashes and weights of a few texts."""
    parts = [_field(lines, counts) for lines, counts in zip(_fields(texts), _COUNTS, strict=True)]
    owner, hashes, counts = (np.concatenate(column) for column in zip(*parts, strict=True))
    owner, hashes, counts = _summed(owner, hashes, counts)
    weights = _damped(counts) * table.idf(hashes).astype(np.float64) ** _SHARPNESS
    norms = np.sqrt(np.bincount(owner, weights**2, len(texts)))
    kept = _heaviest(owner, weights) & _shared(hashes, table)
    owner, hashes, weights = owner[kept], hashes[kept], weights[kept]
    return np.bincount(owner, minlength=len(texts)), hashes, (weights / norms[owner]).astype(np.float32)


def _fields(texts: Sequence[Text]) -> Iterator[list[str]]:
    """The fields of the texts, each on one line: the subject, the start of the body, place and trade."""
    yield [_line(text.subject[:SUBJECT]) for text in texts]
    yield [_line(text.body[:BODY]) for text in texts]
    yield [_line(f"{text.place} {text.trade}"[:SUBJECT]) for text in texts]


def _line(text: str) -> str:
    return " ".join(text.split())


def _field(lines: list[str], count: float) -> tuple[Ints, Hashes, NDArray[np.float64]]:
    read = pieces(lines)
    pairs = read.kind != CHAR
    return read.owner[pairs], read.hashes[pairs], np.full(int(pairs.sum()), count)


def _summed(owner: Ints, hashes: Hashes, counts: NDArray[np.float64]) -> tuple[Ints, Hashes, NDArray[np.float64]]:
    """Each pair of a text once, with what it counts in all; in the order of texts, then of hashes."""
    order = np.lexsort((hashes, owner))
    owner, hashes, counts = owner[order], hashes[order], counts[order]
    new = np.ones(len(owner), bool)
    new[1:] = (owner[1:] != owner[:-1]) | (hashes[1:] != hashes[:-1])
    at = np.flatnonzero(new)
    return owner[at], hashes[at], np.add.reduceat(counts, at) if len(at) else counts


def _damped(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Saying it again adds little."""
    return np.where(counts > 1, 1 + np.log(np.maximum(counts, 1)), counts)


def _shared(hashes: Hashes, table: Frequencies) -> NDArray[np.bool_]:
    """Which pairs can tell that texts are alike: held by another text, and not by too many."""
    held = table.held(hashes)
    return (held >= _HELD) & (held <= max(_COMMON * table.total, _MANY))


def _heaviest(owner: Ints, weights: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which pairs are kept: those that weigh anything, of each text the heaviest."""
    order = np.lexsort((-weights, owner))
    rank = np.empty(len(owner), np.int64)
    rank[order] = np.arange(len(owner)) - np.searchsorted(owner, owner)[order]
    return (weights > 0) & (rank < _KEPT)
