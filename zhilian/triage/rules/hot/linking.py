"""Average linkage without the square of all pairs: only those near enough can ever meet.

Two clusters come together when the average likeness over all pairs of their texts is high enough, the likest first;
the further apart in time, the liker they must be. The average of a union to a third never exceeds the larger of the
two averages, so pairs below the threshold need not be kept: one that would matter later is seen again through its
parts. Long chains cannot form: every text of a group is like the others on average.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from zhilian.triage.rules.hot.vectors import Vectors

Edges = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]

_ROWS: Final = 256
_NEAREST: Final = 100
"""Neighbours of one text that are looked at, the nearest."""
_SAME: Final = 0.9
"""Texts this like each other are one from the start (the same text sent again)."""
_DIGITS: Final = 6
"""Likeness is compared to this many digits, so that the order of summing decides nothing."""
_APART: Final = 0.5
"""What likeness counts between clusters very far apart in time."""
_FADING: Final = 90.0
"""Days over which it falls there, to a third of the way and so on."""


def linked(read: Vectors, days: Sequence[float], threshold: float) -> list[list[int]]:
    """Clusters of at least two texts, as their positions, rising; the same for the same texts in the same order.

    ``days``: when each text came, in days from any moment.
    """
    if len(read) < 2 or not len(read.hashes):
        return []
    matrix = _matrix(read)
    first, second, likeness = _near(matrix, threshold)
    clusters = _Clusters(matrix, days, _same(len(read), first, second, likeness), threshold)
    clusters.start(first, second)
    clusters.run()
    return sorted(sorted(members) for members in clusters.members.values() if len(members) > 1)


def _matrix(read: Vectors) -> Any:
    """The vectors as rows, one column for each feature."""
    from scipy import sparse

    features, column = np.unique(read.hashes, return_inverse=True)
    return sparse.csr_matrix((read.weights, column, read.first), shape=(len(read), len(features)))


def _near(matrix: Any, threshold: float) -> Edges:
    """All pairs at least this alike, of each text only the nearest."""
    turned = matrix.T.tocsr()
    parts = [_near_rows(matrix, turned, start, threshold) for start in range(0, matrix.shape[0], _ROWS)]
    first, second, likeness = (np.concatenate(column) for column in zip(*parts, strict=True))
    low, high = np.minimum(first, second), np.maximum(first, second)
    _, once = np.unique(low * matrix.shape[0] + high, return_index=True)
    return low[once], high[once], likeness[once]


def _near_rows(matrix: Any, turned: Any, start: int, threshold: float) -> Edges:
    found = (matrix[start : start + _ROWS] @ turned).tocoo()
    kept = (found.data >= threshold) & (found.row + start != found.col)
    row, other, likeness = found.row[kept].astype(np.int64), found.col[kept].astype(np.int64), found.data[kept]
    order = np.lexsort((other, -likeness, row))
    row, other, likeness = row[order], other[order], likeness[order]
    nearest = np.arange(len(row)) - np.searchsorted(row, row) < _NEAREST
    return row[nearest] + start, other[nearest], likeness[nearest]


def _same(count: int, first: NDArray[np.int64], second: NDArray[np.int64], likeness: Any) -> NDArray[np.int64]:
    """For each text the first of those that are the same."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    kept = likeness >= _SAME
    graph = coo_matrix((np.ones(int(kept.sum())), (first[kept], second[kept])), shape=(count, count))
    _, label = connected_components(graph, directed=False)
    _, leader = np.unique(label, return_index=True)
    leaders: NDArray[np.int64] = leader[label].astype(np.int64)
    return leaders


