"""How good a model is, which of two is better, and what has changed."""

from __future__ import annotations

import numpy as np
import pytest

from tests.triage.told_texts import samples
from zhilian.triage.rules.classify import Model, Sample, better, drift, evaluate, train
from zhilian.triage.rules.classify.figures import calibration_error, macro_f1
from zhilian.triage.rules.classify.tempering import certainty


@pytest.fixture(scope="module")
def model() -> Model:
    return train(samples(240))


def test_the_figures_are_those_of_the_textbook(model: Model) -> None:
    from sklearn.metrics import precision_recall_fscore_support

    unseen = samples(80, seed=2)
    found = [model.labels[one] for one in model.predict([(s.subject, s.body) for s in unseen]).argmax(1)]
    true = [one.label for one in unseen]
    figures = evaluate(model, unseen)
    precision, recall, f1, support = precision_recall_fscore_support(true, found, labels=model.labels)
    table = [figures["per_class"][label] for label in model.labels]
    assert np.allclose([[row["precision"], row["recall"], row["f1"]] for row in table], np.c_[precision, recall, f1])
    assert [row["support"] for row in table] == support.tolist()
    numbers = [np.array([model.labels.index(label) for label in column]) for column in (true, found)]
    assert figures["macro_f1"] == pytest.approx(f1.mean())
    assert macro_f1(numbers[0], numbers[1], 4) == pytest.approx(f1.mean())
    assert figures["accuracy"] == pytest.approx(np.mean([a == b for a, b in zip(true, found, strict=True)]))
    assert 0 <= figures["coverage"] <= 1
    assert figures["accuracy_when_certain"] >= 0.9


def test_labels_the_model_does_not_know_are_errors_and_are_named(model: Model) -> None:
    figures = evaluate(model, [*samples(40, seed=2), Sample("环保", "废气", "排放废气"), Sample("环保", "", "")])
    assert figures["unknown_labels"] == ["环保"]
    assert figures["per_class"]["环保"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0, "support": 2}
    assert figures["accuracy"] <= 40 / 42


def test_the_calibration_error_is_the_gap_between_told_and_found() -> None:
    assert calibration_error(np.full(10, 0.9), np.arange(10) < 9) == pytest.approx(0)
    assert calibration_error(np.full(10, 0.9), np.arange(10) < 4) == pytest.approx(0.5)
    assert calibration_error(np.array([0.51, 0.99]), np.array([True, False])) == pytest.approx((0.49 + 0.99) / 2)


def test_certainty_is_the_lowest_probability_that_keeps_the_promise() -> None:
    top = np.linspace(0.5, 1, 200)
    right = np.where(top > 0.75, 0, 1)
    sure = certainty(np.c_[top, 1 - top], right, 0.9)
    kept = top >= sure
    assert 0.7 < sure < 0.76
    assert (right[kept] == 0).mean() >= 0.9
    assert certainty(np.c_[top, 1 - top], np.ones(200, int), 0.9) == 1.0


def test_a_better_model_takes_over_and_its_like_does_not(model: Model) -> None:
    unseen = samples(200, seed=4)
    poor = train([*samples(12, seed=9), *[Sample("税费", one.subject, one.body) for one in samples(12, seed=8)]])
    verdict = better(model, poor, unseen)
    assert verdict
    assert verdict.new > verdict.old
    assert verdict.luck < 0.1
    assert not better(poor, model, unseen)
    assert not better(model, model, unseen)
    assert not better(model, poor, [])


def test_models_of_different_labels_can_be_compared(model: Model) -> None:
    fewer = train(samples(120, labels=3))
    assert better(model, fewer, samples(200, seed=4))
    assert not better(fewer, model, samples(200, seed=4))


def test_a_few_texts_more_right_may_be_luck(model: Model) -> None:
    nearly = train(samples(236))
    assert not better(model, nearly, samples(30, seed=5))


def test_drift_sees_new_words_and_another_mix(model: Model) -> None:
    same = drift(model, [(one.subject, one.body) for one in samples(200, seed=6)])
    assert same["shift"] < 0.1
    assert same["unseen_now"] == pytest.approx(same["unseen_then"], abs=0.1)
    other = drift(
        model, [(one.subject, one.body + "低空经济试飞空域审批") for one in samples(200, seed=6) if one.label == "税费"]
    )
    assert other["shift"] > 0.25
    assert other["unseen_now"] > same["unseen_now"] + 0.1
    assert drift(model, [])["shift"] is None
