"""From held-out scores to honest probabilities, and the probability from which a proposal stands alone."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
USUAL: Final = 2.5  # what one unit of score is worth in log-odds where nothing was held out
FEW: Final = 50  # held-out texts below which nothing is read from them
FLOOR: Final = 0.5  # nobody is told a label that is more likely wrong than right
UNTRIED: Final = 0.6  # the certainty asked for where nothing was held out


class Temper(NamedTuple):
    """Log-odds = scores @ ``mixing`` + ``offset``."""

    mixing: Scores
    offset: NDArray[np.float64]


def tempered(scores: Scores, labels: NDArray[np.int64], classes: int) -> Temper:
    """The mixing that makes the likelihood of held-out labels greatest, held near the usual one where texts are few."""
    start = usual(scores.shape[1], classes)
    if len(labels) < FEW:
        return start
    from scipy.optimize import minimize

    told = np.eye(classes)[labels]
    pull = 2.0 / len(labels)

    def loss(flat: Scores) -> tuple[float, Scores]:
        mixing, offset = flat[:-classes].reshape(-1, classes), flat[-classes:]
        logits = scores @ mixing + offset
        logits -= logits.max(axis=1, keepdims=True)
        log_sum = np.log(np.exp(logits).sum(axis=1))
        apart = mixing - start.mixing
        value = (log_sum - (logits * told).sum(axis=1)).mean()
        slope = (np.exp(logits - log_sum[:, None]) - told) / len(labels)
        change = np.concatenate([(scores.T @ slope + pull * apart).ravel(), slope.sum(axis=0) + pull * offset])
        return value + pull / 2 * ((apart**2).sum() + (offset**2).sum()), change

    found = minimize(loss, np.concatenate([start.mixing.ravel(), start.offset]), jac=True, method="L-BFGS-B").x
    return Temper(found[:-classes].reshape(-1, classes), found[-classes:])


def usual(columns: int, classes: int) -> Temper:
    """The mixing where nothing is known: each label's own scores, worth USUAL in all."""
    views = columns // classes
    return Temper(np.tile(np.eye(classes) * USUAL / views, (views, 1)), np.zeros(classes))


def certainty(probabilities: Scores, labels: NDArray[np.int64], accuracy: float) -> float:
    """The lowest probability at and above which ``accuracy`` of the held-out proposals were right; at least FLOOR.

    1.0 where no probability is enough; UNTRIED where fewer than FEW texts were held out.
    """
    if len(labels) < FEW:
        return UNTRIED
    top = probabilities.max(axis=1)
    order = np.argsort(-top, kind="stable")
    right = np.cumsum(probabilities.argmax(axis=1)[order] == labels[order])
    enough = np.flatnonzero(right >= accuracy * (np.arange(len(order)) + 1 + 1))  # one more wrong, for the few
    return max(FLOOR, float(top[order][enough[-1]])) if len(enough) else 1.0
