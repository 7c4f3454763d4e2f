"""Return and arbitration: in time, with a reason, at most twice; then somebody decides, and that is final."""

from datetime import timedelta

import pytest

from tests.story import Story, told
from zhilian.cases.models import Assignment, Case, Deadline
from zhilian.core.errors import Invalid, NotPossible
from zhilian.core.memory import forget
from zhilian.core.queries import trail_of


def test_a_return_that_comes_too_late_is_refused_and_the_case_stays(story: Story) -> None:
    case = story.case("dispatched")
    with pytest.raises(NotPossible, match="退单时限已过"):
        story.step(case, "return", at=case.due_at + timedelta(minutes=1))  # type: ignore[operator]
    story.step(case, "return", at=case.due_at)
    assert Case.objects.get(pk=case.pk).stage == "returned"


def test_after_two_returns_only_a_designation_moves_it_on(story: Story) -> None:
    case = story.case("dispatched")
    for _ in range(2):
        story.step(case, "return")
        case.refresh_from_db()
        if case.return_count < 2:
            story.step(case, "dispatch")
    with pytest.raises(NotPossible, match="退回两次"):
        story.step(case, "dispatch")
    story.step(case, "designate")
    case.refresh_from_db()
    assert (case.stage, case.return_count) == ("dispatched", 2)
    with pytest.raises(NotPossible):
        story.step(case, "return")


def test_a_designation_is_final_even_after_the_first_return_and_says_why(story: Story) -> None:
    case = story.case("returned")
    with pytest.raises(Invalid):
        story.step(case, "designate", reason=" ")
    story.step(case, "designate")
    with pytest.raises(NotPossible, match="裁定指派"):
        story.step(case, "return")
    assert Assignment.objects.leading().get(case=case).final
    assert trail_of(case).last().verb == "case.designate"  # type: ignore[union-attr]


def test_a_case_taken_back_leaves_its_unit_without_a_clock_and_is_no_return(story: Story) -> None:
    case = story.case("processing")
    story.step(case, "recall")
    case.refresh_from_db()
    assert (case.stage, case.unit, case.return_count, case.ladder_at) == ("returned", None, 0, None)
    assert [row.clock for row in Deadline.objects.filter(case=case) if row.running] == ["dispatch"]
    assert ("liu", "recalled") in told(case)
    assert not Case.objects.visible_to(story.cast.actor("liu")).filter(pk=case.pk)


def test_the_unit_that_once_had_it_can_get_it_again(story: Story) -> None:
    case = story.case("processing")
    story.step(case, "recall")
    story.step(case, "dispatch")
    assert Assignment.objects.leading().get(case=case).unit == story.cast.unit("GXJ")


def test_cases_of_a_unit_with_nobody_left_are_shown_to_the_desk_until_taken_back(story: Story) -> None:
    case, browser = story.case("processing"), story.cast.client("chen")
    unit = story.cast.unit("GXJ")
    assert case.number not in browser.get("/cases/?view=stranded").content.decode()
    unit.active = False
    unit.save()
    forget()
    assert "已无人经办" in browser.get("/home/").content.decode()
    assert case.number in browser.get("/cases/?view=stranded").content.decode()
    story.step(case, "recall")
    assert case.number not in browser.get("/cases/?view=stranded").content.decode()
    assert "已无人经办" not in browser.get("/home/").content.decode()
