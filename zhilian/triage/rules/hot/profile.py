"""What an issue is compared by: the sum of its texts' vectors, small enough to be kept in a row of a table."""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Weights = NDArray[np.float32]

KEPT: Final = 400
"""Features of a profile that are kept, the heaviest; the rest weighs next to nothing."""
_LAYOUT: Final = 1


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """The sum of ``texts`` unit vectors: hashes of features in rising order, and their weights."""

    texts: int
    hashes: Hashes
    weights: Weights

    def likeness(self, hashes: Hashes, weights: Weights) -> float:
        """The average likeness (cosine, 0…1) of one text's unit vector to all texts of the profile."""
        return shared(self.hashes, self.weights, hashes, weights) / max(self.texts, 1)

    def to_json(self) -> dict[str, Any]:
        """As plain values for a JSON column, about 6 kB."""
        return {
            "layout": _LAYOUT,
            "texts": self.texts,
            "hashes": b64encode(self.hashes.astype("<u8").tobytes()).decode("ascii"),
            "weights": b64encode(self.weights.astype("<f4").tobytes()).decode("ascii"),
        }

    @classmethod
    def from_json(cls, kept: Any) -> Profile:
        """What ``to_json`` gave; raises ValueError when it is something else."""
        try:
            layout, texts = kept["layout"], kept["texts"]
            hashes = np.frombuffer(b64decode(kept["hashes"], validate=True), "<u8").astype(np.uint64)
            weights = np.frombuffer(b64decode(kept["weights"], validate=True), "<f4").astype(np.float32)
        except (TypeError, KeyError, binascii.Error, ValueError) as error:
            raise ValueError("not a profile") from error
        if layout != _LAYOUT or not isinstance(texts, int) or texts < 0 or not _sound(hashes, weights):
            raise ValueError("a profile of another layout, or damaged")
        return cls(texts, hashes, weights)


def _sound(hashes: Hashes, weights: Weights) -> bool:
    rising = bool(np.all(hashes[1:] > hashes[:-1]))
    return len(hashes) == len(weights) and rising and bool(np.all(np.isfinite(weights) & (weights >= 0)))


def shared(hashes: Hashes, weights: Weights, other: Hashes, others: Weights) -> float:
    """The product of two sparse vectors whose hashes rise."""
    if not len(hashes) or not len(other):
        return 0.0
    place = np.minimum(np.searchsorted(hashes, other), len(hashes) - 1)
    same = hashes[place] == other
    return float(weights[place[same]] @ others[same])


def total(vectors: Iterable[tuple[Hashes, Weights]], texts: int, kept: int = KEPT) -> Profile:
    """The profile of vectors together, cut to the heaviest features; 0 keeps all."""
    parts = list(vectors)
    hashes, place = np.unique(np.concatenate([hashes for hashes, _ in parts]), return_inverse=True)
    weights = np.bincount(place, np.concatenate([weights for _, weights in parts]), len(hashes))
    if 0 < kept < len(hashes):
        heaviest = np.sort(np.lexsort((hashes, -weights))[:kept])
        hashes, weights = hashes[heaviest], weights[heaviest]
    return Profile(texts, hashes, weights.astype(np.float32))


def joined(one: Profile, other: Profile) -> Profile:
    """The profile of two issues that became one, or of an issue and what joined it."""
    parts = [(one.hashes, one.weights), (other.hashes, other.weights)]
    return total(parts, one.texts + other.texts)
