"""How good a model is, whether another is better, and whether what comes in has changed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from math import comb
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .features import chunks, counted, places
from .model import Model
from .reading import lay
from .samples import Sample

BINS: Final = 15
MARGIN: Final = 0.002  # of macro-F1, which a challenger must gain
DOUBT: Final = 0.1  # how likely mere luck may be
DRAWS: Final = 1_000
Ints = NDArray[np.int64]


def evaluate(model: Model, samples: Sequence[Sample]) -> dict[str, Any]:
    """Figures on samples the model has not learned from; labels it does not know count as errors and are named.

    Shares and scores are between 0 and 1; macro_f1 is the mean over the labels that occur in the samples.
    """
    began = time.perf_counter()
    probabilities = model.predict([(sample.subject, sample.body) for sample in samples])
    seconds = time.perf_counter() - began
    names = [*model.labels, *sorted({sample.label for sample in samples} - set(model.labels))]
    true = _numbers(samples, names)
    found, top = _first(probabilities)
    table = [_of_label(true == number, found == number) for number in range(len(names))]
    sure = top >= model.certain
    right = found == true
    present = [row for row in table if row["support"]]
    return {
        "samples": len(samples),
        "macro_f1": _mean([row["f1"] for row in present]),
        "weighted_f1": _mean([row["f1"] for row in present], [row["support"] for row in present]),
        "accuracy": _mean(right),
        "per_class": dict(zip(names, table, strict=True)),
        "calibration_error": calibration_error(top, right),
        "certain": model.certain,
        "coverage": _mean(sure),
        "accuracy_when_certain": _mean(right[sure]),
        "unknown_labels": names[len(model.labels) :],
        "texts_per_second": len(samples) / max(seconds, 1e-9),
    }


def calibration_error(top: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """How far the first proposal's probability lies from how often it is right, over BINS bins of equal width."""
    bins = np.minimum((top * BINS).astype(np.int64), BINS - 1)
    gap = np.bincount(bins, top - right, BINS)
    return float(np.abs(gap).sum() / max(len(top), 1))


def _numbers(samples: Sequence[Sample], names: Sequence[str]) -> Ints:
    number = {name: index for index, name in enumerate(names)}
    return np.array([number[sample.label] for sample in samples], dtype=np.int64)


def _first(probabilities: NDArray[np.float64]) -> tuple[Ints, NDArray[np.float64]]:
    return probabilities.argmax(axis=1), probabilities.max(axis=1, initial=0)


def _of_label(true: NDArray[np.bool_], found: NDArray[np.bool_]) -> dict[str, Any]:
    both, told, is_so = int((true & found).sum()), int(found.sum()), int(true.sum())
    return {
        "precision": both / told if told else 0.0,
        "recall": both / is_so if is_so else 0.0,
        "f1": 2 * both / (told + is_so) if told + is_so else 0.0,
        "support": is_so,
    }


def _mean(values: Any, weights: Any = None) -> float:
    return float(np.average(values, weights=weights)) if len(values) else 0.0


@dataclass(frozen=True)
class Verdict:
    """Whether the new model takes over: macro-F1 of both, what it gained, and how likely the gain is luck."""

    better: bool
    new: float
    old: float
    luck: float
    samples: int

    def __bool__(self) -> bool:
        return self.better


def better(new: Model, old: Model, samples: Sequence[Sample]) -> Verdict:
    """Whether ``new`` beats ``old`` on samples neither has learned from, by MARGIN and beyond luck; a tie: no.

    Luck is the share of DRAWS resamplings of the samples (with a fixed seed) in which the new one gains nothing, or the
    chance that so many of the texts the two disagree on fall to the new one, whichever is greater.
    """
    texts = [(sample.subject, sample.body) for sample in samples]
    names = sorted({*new.labels, *old.labels, *(sample.label for sample in samples)})
    true = _numbers(samples, names)
    ours, theirs = (_named(model, texts, names) for model in (new, old))
    if not len(true):
        return Verdict(False, 0.0, 0.0, 1.0, 0)
    gain = macro_f1(true, ours, len(names)) - macro_f1(true, theirs, len(names))
    luck = max(_resampled(true, ours, theirs, len(names)), _by_chance(true, ours, theirs))
    return Verdict(
        gain >= MARGIN and luck < DOUBT,
        macro_f1(true, ours, len(names)),
        macro_f1(true, theirs, len(names)),
        luck,
        len(true),
    )


def macro_f1(true: Ints, found: Ints, labels: int) -> float:
    """The mean F1 over the labels that occur."""
    both = np.bincount(true[true == found], minlength=labels)
    is_so = np.bincount(true, minlength=labels)
    score = 2 * both / np.maximum(is_so + np.bincount(found, minlength=labels), 1)
    return float(score[is_so > 0].mean())


def _named(model: Model, texts: Sequence[tuple[str, str]], names: Sequence[str]) -> Ints:
    number = np.array([names.index(label) for label in model.labels])
    return number[model.predict(texts).argmax(axis=1)] if texts else np.zeros(0, np.int64)


def _resampled(true: Ints, ours: Ints, theirs: Ints, labels: int) -> float:
    draw = np.random.default_rng(2026)
    lost = 0
    for _ in range(DRAWS):
        some = draw.integers(0, len(true), len(true))
        lost += macro_f1(true[some], ours[some], labels) <= macro_f1(true[some], theirs[some], labels)
    return lost / DRAWS


def _by_chance(true: Ints, ours: Ints, theirs: Ints) -> float:
    """The one-sided exact McNemar test: the chance that at least so many disagreements fall to the new model."""
    won, lost = int(((ours == true) & (theirs != true)).sum()), int(((ours != true) & (theirs == true)).sum())
    total = won + lost
    return float(sum(comb(total, times) for times in range(won, total + 1)) / 2**total)


def drift(model: Model, texts: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """How texts differ from those the model learned from: ``…_then`` when it learned, ``…_now`` in these.

    unseen: share of features it does not know; certainty: mean probability of the first proposal; mix: share of each
    label; shift: population stability index of the mix (under 0.1 little, over 0.25 much; None without a past).
    """
    probabilities = model.predict(texts)
    now = probabilities.mean(axis=0) if len(texts) else np.zeros(len(model.labels))
    then = np.array(model.seen["mix"])
    return {
        "texts": len(texts),
        "unseen_then": model.seen["unseen"][0],
        "unseen_now": _unseen(model, texts),
        "certainty_then": model.seen["certainty"][0],
        "certainty_now": _mean(probabilities.max(axis=1, initial=0)),
        "mix_then": dict(zip(model.labels, then.tolist(), strict=False)),
        "mix_now": dict(zip(model.labels, now.tolist(), strict=True)),
        "shift": _stability(then, now) if len(then) and len(texts) else None,
    }


def _unseen(model: Model, texts: Sequence[tuple[str, str]]) -> float:
    unknown = every = 0
    for some in chunks(texts):
        bucket = counted(lay(some)).bucket
        unknown += int((places(bucket, model.known) == len(model.known)).sum())
        every += len(bucket)
    return unknown / max(every, 1)


def _stability(then: NDArray[np.float64], now: NDArray[np.float64]) -> float:
    then, now = np.maximum(then, 1e-4), np.maximum(now, 1e-4)
    return float(((now - then) * np.log(now / then)).sum())
