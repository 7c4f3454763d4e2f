"""Learning: least squares on the likenesses of texts, with features that tell labels apart counting more.

What a feature counts is its rarity times how far the labels of the texts that have it differ from the labels of all
texts. Probabilities are tempered on scores held out: the texts are dealt into five parts, and each part is scored by
what was learned, weights of features included, from the other four. scipy is needed, and only here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .features import BUCKETS, Features, chunks, counted, places, weighed
from .model import Model, softmax
from .reading import lay
from .samples import Sample, TooFewLabels
from .tempering import FEW, certainty, tempered

MOST: Final = 10_000  # samples learned from, the last ones: the matrix of likenesses grows with the square
COLD: Final = 500  # samples below which a feature need not be seen twice
PARTS: Final = 5
EXAMPLE: Final = 0.3  # what an example counts, against a sample
WEIGHTS: Final = 10_000_000  # kept, of all labels together: 20 MB
RIDGE: Final = 1.2  # held against the fit; chosen by cross-validation, as are the shares of the groups
ACCURACY: Final = 0.95  # how often a proposal that stands alone shall be right
PRIOR: Final = 2.0
LEAST: Final = 0.05  # what a feature tells at least
DENSE: Final = 0.04  # share of texts from which on a column is treated as full
Table = NDArray[np.float64]
Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


def train(
    samples: Sequence[Sample], *, examples: Sequence[Sample] = (), seed: int = 0, accuracy: float = ACCURACY
) -> Model:
    """Learn from samples, and from ``examples`` that count less (the category table's names, hints and keywords).

    Of more than MOST samples the last are taken. ``accuracy`` (0-1) is what a proposal standing alone shall reach;
    ``seed`` decides which texts are held out together. Raises TooFewLabels.
    """
    real = list(samples[-MOST:])
    taken = [*real, *examples[:MOST]]
    labels = tuple(sorted({sample.label for sample in taken}))
    if len(labels) < 2:
        raise TooFewLabels("Learning needs texts under at least two labels.")
    course = course_of(taken, labels, len(real))
    scores = held_out(course, seed)
    temper = tempered(scores, course.label[: len(scores)], len(labels))
    sure = softmax(scores @ temper.mixing + temper.offset)
    every = np.ones(len(taken), bool)
    rarity = told_apart(course, every)
    weights = temper.mixing.T @ solved(rows_of(course, rarity), course.label, course.weight)
    kept = heaviest(weights[:, :-2])
    return Model(
        labels=labels,
        known=course.known[kept],
        weights=np.append(weights[:, kept], np.zeros((len(labels), 1)), axis=1).astype(np.float16),
        offset=(temper.offset + weights[:, -1]).astype(np.float32),
        rarity=np.append(rarity[kept], 0).astype(np.float16),
        certain=certainty(sure, course.label[: len(scores)], accuracy),
        seen=seen(course, sure),
        samples=len(real),
    )


class Course(NamedTuple):
    """What is learned from: texts, the first ``real`` of them samples; ``having`` texts have each known bucket."""

    features: Features
    known: NDArray[np.uint32]
    having: Ints
    label: Ints
    weight: Table
    real: int


def course_of(taken: Sequence[Sample], labels: Sequence[str], real: int) -> Course:
    """The texts read; buckets that one text alone has are left out, unless texts are few."""
    features = read(taken)
    having = np.bincount(features.bucket, minlength=BUCKETS)
    known = np.flatnonzero(having >= (2 if features.size >= COLD else 1)).astype(np.uint32)
    label = np.array([labels.index(sample.label) for sample in taken])
    features = features._replace(bucket=places(features.bucket, known))
    return Course(features, known, having[known], label, weight_of(label, real), real)


def read(samples: Sequence[Sample]) -> Features:
    """The counted features of all samples, read a few hundred at a time."""
    parts, start = [], 0
    for some in chunks([(sample.subject, sample.body) for sample in samples]):
        part = counted(lay(some))
        parts.append(part._replace(row=part.row + start))
        start += part.size
    return Features(start, *(np.concatenate(column) for column in list(zip(*parts, strict=True))[1:]))


def told_apart(course: Course, learned: NDArray[np.bool_]) -> Table:
    """What each known bucket counts, and 0 at the end for what is not known: rarity times telling.

    Rarity is 1 + log(texts / texts that have it). Telling is the square root of the divergence (in nats) of the labels
    of the ``learned`` texts that have it from the labels of all learned, PRIOR texts' worth of the latter added.
    """
    features, places_ = course.features, len(course.known)
    ours = learned[features.row] & (features.bucket < places_)
    bucket, label = features.bucket[ours], course.label[features.row[ours]]
    texts = np.bincount(bucket, minlength=places_)
    apart = np.zeros(places_)
    for number, share in enumerate(
        np.bincount(course.label[learned], minlength=course.label.max() + 1) / learned.sum()
    ):
        if share:
            here = (np.bincount(bucket[label == number], minlength=places_) + PRIOR * share) / (texts + PRIOR)
            apart += here * np.log(here / share)
    rarity = 1 + np.log((features.size + 1) / (course.having + 1))
    return np.append(rarity * np.sqrt(np.maximum(apart, 0) + LEAST), 0)


def rows_of(course: Course, rarity: Table) -> Any:
    """The texts as rows of a sparse matrix; the last column is 1 and stands for the offset."""
    from scipy.sparse import csr_matrix, hstack

    told = weighed(course.features, rarity)
    rows = csr_matrix((told.value, (told.row, told.bucket)), (told.size, len(rarity)))
    return hstack([rows, np.ones((told.size, 1), np.float32)], format="csr")


def weight_of(label: NDArray[np.int64], real: int) -> Table:
    """What each text counts: rare labels more (half way to equal), examples less than samples."""
    count = np.bincount(label)
    weight = np.sqrt(len(label) / (len(count) * count[label]))
    weight[real:] *= EXAMPLE
    return np.asarray(weight)


def held_out(course: Course, seed: int) -> Table:
    """The scores of each sample by what was learned without it; none where samples are FEW."""
    scores = np.zeros((course.real, course.label.max() + 1))
    if course.real < FEW:
        return scores[:0]
    part = dealt(course.label, course.real, seed)
    for number in range(PARTS):
        learned, left = part != number, part == number
        rows = rows_of(course, told_apart(course, learned))
        weights = solved(rows[learned], course.label[learned], course.weight[learned], len(scores[0]))
        scores[left[: course.real]] = rows[left] @ weights.T
    return scores


def dealt(label: Ints, real: int, seed: int) -> Ints:
    """The part each text is held out with, each label spread evenly; -1 for examples, which never are."""
    mixed = np.random.default_rng(seed).permutation(real)
    part = np.full(len(label), -1)
    part[mixed[np.argsort(label[mixed], kind="stable")]] = np.arange(real) % PARTS
    return part


def solved(rows: Any, label: Ints, weight: Table, labels: int = 0) -> Table:
    """The weights (labels × columns) of least squares with a ridge: 1 for a text's label, -1 for the others."""
    from scipy.linalg import cho_factor, cho_solve

    told = np.where(label[:, None] == np.arange(labels or label.max() + 1), 1.0, -1.0).astype(np.float32)
    alike = likeness(rows)
    alike[np.diag_indices_from(alike)] += (RIDGE / weight).astype(np.float32)
    factor = cho_factor(alike, lower=True, overwrite_a=True, check_finite=False)
    return np.asarray((rows.T @ cho_solve(factor, told, check_finite=False)).T, dtype=np.float64)


def likeness(rows: Any) -> Floats:
    """rows · rowsᵀ in full; the few columns most texts have are multiplied densely, which is quicker."""
    full = np.bincount(rows.indices, minlength=rows.shape[1]) > max(DENSE * rows.shape[0], 1)
    dense = rows[:, full].toarray().astype(np.float32)
    sparse = rows[:, ~full]
    return np.asarray(dense @ dense.T + (sparse @ sparse.T).toarray(), dtype=np.float32)


def heaviest(weights: Table) -> NDArray[np.int64]:
    """The places of the buckets kept, in order: all, or as many as WEIGHTS allows, those that can change most."""
    room = WEIGHTS // len(weights)
    if weights.shape[1] <= room:
        return np.arange(weights.shape[1])
    return np.sort(np.argpartition(-np.abs(weights).max(axis=0), room)[:room])


def seen(course: Course, sure: Table) -> dict[str, list[float]]:
    """How the texts learned from looked when held out: what ``drift`` compares with.

    A feature is unseen for the one held out when fewer than two others have it (or no other, where texts are few).
    """
    features = course.features
    ours = features.row < max(course.real, 1)
    others = np.append(course.having, 0)[features.bucket[ours]] - 1
    return {
        "unseen": [float((others < (2 if features.size >= COLD else 1)).mean()) if ours.any() else 0.0],
        "certainty": [float(sure.max(axis=1).mean()) if len(sure) else 0.0],
        "mix": sure.mean(axis=0).tolist() if len(sure) else [],
    }
