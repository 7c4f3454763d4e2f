"""Bags of pieces: for every row which columns it has. Plain numpy, so that a taught model is read without more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhilian.triage.rules.frequencies import Floats, Ints


@dataclass(frozen=True, slots=True)
class Bags:
    """``rows`` bags over ``columns`` columns: entries sorted by row and column, each once, with a weight."""

    rows: int
    columns: int
    row: Ints
    col: Ints
    weight: Floats

    def take(self, chosen: Ints) -> Bags:
        """The bags of the chosen rows, in their order."""
        begins = np.searchsorted(self.row, np.arange(self.rows + 1))
        lengths = np.diff(begins)[chosen]
        at = spread(begins[chosen], lengths)
        return Bags(
            len(chosen),
            self.columns,
            np.repeat(np.arange(len(chosen)), lengths),
            self.col[at],
            self.weight[at],
        )

    def only(self, kept: NDArray[np.bool_]) -> Bags:
        """The bags with some entries only."""
        return Bags(self.rows, self.columns, self.row[kept], self.col[kept], self.weight[kept])

    def weighed(self, weight: Floats) -> Bags:
        """The same entries with other weights."""
        return Bags(self.rows, self.columns, self.row, self.col, weight.astype(np.float32))

    def within(self, other: Bags) -> NDArray[np.bool_]:
        """Which entries stand in the other's bag of the same row, too."""
        return np.isin(self.row * self.columns + self.col, other.row * self.columns + other.col, assume_unique=True)

    def sums(self) -> Floats:
        """The weight of each bag."""
        return np.bincount(self.row, self.weight, self.rows).astype(np.float32)

    def largest(self) -> Floats:
        """The largest weight in each bag; 0 for an empty one."""
        most = np.zeros(self.rows, np.float32)
        np.maximum.at(most, self.row, self.weight)
        return most

    def dot(self, vectors: Floats) -> Floats:
        """The weighed sum of the vectors of each bag's columns: rows x dimensions."""
        out = np.zeros((self.rows, vectors.shape[1]), np.float32)
        if len(self.row):
            begins = np.flatnonzero(np.concatenate([[True], self.row[1:] != self.row[:-1]]))
            out[self.row[begins]] = np.add.reduceat(vectors[self.col] * self.weight[:, None], begins, axis=0)
        return out


def gathered(rows: int, columns: int, row: Ints, col: Ints) -> Bags:
    """Bags of entries given in any order, perhaps several times; each weighs 1."""
    once = np.unique(row * columns + col)
    return Bags(rows, columns, once // columns, once % columns, np.ones(len(once), np.float32))


def spread(begins: Ints, lengths: Ints) -> Ints:
    """All the places of several stretches, one stretch behind the other."""
    before = np.cumsum(lengths) - lengths
    places: Ints = np.arange(int(lengths.sum())) + np.repeat(begins - before, lengths)
    return places


def crossed(left: Bags, right: Bags) -> tuple[Ints, Ints, Ints]:
    """Every entry of a row on the left with every one on the right: rows, places on the left, places on the right."""
    counts = np.bincount(right.row, minlength=right.rows)
    begins = np.cumsum(counts) - counts
    times = counts[left.row]
    mine = np.repeat(np.arange(len(left.row)), times)
    return left.row[mine], mine, spread(begins[left.row], times)
