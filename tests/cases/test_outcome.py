"""The firm says solved? and satisfied?, and that closes the case or has it reworked."""

import pytest

from tests.story import Story, told
from zhilian.cases.models import Case, Deadline, Rating
from zhilian.core.errors import Forbidden, NotPossible
from zhilian.core.queries import trail_of


def answered_again(story: Story, case: Case) -> None:
    """The unit answers once more and the review lets it pass."""
    story.step(case, "reply")
    story.step(case, "review_pass")


@pytest.mark.parametrize(
    ("solved", "score", "stage"),
    [
        ("yes", 5, "closed"),
        ("yes", 3, "closed"),
        ("partly", 3, "closed"),
        ("partly", 2, "rework"),
        ("yes", 1, "rework"),
        ("no", 5, "rework"),
        ("no", 1, "rework"),
    ],
)
def test_solved_and_content_closes_and_anything_less_is_reworked(
    story: Story, solved: str, score: int, stage: str
) -> None:
    case = story.case("awaiting_rating")
    story.step(case, "rate_close", solved=solved, score=score)
    assert Case.objects.get(pk=case.pk).stage == stage


def test_a_satisfied_firm_closes_the_case(story: Story) -> None:
    case = story.case("closed")
    assert (case.solved, case.rating, case.due_at) == ("yes", 5, None)
    assert case.closed_at is not None
    assert not case.disputed
    assert Rating.objects.get(case=case).by == story.cast.users["qian"]
    assert not [row for row in Deadline.objects.filter(case=case) if row.running]


def test_rework_goes_back_to_the_unit_with_half_the_time(story: Story) -> None:
    case = story.case("rework")
    clock = Deadline.objects.get(case=case, basis="rework")
    assert (clock.amount, clock.unit, clock.round) == (3, "days", 1)
    assert (case.due_at, case.rework_count) == (clock.due_at, 1)
    assert {("liu", "rework"), ("chen", "rework")} <= told(case)
    answered_again(story, case)
    assert case.stage == "awaiting_rating"


def test_answered_on_the_spot_yet_not_solved_goes_to_a_unit(story: Story) -> None:
    case = story.received()
    story.step(case, "answer_at_once")
    story.step(case, "rate_reopen")
    case.refresh_from_db()
    assert (case.stage, case.unit, case.due_clock) == ("accepted", None, "dispatch")
    assert trail_of(case).last().verb == "case.rate_reopen"
    story.step(case, "dispatch")
    assert case.stage == "dispatched"


def test_nobody_rates_twice(story: Story) -> None:
    case = story.case("closed")
    with pytest.raises(NotPossible):
        story.step(case, "rate_close")
    assert Rating.objects.filter(case=case).count() == 1


def test_another_firm_cannot_rate(story: Story) -> None:
    case = story.case("awaiting_rating")
    with pytest.raises(NotPossible):
        story.step(case, "rate_close", by="zhou")


@pytest.mark.parametrize("by", ["liu", "heze", "chen", "lu", "sun", "bai", "xi"])
def test_only_the_firm_itself_rates(story: Story, by: str) -> None:
    case = story.case("awaiting_rating")
    with pytest.raises(Forbidden):
        story.step(case, "rate_close", by=by)
