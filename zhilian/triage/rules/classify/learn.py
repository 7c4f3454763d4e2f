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

from .features import BUCKETS, Features, chunks, counted, weighed
from .model import Model, softmax
from .reading import lay
from .samples import Sample, TooFewLabels
from .tempering import certainty, tempered

MOST: Final = 10_000  # samples learned from, the last ones: the matrix of likenesses grows with the square
COLD: Final = 500  # samples below which a feature need not be seen twice
EXAMPLE: Final = 0.3  # what an example counts, against a sample
RIDGE: Final = 0.1
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
    rarity = rarity_of(features)
    weights, left_out = solved(rows_of(weighed(features, rarity)), label, weight_of(label, len(real)))
    temper = tempered(left_out[: len(real)], label[: len(real)], len(labels))
    sure = softmax(left_out[: len(real)] @ temper.mixing + temper.offset)
    mixed = temper.mixing.T @ weights
    return Model(
        labels=labels,
        weights=mixed[:, :-1].astype(np.float16),
        offset=(temper.offset + mixed[:, -1]).astype(np.float32),
        rarity=rarity,
        certain=certainty(sure, label[: len(real)], accuracy),
        seen=seen(features, sure, len(real)),
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


def rarity_of(features: Features) -> NDArray[np.float16]:
    """1 + log(texts / texts with it) per bucket; 0 where one text alone has it, unless texts are few."""
    having = np.bincount(features.bucket, minlength=BUCKETS)
    rarity = 1 + np.log((features.size + 1) / (having + 1))
    return np.where(having >= (2 if features.size >= COLD else 1), rarity, 0).astype(np.float16)


def rows_of(features: Features) -> Any:
    """The texts as rows of a sparse matrix; the last column is 1 and stands for the offset."""
    from scipy.sparse import csr_matrix, hstack

    rows = csr_matrix((features.value, (features.row, features.bucket)), (features.size, BUCKETS))
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


def seen(features: Features, sure: Table, real: int) -> dict[str, list[float]]:
    """How the texts learned from looked when held out: what ``drift`` compares with."""
    having = np.bincount(features.bucket, minlength=BUCKETS)
    ours = features.row < max(real, 1)
    top = sure.max(axis=1) if real else np.zeros(1)
    return {
        "unseen": [float((having[features.bucket[ours]] <= (2 if features.size >= COLD else 1)).mean())],
        "certainty": [float(top.mean())],
        "mix": sure.mean(axis=0).tolist() if real else [],
    }
