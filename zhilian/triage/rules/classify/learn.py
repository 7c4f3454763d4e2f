"""Learning: least squares on the texts' likenesses, every text held out once in closed form.

The scores are those of a least-squares support vector machine. Its answer for a text left out of the learning follows
from the inverse of one matrix (Cawley and Talbot 2004), so that probabilities are tempered on scores honestly held out
without learning again and again. scikit-learn is not needed; scipy is, and only here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .features import BUCKETS, Features, chunks, counted, places, weighed
from .model import Model, softmax
from .reading import lay
from .samples import Sample, TooFewLabels
from .tempering import certainty, tempered

MOST: Final = 10_000  # samples learned from, the last ones: the matrix of likenesses grows with the square
COLD: Final = 500  # samples below which a feature need not be seen twice
EXAMPLE: Final = 0.3  # what an example counts, against a sample
WEIGHTS: Final = 10_000_000  # kept, of all labels together: 20 MB
RIDGE: Final = 1.2  # held against the fit; chosen by cross-validation, as are the shares of the groups
ACCURACY: Final = 0.95  # how often a proposal that stands alone shall be right
Table = NDArray[np.float64]


def train(
    samples: Sequence[Sample], *, examples: Sequence[Sample] = (), seed: int = 0, accuracy: float = ACCURACY
) -> Model:
    """Learn from samples, and from ``examples`` that count less (the category table's names, hints and keywords).

    Of more than MOST samples the last are taken. ``accuracy`` (0-1) is what a proposal standing alone shall reach.
    Learning draws no lots: ``seed`` changes nothing and is kept for those who will. Raises TooFewLabels.
    """
    real = list(samples[-MOST:])
    taken = [*real, *examples[:MOST]]
    labels = tuple(sorted({sample.label for sample in taken}))
    if len(labels) < 2:
        raise TooFewLabels("Learning needs texts under at least two labels.")
    label = np.array([labels.index(sample.label) for sample in taken])
    features = read(taken)
    having = np.bincount(features.bucket, minlength=BUCKETS)
    known = np.flatnonzero(having >= (2 if features.size >= COLD else 1)).astype(np.uint32)
    rarity = rarity_of(having[known], features.size)
    features = features._replace(bucket=places(features.bucket, known))
    weights, left_out = solved(rows_of(weighed(features, rarity), len(rarity)), label, weight_of(label, len(real)))
    temper = tempered(left_out[: len(real)], label[: len(real)], len(labels))
    sure = softmax(left_out[: len(real)] @ temper.mixing + temper.offset)
    mixed = temper.mixing.T @ weights
    kept = heaviest(mixed[:, :-2])
    return Model(
        labels=labels,
        known=known[kept],
        weights=np.append(mixed[:, kept], np.zeros((len(labels), 1)), axis=1).astype(np.float16),
        offset=(temper.offset + mixed[:, -1]).astype(np.float32),
        rarity=np.append(rarity[kept], rarity[-1:]),
        certain=certainty(sure, label[: len(real)], accuracy),
        seen=seen(features, having[known], sure, len(real)),
        samples=len(real),
    )


def read(samples: Sequence[Sample]) -> Features:
    """The counted features of all samples, read a few hundred at a time."""
    parts, start = [], 0
    for some in chunks([(sample.subject, sample.body) for sample in samples]):
        part = counted(lay(some))
        parts.append(part._replace(row=part.row + start))
        start += part.size
    return Features(start, *(np.concatenate(column) for column in list(zip(*parts, strict=True))[1:]))


def rarity_of(having: NDArray[np.int64], texts: int) -> NDArray[np.float16]:
    """1 + log(texts / texts that have it) for each bucket; 0 at the end, for what is not known."""
    return np.append(1 + np.log((texts + 1) / (having + 1)), 0).astype(np.float16)


def rows_of(features: Features, columns: int) -> Any:
    """The texts as rows of a sparse matrix; the last column is 1 and stands for the offset."""
    from scipy.sparse import csr_matrix, hstack

    rows = csr_matrix((features.value, (features.row, features.bucket)), (features.size, columns))
    return hstack([rows, np.ones((features.size, 1), np.float32)], format="csr")


def weight_of(label: NDArray[np.int64], real: int) -> Table:
    """What each text counts: rare labels more (half way to equal), examples less than samples."""
    count = np.bincount(label)
    weight = np.sqrt(len(label) / (len(count) * count[label]))
    weight[real:] *= EXAMPLE
    return np.asarray(weight)


def solved(rows: Any, label: NDArray[np.int64], weight: Table) -> tuple[Table, Table]:
    """Weights (labels × columns), and the score of every text as if it had been left out (texts × labels)."""
    from scipy.linalg import cho_factor, lapack

    told = np.where(label[:, None] == np.arange(label.max() + 1), 1.0, -1.0)
    alike = (rows @ rows.T).toarray().astype(np.float64)
    alike[np.diag_indices_from(alike)] += RIDGE / weight
    factor, lower = cho_factor(alike, lower=True, overwrite_a=True, check_finite=False)
    inverse, _ = lapack.dpotri(factor, lower=lower, overwrite_c=True)
    inverse = np.tril(inverse)
    dual = inverse @ told + inverse.T @ told - np.diag(inverse)[:, None] * told
    return np.asarray((rows.T @ dual).T), told - dual / np.diag(inverse)[:, None]


def heaviest(weights: Table) -> NDArray[np.int64]:
    """The places of the buckets kept, in order: all, or as many as WEIGHTS allows, those that can change most."""
    room = WEIGHTS // len(weights)
    if weights.shape[1] <= room:
        return np.arange(weights.shape[1])
    return np.sort(np.argpartition(-np.abs(weights).max(axis=0), room)[:room])


def seen(features: Features, having: NDArray[np.int64], sure: Table, real: int) -> dict[str, list[float]]:
    """How the texts learned from looked when held out: what ``drift`` compares with.

    A feature is unseen for the one held out when fewer than two others have it (or no other, where texts are few).
    """
    ours = features.row < max(real, 1)
    others = np.append(having, 0)[features.bucket[ours]] - 1
    return {
        "unseen": [float((others < (2 if features.size >= COLD else 1)).mean())],
        "certainty": [float(sure.max(axis=1).mean()) if real else 0.0],
        "mix": sure.mean(axis=0).tolist() if real else [],
    }
