"""A learned model: one table of weights, and what it was learned from. Reads texts with numpy and rjieba alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .features import Features, chunks, counted, places, weighed
from .reading import lay
from .samples import Proposal
from .told import Table, words_that_carried

Probabilities = NDArray[np.float64]


@dataclass(frozen=True)
class Model:
    """Labels in a fixed order; the buckets known, in order; for each a weight per label and a rarity.

    Weights and rarity have one place more, for what is not known: it is 0.

    ``certain`` is the probability from which the first proposal is good enough to stand alone. ``seen`` tells how the
    texts learned from looked when held out: share of ``unseen`` features, mean ``certainty``, ``mix`` of labels.
    """

    labels: tuple[str, ...]
    known: NDArray[np.uint32]
    weights: NDArray[np.float16]
    offset: NDArray[np.float32]
    rarity: NDArray[np.float16]
    certain: float
    seen: dict[str, list[float]]
    samples: int

    def predict(self, texts: Sequence[tuple[str, str]]) -> Probabilities:
        """Calibrated probabilities of every label for each (subject, body): texts × labels, rows sum to 1."""
        parts = [softmax(self.scores(counted(lay(some)))) for some in chunks(texts)]
        return np.concatenate(parts) if parts else np.zeros((0, len(self.labels)))

    def propose(self, subject: str, body: str, *, top: int = 3) -> list[Proposal]:
        """The likeliest labels, best first, each with the words of this text that spoke for it (at most four)."""
        batch = lay([(subject, body)])
        probabilities = softmax(self.scores(counted(batch)))[0]
        best = np.argsort(-probabilities, kind="stable")[:top]
        words = words_that_carried(batch, Table(self.known, self.weights, self.rarity), best)
        return [
            Proposal(self.labels[label], float(probabilities[label]), words[place]) for place, label in enumerate(best)
        ]

    def scores(self, features: Features) -> Probabilities:
        """Log-odds before they are made to sum to one: texts × labels."""
        found = weighed(features._replace(bucket=places(features.bucket, self.known)), self.rarity)
        sums = [np.bincount(found.row, found.value * line[found.bucket], found.size) for line in self.weights]
        return np.stack(sums, axis=1).astype(np.float64) + self.offset.astype(np.float64)


def softmax(scores: Probabilities) -> Probabilities:
    """Scores made positive and to sum to one in each row."""
    raised: Probabilities = np.exp(scores - scores.max(axis=1, keepdims=True))
    raised /= raised.sum(axis=1, keepdims=True)
    return raised
