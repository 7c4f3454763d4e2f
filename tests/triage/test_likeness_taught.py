"""A judge taught by pairs: it learns which difference matters, can be kept, and is measured without peeping."""

import subprocess
import sys

import numpy as np
import pytest

from tests.triage.judged_pairs import judged
from zhilian.triage.rules.likeness import measure
from zhilian.triage.rules.likeness.taught import PairModel, TooFewPairsError, teach


@pytest.fixture(scope="module")
def model() -> PairModel:
    return teach(*judged(600))


def test_what_was_taught_beats_what_is_shared(model: PairModel) -> None:
    pairs, same = judged(200, seed=1)
    answers = np.array(same)
    taught, plain = measure.auc(model.scores(pairs), answers), measure.auc(measure.untaught(pairs), answers)
    assert taught > 0.95
    assert taught > plain + 0.1


def test_scores_are_chances_and_do_not_depend_on_the_order_of_the_two(model: PairModel) -> None:
    pairs, _ = judged(50, seed=2)
    scores = model.scores(pairs)
    assert ((scores > 0) & (scores < 1)).all()
    assert np.allclose(scores, model.scores([(b, a) for a, b in pairs]), atol=1e-4)


def test_any_pair_can_be_judged(model: PairModel) -> None:
    odd = ["", " ", "😀", "1", "ok", "贷" * 100_000, "\ud800", "\0"]
    scores = model.scores([(a, b) for a in odd for b in odd])
    assert np.isfinite(scores).all()
    assert len(model.scores([])) == 0


def test_a_model_comes_back_from_bytes_as_it_was(model: PairModel) -> None:
    pairs, _ = judged(50, seed=3)
    assert np.array_equal(PairModel.load(model.dump()).scores(pairs), model.scores(pairs))


def test_a_damaged_model_is_refused(model: PairModel) -> None:
    good = model.dump()
    flipped = good[:5000] + bytes([good[5000] ^ 1]) + good[5001:]
    for bad in (b"", b"x", good[:100], good[:-1], flipped, good.replace(b"pairs 1", b"pairs 2", 1), b"\x80\x04N."):
        with pytest.raises(ValueError, match="model of pairs"):
            PairModel.load(bad)


def test_the_same_pairs_teach_the_same_model() -> None:
    pairs, same = judged(200)
    assert teach(pairs, same).dump() == teach(pairs, same).dump()


def test_too_little_or_one_answer_alone_teaches_nothing() -> None:
    pairs, same = judged(60)
    with pytest.raises(TooFewPairsError):
        teach(pairs, same)
    with pytest.raises(TooFewPairsError):
        teach(pairs * 10, [True] * 600)


def test_folds_share_no_sentence_and_are_even() -> None:
    pairs = [(f"甲{at // 3}", f"乙{at}") for at in range(300)]
    fold = measure.folds_apart(pairs)
    for one in range(5):
        inside = {text for pair, at in zip(pairs, fold, strict=True) if at == one for text in pair}
        outside = {text for pair, at in zip(pairs, fold, strict=True) if at != one for text in pair}
        assert not inside & outside
    assert max(np.bincount(fold)) - min(np.bincount(fold)) <= 3


def test_answers_that_mean_nothing_are_not_guessed_out_of_fold() -> None:
    pairs, _ = judged(400)
    same = np.random.default_rng(5).random(400) < 0.5
    odds, _ = measure.out_of_fold(pairs, same, measure.folds_mixed(pairs))
    assert 0.4 < measure.auc(odds, same) < 0.6


def test_area_and_f1_by_hand() -> None:
    scores, same = np.array([0.9, 0.8, 0.8, 0.1], np.float32), np.array([True, True, False, False])
    assert measure.auc(scores, same) == 0.875
    assert measure.best_f1(scores, same) == pytest.approx(0.8)


def test_judging_loads_neither_scipy_nor_scikit_learn(model: PairModel) -> None:
    code = (
        "import sys; from zhilian.triage.rules.likeness.taught import PairModel;"
        "PairModel.load(sys.stdin.buffer.read()).scores([('a', 'b')]);"
        "assert not {'scipy', 'sklearn'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], input=model.dump(), check=True)
