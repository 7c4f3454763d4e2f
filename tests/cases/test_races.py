"""Several people at the same moment, each with a connection: one wins, nothing is done twice, no number twice."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.story import Story
from tests.threads import together
from zhilian.cases.ledger import check_cases
from zhilian.cases.models import Assignment, Case, Rating, Reply
from zhilian.core.chain import check
from zhilian.core.errors import NotPossible
from zhilian.core.models import NumberSeries
from zhilian.core.queries import trail_lines, trail_of
from zhilian.notices.models import Notice

ROUNDS = 3


def step(cast: Cast, case: Case, code: str, **given: Any) -> Callable[[], Any]:
    """A move by somebody whose page shows the case as it was: an own object each, as in two browsers."""
    return partial(Story(cast).step, Case.objects.get(pk=case.pk), code, **given)


def only_winner(outcomes: list[Any]) -> tuple[int, NotPossible]:
    """The one that succeeded and the refusal the other got."""
    losers = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert len(losers) == len(outcomes) - 1, outcomes
    assert all(isinstance(loser, NotPossible) for loser in losers), losers
    (winner,) = [number for number, outcome in enumerate(outcomes) if not isinstance(outcome, Exception)]
    return winner, losers[0]


@pytest.mark.parametrize(
    ("stage", "first", "second", "verbs"),
    [
        ("submitted", ("accept", "chen"), ("refuse", "luo"), ("case.accept", "case.refuse")),
        ("accepted", ("dispatch", "chen"), ("dispatch", "luo"), ("case.dispatch", "case.dispatch")),
        ("dispatched", ("sign", "liu"), ("return", "heze"), ("case.sign", "case.return")),
        ("processing", ("reply", "liu"), ("reply", "heze"), ("case.reply", "case.reply")),
        ("processing", ("reply", "liu"), ("withdraw", "qian"), ("case.reply", "case.withdraw")),
        ("replied", ("review_pass", "chen"), ("review_reject", "lu"), ("case.review_pass", "case.review_reject")),
        ("awaiting_rating", ("rate_close", "qian"), ("rate_rework", "qian"), ("case.rate_close", "case.rate_rework")),
    ],
)
def test_of_two_people_one_wins_and_the_other_learns_who_was_faster(
    committed: Cast, stage: str, first: tuple[str, str], second: tuple[str, str], verbs: tuple[str, str]
) -> None:
    case = Story(committed).case(stage)
    lines = trail_of(case).count()
    outcomes = together(*(step(committed, case, code, by=who) for code, who in (first, second)))
    winner, refusal = only_winner(outcomes)
    code, who = (first, second)[winner]
    assert committed.users[who].name in str(refusal), refusal
    assert trail_of(case).count() == lines + 1
    assert trail_of(case).last().verb == verbs[winner], f"{code} won"
    assert Assignment.objects.filter(case=case, returned_at=None).count() <= 1
    assert Reply.objects.filter(case=case).count() <= 1
    assert Rating.objects.filter(case=case).count() <= 1
    assert list(check_cases()) == []


def test_a_double_tap_at_the_same_moment_is_one_case(committed: Cast) -> None:
    for count in range(1, ROUNDS + 1):
        key = uuid4()
        outcomes = together(*[partial(Story(committed).received, key=key)] * 4)
        assert len({outcome.pk for outcome in outcomes}) == 1, outcomes
        assert Case.objects.count() == count
        assert NumberSeries.objects.get().last >= count  # a number reserved by the slower tap may stay unused
    assert Notice.objects.count() == 2 * ROUNDS
    assert trail_of(Case.objects.latest("pk")).count() == 1


def test_many_firms_at_once_get_numbers_without_doubles_or_gaps(committed: Cast) -> None:
    def three() -> list[str]:
        return [Story(committed).received(by=who).number for who in ("qian", "ba_fang", "zhou")]

    outcomes = together(*[three] * 4)
    numbers = sorted(number for outcome in outcomes for number in outcome)
    assert numbers == [f"BA-2026-{n:06d}" for n in range(1, 5)] + [f"LG-2026-{n:06d}" for n in range(1, 9)]
    for federation in (committed.lg, committed.ba):
        assert list(check(trail_lines(federation), None)) == []


def test_people_working_on_different_cases_do_not_stand_in_each_others_way(committed: Cast) -> None:
    cases = [Story(committed).case("accepted", by=who) for who in ("qian", "zhou", "ba_fang")]
    outcomes = together(*(step(committed, case, "dispatch") for case in cases))
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)], outcomes
    assert set(Case.objects.values_list("stage", flat=True)) == {"dispatched"}
