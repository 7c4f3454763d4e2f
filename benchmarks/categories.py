"""Categories learned from real messages, against a plain character n-gram support vector machine in the same folds.

    make bench NAME=categories [ARGS="--folds 10 --seeds 1 --no-curve"]

Reads messages/labelled.csv beside the project (ZHILIAN_SHARED, else ../shared). Cross-validation with fixed seeds: mean
and spread of macro-F1 over the folds, calibration error of all folds together, seconds to learn, texts per second,
bytes of the model, the 95th percentile of one proposal; then macro-F1 by number of texts learned from.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import _lab as lab
from zhilian.triage.rules.classify import Model, Sample, dump, evaluate, train
from zhilian.triage.rules.classify.figures import calibration_error
from zhilian.triage.rules.classify.table import read_table

MESSAGES = Path(os.environ.get("ZHILIAN_SHARED", lab.ROOT.parent / "shared")) / "data" / "messages" / "labelled.csv"
CURVE = (200, 500, 1_000, 2_000, 4_000)
Fold = tuple[list[Sample], list[Sample]]


def main() -> int:
    """Both in the same folds, the curve, print."""
    options = argparse.ArgumentParser()
    options.add_argument("--folds", type=int, default=10)
    options.add_argument("--seeds", type=int, default=1)
    options.add_argument("--no-curve", action="store_true")
    chosen = options.parse_args()
    if not MESSAGES.is_file():
        print(f"There is no {MESSAGES}; set ZHILIAN_SHARED.", file=sys.stderr)
        return 0
    samples = [row for row in read_table(MESSAGES.read_bytes()) if isinstance(row, Sample)]
    every = [fold for seed in range(chosen.seeds) for fold in folds(samples, chosen.folds, seed)]
    curve = {} if chosen.no_curve else {"by_number_of_texts": by_number(samples)}
    lab.say(
        benchmark="categories", samples=len(samples), folds=chosen.folds, seeds=chosen.seeds, **crossed(every), **curve
    )
    return 0


def folds(samples: Sequence[Sample], count: int, seed: int) -> Iterator[Fold]:
    """Stratified folds: what is learned from, what is measured on."""
    from sklearn.model_selection import StratifiedKFold

    labels = [sample.label for sample in samples]
    for learned, tested in StratifiedKFold(count, shuffle=True, random_state=seed).split(labels, labels):
        yield [samples[place] for place in learned], [samples[place] for place in tested]


def crossed(every: Sequence[Fold]) -> dict[str, Any]:
    """Ours and the peer over all folds, and by how much ours is ahead."""
    figures: dict[str, list[float]] = defaultdict(list)
    tops, rights, model = [], [], None
    for learned, tested in every:
        model = ours(learned, tested, figures)
        probabilities = model.predict([(sample.subject, sample.body) for sample in tested])
        tops.append(probabilities.max(axis=1))
        true = np.array([model.labels.index(sample.label) for sample in tested])
        rights.append(probabilities.argmax(axis=1) == true)
        figures["peer_macro_f1"].append(peer(learned, tested))
        figures["ahead"].append(figures["macro_f1"][-1] - figures["peer_macro_f1"][-1])
        print(f"{figures['macro_f1'][-1]:.4f} peer {figures['peer_macro_f1'][-1]:.4f}", file=sys.stderr)
    assert model
    one = proposals(model, every[-1][1])
    spread = {name: mean_and_spread(values) for name, values in figures.items()}
    ece = calibration_error(np.concatenate(tops), np.concatenate(rights))
    return {**spread, "calibration_error_of_all": round(ece, 4), "model_mb": round(len(dump(model)) / 1e6, 1), **one}


def ours(learned: Sequence[Sample], tested: Sequence[Sample], figures: dict[str, list[float]]) -> Model:
    """Learn, measure, add the figures."""
    began = time.perf_counter()
    model = train(learned)
    figures["train_seconds"].append(time.perf_counter() - began)
    told = evaluate(model, tested)
    for name in ("macro_f1", "weighted_f1", "accuracy", "calibration_error", "coverage", "accuracy_when_certain"):
        figures[name].append(told[name])
    figures["texts_per_second"].append(told["texts_per_second"])
    return model


def peer(learned: Sequence[Sample], tested: Sequence[Sample]) -> float:
    """Macro-F1 of character 1-3-grams, TF-IDF and a linear support vector machine."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics import f1_score
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    texts = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True, dtype=np.float32)
    line = make_pipeline(texts, LinearSVC(random_state=0))
    line.fit([f"{one.subject} {one.body}" for one in learned], [one.label for one in learned])
    found = line.predict([f"{one.subject} {one.body}" for one in tested])
    return float(f1_score([one.label for one in tested], found, average="macro"))


def by_number(samples: Sequence[Sample]) -> dict[int, dict[str, float]]:
    """Macro-F1 of both when only so many texts are labelled: three draws each, measured on 2,000 others."""
    from sklearn.model_selection import train_test_split

    curve = {}
    labels = [sample.label for sample in samples]
    for count in CURVE:
        scores: dict[str, list[float]] = defaultdict(list)
        for seed in range(3):
            learned, tested = train_test_split(
                samples, train_size=count, test_size=2_000, random_state=seed, stratify=labels
            )
            scores["macro_f1"].append(evaluate(train(learned), tested)["macro_f1"])
            scores["peer"].append(peer(learned, tested))
        curve[count] = {name: round(statistics.mean(values), 3) for name, values in scores.items()}
    return curve


def proposals(model: Model, samples: Sequence[Sample]) -> dict[str, Any]:
    """Milliseconds of one proposal with its words, on real texts and on one of 100,000 characters."""
    long = samples[0]._replace(body=samples[0].body * (100_000 // max(1, len(samples[0].body)) + 1))
    return {
        "proposal": lab.spread([seconds(model.propose, one) for one in samples[:500]]),
        "proposal_100000": lab.spread([seconds(model.propose, long) for _ in range(20)]),
    }


def seconds(propose: Callable[[str, str], object], sample: Sample) -> float:
    """How long one proposal takes."""
    began = time.perf_counter()
    propose(sample.subject, sample.body)
    return time.perf_counter() - began


def mean_and_spread(values: Sequence[float]) -> dict[str, float]:
    """Mean and standard deviation over the folds."""
    digits = 1 if max(values) > 5 else 4
    return {"mean": round(statistics.mean(values), digits), "spread": round(statistics.pstdev(values), digits)}


if __name__ == "__main__":
    sys.exit(main())