@dataclass
class _Clusters:
    """Clusters under their first text: members, sum of vectors, neighbours with their average likeness."""

    matrix: Any
    days: Sequence[float]
    leader: NDArray[np.int64]
    threshold: float
    members: dict[int, list[int]] = field(default_factory=dict)
    near: dict[int, dict[int, float]] = field(default_factory=dict)
    sums: dict[int, tuple[Any, Any]] = field(default_factory=dict)
    middle: dict[int, float] = field(default_factory=dict)
    heap: list[tuple[float, int, int, int, int]] = field(default_factory=list)
    room: Any = None

    def start(self, first: NDArray[np.int64], second: NDArray[np.int64]) -> None:
        """Lay out the clusters of same texts and the pairs of them that are near."""
        self.room = np.zeros(self.matrix.shape[1], np.float64)
        for text, leader in enumerate(self.leader.tolist()):
            self.members.setdefault(leader, []).append(text)
        self.near = {leader: {} for leader in self.members}
        self.middle = {leader: sum(self.days[at] for at in own) / len(own) for leader, own in self.members.items()}
        pairs = np.unique(np.sort(np.stack([self.leader[first], self.leader[second]], axis=1), axis=1), axis=0)
        for one, other in pairs[pairs[:, 0] != pairs[:, 1]].tolist():
            self.near[one][other] = self.near[other][one] = 0.0
        for one, others in self.near.items():
            if others:
                self._measure(one, [other for other in others if other > one])

    def run(self) -> None:
        """Bring the likest together until none are like enough."""
        while self.heap:
            _, one, other, size, others = heapq.heappop(self.heap)
            if len(self.members.get(one, ())) == size and len(self.members.get(other, ())) == others:
                self._unite(one, other)

    def _unite(self, one: int, other: int) -> None:
        """Take ``other`` into ``one``; ``one`` is the older."""
        around = {*self.near.pop(one), *self.near.pop(other)} - {one, other}
        for third in around:
            self.near[third].pop(one, None)
            self.near[third].pop(other, None)
        self.sums[one] = self._sum(one, other)
        self.sums.pop(other, None)
        self.middle[one] = self._between(one, other)
        self.members[one] += self.members.pop(other)
        self.near[one] = {}
        self._measure(one, sorted(around))

    def _measure(self, one: int, others: list[int]) -> None:
        """Keep those of the others that are near on average."""
        places, weights = self._vector(one)
        self.room[places] = weights
        for other in others:
            at, heavy = self._vector(other)
            pairs = len(self.members[one]) * len(self.members[other])
            likeness = round(float(self.room[at] @ heavy) / pairs * self._near_in_time(one, other), _DIGITS)
            if likeness >= self.threshold:
                self._keep(min(one, other), max(one, other), likeness)
            else:
                self.near[one].pop(other, None)
                self.near[other].pop(one, None)
        self.room[places] = 0.0

    def _near_in_time(self, one: int, other: int) -> float:
        """1 for clusters of the same days, less the further apart their middles are."""
        return _APART + (1 - _APART) * math.exp(-abs(self.middle[one] - self.middle[other]) / _FADING)

    def _between(self, one: int, other: int) -> float:
        """The middle in time of two clusters together."""
        size, others = len(self.members[one]), len(self.members[other])
        return (self.middle[one] * size + self.middle.pop(other) * others) / (size + others)

    def _keep(self, one: int, other: int, likeness: float) -> None:
        self.near[one][other] = self.near[other][one] = likeness
        entry = (-likeness, one, other, len(self.members[one]), len(self.members[other]))
        heapq.heappush(self.heap, entry)

    def _vector(self, one: int) -> tuple[Any, Any]:
        """The sum of a cluster's vectors: columns and weights."""
        if one not in self.sums:
            self.sums[one] = self._added([self._row(text) for text in self.members[one]])
        return self.sums[one]

    def _row(self, text: int) -> tuple[Any, Any]:
        place = slice(self.matrix.indptr[text], self.matrix.indptr[text + 1])
        return self.matrix.indices[place], self.matrix.data[place].astype(np.float64)

    def _sum(self, one: int, other: int) -> tuple[Any, Any]:
        return self._added([self._vector(one), self._vector(other)])

    def _added(self, parts: list[tuple[Any, Any]]) -> tuple[Any, Any]:
        if len(parts) == 1:
            return parts[0]
        places, at = np.unique(np.concatenate([places for places, _ in parts]), return_inverse=True)
        return places, np.bincount(at, np.concatenate([weights for _, weights in parts]), len(places))
