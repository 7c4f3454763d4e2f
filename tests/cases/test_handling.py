"""A case goes to a unit, which signs for it or returns it, calls the firm and answers."""

import pytest

from tests.cast import moment
from tests.story import Story, told
from zhilian.cases.models import Assignment, Case, Deadline, Reply
from zhilian.core.errors import Invalid, NotPossible
from zhilian.core.queries import trail_of


def test_dispatching_hands_the_case_to_the_unit_and_tells_its_people(story: Story) -> None:
    case = story.case("dispatched")
    (assignment,) = Assignment.objects.filter(case=case)
    assert (case.unit, assignment.unit) == (story.cast.unit("GXJ"), story.cast.unit("GXJ"))
    assert assignment.dispatched_by == story.cast.users["chen"]
    assert case.due_clock == "sign"
    assert {("liu", "dispatched"), ("heze", "dispatched")} <= told(case)
    assert ("wu", "dispatched") not in told(case)


def test_a_case_goes_to_no_unit_of_another_district_nor_to_a_closed_one(story: Story) -> None:
    case, closed = story.case("accepted"), story.cast.unit("RSJ")
    closed.active = False
    for unit in (story.cast.unit("BA-GXJ"), closed):
        with pytest.raises(Invalid):
            story.step(case, "dispatch", unit=unit)
    assert Case.objects.get(pk=case.pk).unit is None


def test_signing_says_who_signed_and_tells_the_firm(story: Story) -> None:
    case = story.case("signed")
    (assignment,) = Assignment.objects.filter(case=case)
    assert assignment.signed_by == story.cast.users["liu"]
    assert case.due_clock == "contact"
    assert ("qian", "signed") in told(case)


def test_the_unit_that_does_not_have_it_cannot_act_on_it(story: Story) -> None:
    case = story.case("dispatched")
    for step in ("sign", "return"):
        with pytest.raises(NotPossible):
            story.step(case, step, by="wu")
    assert Case.objects.get(pk=case.pk).stage == "dispatched"
    assert not Assignment.objects.filter(case=case).exclude(signed_at=None)


def test_returning_needs_a_reason_and_keeps_the_proposal(story: Story) -> None:
    case = story.case("dispatched")
    with pytest.raises(Invalid):
        story.step(case, "return", reason=" ")
    story.step(case, "return")
    (assignment,) = Assignment.objects.filter(case=case)
    assert (assignment.proposed_unit, case.unit) == (story.cast.unit("RSJ"), None)
    assert case.due_clock == "dispatch"
    assert ("chen", "returned") in told(case)
    dropped = Deadline.objects.filter(case=case).exclude(dropped_at=None)
    assert {row.clock for row in dropped} == {"sign", "contact", "close"}


def test_a_returned_case_goes_to_a_second_unit_and_the_first_sees_it_no_more(story: Story) -> None:
    case = story.case("returned")
    story.step(case, "dispatch", unit=story.cast.unit("RSJ"))
    assert [row.unit.code for row in Assignment.objects.filter(case=case)] == ["GXJ", "RSJ"]
    assert Assignment.objects.get(case=case, returned_at=None).unit.code == "RSJ"
    with pytest.raises(NotPossible):
        story.step(case, "sign", by="liu")
    story.step(case, "sign", by="wu")


def test_the_first_contact_is_noted_in_words(story: Story) -> None:
    case = story.case("signed")
    with pytest.raises(Invalid):
        story.step(case, "contact", note="\n")
    story.step(case, "contact")
    (assignment,) = Assignment.objects.filter(case=case)
    assert assignment.contact_note == "与钱总通话，约周四上门"
    assert case.due_clock == "close"


def test_the_answer_goes_to_the_review_first(story: Story) -> None:
    case = story.case("processing")
    with pytest.raises(Invalid):
        story.step(case, "reply", text=" ")
    answer = story.step(case, "reply")
    assert (answer.unit, answer.passed, answer.by) == (story.cast.unit("GXJ"), None, story.cast.users["liu"])
    assert (case.stage, case.due_clock) == ("replied", "review")
    assert ("chen", "replied") in told(case)
    assert ("qian", "answered") not in told(case)


def test_a_rejected_answer_goes_back_and_its_clock_runs_on(story: Story) -> None:
    case = story.case("processing")
    due = case.due_at
    story.step(case, "reply")
    with pytest.raises(Invalid):
        story.step(case, "review_reject", reason="")
    story.step(case, "review_reject")
    case.refresh_from_db()
    assert (case.stage, case.due_clock, case.due_at) == ("processing", "close", due)
    assert (case.replied_at, case.result) == (None, "")
    assert Reply.objects.get(case=case).review_note == "请写明完成时间"
    assert Deadline.objects.get(case=case, clock="close").running
    assert {("liu", "review_rejected"), ("heze", "review_rejected")} <= told(case)


def test_the_second_answer_passes_and_both_are_kept(story: Story) -> None:
    case = story.case("replied")
    story.step(case, "review_reject")
    story.step(case, "reply", text="供电所已于3月5日换好变压器。")
    story.step(case, "review_pass", by="lu")
    assert [answer.passed for answer in Reply.objects.filter(case=case)] == [False, True]
    assert ("qian", "answered") in told(case)


def test_every_move_leaves_one_line_that_says_who_did_it(story: Story) -> None:
    case = story.case("closed")
    lines = [(line.verb, line.actor_name) for line in trail_of(case)]
    assert lines == [
        ("case.received", "钱立新"),
        ("case.accept", "陈思旻"),
        ("case.dispatch", "陈思旻"),
        ("case.sign", "刘婕"),
        ("case.contact", "刘婕"),
        ("case.reply", "刘婕"),
        ("case.review_pass", "陈思旻"),
        ("case.rate_close", "钱立新"),
    ]
    assert trail_of(case).last().at == moment("2026-03-04 11:10")


def test_a_move_that_fails_leaves_nothing(story: Story) -> None:
    case = story.case("dispatched")
    before = (trail_of(case).count(), Deadline.objects.filter(case=case).count(), told(case))
    for step in ("contact", "reply"):
        with pytest.raises(NotPossible):
            story.step(case, step)
    assert (trail_of(case).count(), Deadline.objects.filter(case=case).count(), told(case)) == before
