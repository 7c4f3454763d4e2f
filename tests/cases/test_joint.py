"""Joint handling: several units with their own tasks, times and answers; the lead cannot close before them."""

from datetime import date, timedelta

import pytest

from tests.cast import moment
from tests.story import Story, told
from zhilian.cases import actions
from zhilian.cases.jobs.joint import tell_late_parts
from zhilian.cases.models import Assignment, Case, Deadline, Decision, Meeting
from zhilian.cases.queries import Wanted, cases, tallies
from zhilian.cases.queries.lists import Given
from zhilian.core.errors import Forbidden, Invalid, NotPossible
from zhilian.core.queries import trail_of
from zhilian.notices.models import Notice


def clock_of(part: Assignment) -> Deadline:
    """The time of a part."""
    return Deadline.objects.get(assignment=part)


# ---- parts and their times


def test_a_part_has_half_of_the_leads_time_and_never_more_than_the_lead(story: Story) -> None:
    part = story.step(story.case("processing"), "assist")  # normal: five working days, half of them are three
    assert clock_of(part).due_at == moment("2026-03-09 18:00")
    shorter = story.step(story.case("processing"), "assist", days=1)
    assert clock_of(shorter).due_at == moment("2026-03-05 18:00")
    late = story.case("processing")
    story.now = (lead := Deadline.objects.get(case=late, clock="close")).due_at - timedelta(hours=1)
    assert clock_of(story.step(late, "assist")).due_at == lead.due_at


def test_a_lead_whose_time_is_over_leaves_the_helper_a_time_of_its_own(story: Story) -> None:
    case = story.case("processing")
    story.later(days=30)
    part = story.step(case, "assist")
    assert clock_of(part).due_at > part.dispatched_at


@pytest.mark.parametrize("code", ["GXJ", "BA-GXJ", "RSJ"])
def test_the_lead_a_neighbour_and_a_unit_that_helps_already_are_not_asked(story: Story, code: str) -> None:
    case, chen = story.case("processing"), story.cast.actor("chen")
    story.step(case, "assist")
    with pytest.raises(Invalid):
        actions.add_assist(case=case, unit=story.cast.unit(code), task="再查一次", actor=chen, at=story.later())


def test_neither_a_closed_unit_nor_the_one_complained_of_is_asked(story: Story) -> None:
    case, unit = story.case("processing"), story.cast.unit("RSJ")
    Case.objects.filter(pk=case.pk).update(complained_of=unit)
    case.refresh_from_db()
    with pytest.raises(Invalid):
        story.step(case, "assist")
    unit.active = False
    unit.save()
    with pytest.raises(Invalid):
        story.step(story.case("processing"), "assist", unit=unit)


def test_the_lead_asks_for_help_only_in_joint_handling(story: Story) -> None:
    with pytest.raises(NotPossible, match="启动会办"):
        story.step(story.case("processing"), "assist", by="liu")
    joint = story.called()
    story.step(joint, "excuse")
    story.step(joint, "assist", by="liu")
    unit = story.cast.unit("BANK1")
    with pytest.raises(Forbidden):
        actions.add_assist(case=joint, unit=unit, task="查账", actor=story.cast.actor("wu"), at=story.later())


def test_dispatching_asks_the_assisting_units_in_the_same_step(story: Story) -> None:
    case = story.case("accepted")
    story.step(case, "dispatch", assists=[(story.cast.unit("RSJ"), "核实用工")])
    part = story.part(case)
    assert (part.task, clock_of(part).clock) == ("核实用工", "assist")
    assert {("wu", "part_asked"), ("liu", "dispatched")} <= told(case)


# ---- the lead cannot close first


@pytest.mark.parametrize("stage", ["processing", "rework"])
def test_the_lead_cannot_answer_while_a_part_is_owed_and_reads_whose(story: Story, stage: str) -> None:
    case = story.case(stage)
    story.step(case, "assist")
    with pytest.raises(NotPossible, match="区人力资源局"):
        story.step(case, "reply")
    assert Case.objects.get(pk=case.pk).stage == stage
    story.step(case, "part")
    story.step(case, "reply")
    assert Case.objects.get(pk=case.pk).stage == "replied"


def test_a_part_is_done_once_and_by_its_own_unit(story: Story) -> None:
    case = story.case("processing")
    part = story.step(case, "assist")
    with pytest.raises(Forbidden):
        story.step(case, "part", by="liu")
    stale = Assignment.objects.get(pk=part.pk)
    story.step(case, "part")
    with pytest.raises(NotPossible):
        actions.answer_part(assignment=stale, text="再答一次", actor=story.cast.actor("wu"), at=story.later())
    part.refresh_from_db()
    assert part.answer == "停电期间停工三天，已核实。"
    assert clock_of(part).met_at == part.answered_at
    assert {("liu", "part_answered"), ("chen", "part_answered")} <= told(case)


def test_a_late_part_is_told_of_once_and_marked_when_it_comes(story: Story) -> None:
    case = story.case("processing")
    part = story.step(case, "assist")
    assert tell_late_parts(clock_of(part).due_at) == 0
    story.now = clock_of(part).due_at + timedelta(minutes=1)
    assert [tell_late_parts(story.now), tell_late_parts(story.now), tell_late_parts(story.later(days=1))] == [1, 0, 0]
    assert {("wu", "part_late"), ("liu", "part_late"), ("chen", "part_late")} <= told(case)
    story.step(case, "part")
    line = trail_of(case).last()
    assert line is not None
    assert '"late":true' in line.facts


def test_the_federation_goes_on_without_a_part_and_says_why(story: Story) -> None:
    case = story.case("processing")
    part = story.step(case, "assist")
    with pytest.raises(Forbidden):
        story.step(case, "excuse", by="liu")
    with pytest.raises(Invalid):
        story.step(case, "excuse", reason=" ")
    story.step(case, "excuse")
    assert clock_of(part).dropped_at
    assert clock_of(part).met_at is None
    story.step(case, "reply")


def test_a_unit_that_has_done_its_part_can_be_asked_again_in_the_rework(story: Story) -> None:
    case = story.case("processing")
    story.step(case, "assist")
    for code in ("part", "reply", "review_pass", "rate_rework", "assist"):
        story.step(case, code)
    rows = Assignment.objects.filter(case=case, role="assist")
    assert [bool(row.answered_at) for row in rows] == [True, False]
    with pytest.raises(NotPossible):
        story.step(case, "reply")


@pytest.mark.parametrize("code", ["return", "recall", "withdraw", "merge", "hang"])
def test_whatever_takes_the_case_from_its_unit_ends_the_parts_and_their_clocks(story: Story, code: str) -> None:
    case = story.case("accepted")
    story.step(case, "dispatch", assists=[(story.cast.unit("RSJ"), "核实用工")])
    story.step(case, code)
    assert not Assignment.objects.assisting().filter(case=case)
    assert not Deadline.objects.filter(case=case, clock="assist", dropped_at=None)
    assert {who for who, kind in told(case) if who == "wu" and kind != "part_asked"} == {"wu"}
    assert tell_late_parts(story.later(days=60)) == 0


def test_a_reminder_goes_to_the_unit_that_owes_once_a_day(story: Story) -> None:
    case = story.case("processing")
    part = story.step(case, "assist")
    for who in ("wu", "qian"):
        with pytest.raises(Forbidden):
            actions.remind_part(assignment=part, actor=story.cast.actor(who), at=story.later())
    actions.remind_part(assignment=part, actor=story.cast.actor("liu"), at=story.later())
    with pytest.raises(NotPossible, match="今天已催办"):
        actions.remind_part(assignment=part, actor=story.cast.actor("chen"), at=story.later())
    assert ("wu", "part_reminded") in told(case)


# ---- what an assisting unit may


@pytest.mark.parametrize(("stage", "code"), [("dispatched", "sign"), ("signed", "contact"), ("processing", "reply")])
def test_an_assisting_unit_reads_the_case_but_does_not_make_its_leads_moves(
    story: Story, stage: str, code: str
) -> None:
    case = story.case(stage)
    story.step(case, "assist")
    assert Case.objects.visible_to(story.cast.actor("wu")).filter(pk=case.pk)
    with pytest.raises(Forbidden, match="协办"):
        story.step(case, code, by="wu")
    assert Case.objects.get(pk=case.pk).stage == stage


def test_an_assisting_unit_sees_no_other_case_and_lists_what_it_owes(story: Story) -> None:
    case, wu = story.case("processing"), story.cast.actor("wu")
    story.case("processing")
    part = story.step(case, "assist")
    assert list(Case.objects.visible_to(wu)) == [case]
    (row,) = cases(wu, Wanted(view="assist"), story.now)
    assert (row.number, row.part_due_at) == (case.number, clock_of(part).due_at)  # type: ignore[attr-defined]
    assert tallies(wu, Given(), story.now)["assist"] == 1
    assert not cases(wu, Wanted(view="open"), story.now)
    story.step(case, "part")
    assert not cases(wu, Wanted(view="assist"), story.now)


# ---- meetings


def test_a_meeting_is_called_numbered_and_told_to_everybody_concerned(story: Story) -> None:
    case = story.called()
    meeting = Meeting.objects.get(case=case)
    assert (str(meeting), {unit.code for unit in meeting.units.all()}) == ("2026-1: 双回路改造", {"GXJ", "RSJ"})
    assert {("liu", "meeting_called"), ("wu", "meeting_called"), ("qian", "joint_called")} <= told(case)
    with pytest.raises(NotPossible, match="已召集会议"):
        story.step(case, "meet")


def test_nobody_meets_with_the_lead_alone(story: Story) -> None:
    with pytest.raises(Invalid, match="再列一家单位"):
        story.step(story.case("processing"), "call_joint", parts=[])


def test_it_goes_on_only_with_minutes_and_a_dated_decision(story: Story) -> None:
    case = story.called()
    with pytest.raises(NotPossible, match="会议纪要"):
        actions.conclude_joint(case=case, actor=story.cast.actor("chen"), at=story.later())
    story.minutes(case, decisions=[], conclude=False)
    with pytest.raises(NotPossible, match="议定事项"):
        actions.conclude_joint(case=Case.objects.get(pk=case.pk), actor=story.cast.actor("chen"), at=story.later())
    story.step(case, "meet")
    story.minutes(case)
    assert Case.objects.get(pk=case.pk).stage == "processing"
    assert [one.text for one in Decision.objects.filter(meeting__case=case)] == ["完成双回路改造"]


def test_the_lead_cannot_answer_while_the_units_still_meet(story: Story) -> None:
    case = story.called()
    story.step(case, "part")
    with pytest.raises(NotPossible):
        story.step(case, "reply")
    story.minutes(case)
    story.step(case, "reply")


def test_minutes_with_an_old_date_are_refused_and_are_entered_once(story: Story) -> None:
    case = story.called()
    early = [actions.Decided(story.cast.unit("GXJ"), "改造", date(2026, 1, 1))]
    with pytest.raises(Invalid, match="早于会议日期"):
        story.minutes(case, decisions=early)
    stale = Meeting.objects.get(case=case)
    story.minutes(case, conclude=False)
    told_again = actions.Minutes(meets_at=story.now, place="", chair="陈", attendees="陈", minutes="再录一次")
    with pytest.raises(NotPossible, match="已录入"):
        actions.enter_minutes(meeting=stale, minutes=told_again, actor=story.cast.actor("chen"), at=story.later())


def test_old_minutes_do_not_carry_a_leaders_new_order_to_meet(story: Story) -> None:
    case = story.called()
    story.step(case, "part")
    story.step(case, "joint_decided")
    for _ in range(2):
        for code in ("reply", "review_pass", "rate_rework"):
            story.step(case, code)
    for code in ("reply", "review_pass", "rate_escalate", "decide_joint"):
        story.step(case, code)
    with pytest.raises(NotPossible):
        actions.conclude_joint(case=case, actor=story.cast.actor("chen"), at=story.later())
    story.step(case, "meet")
    story.minutes(case)
    assert Case.objects.get(pk=case.pk).stage == "processing"


def test_a_decision_is_reported_as_done_by_its_unit_or_the_federation_once(story: Story) -> None:
    case = story.called()
    story.minutes(case)
    decision = Decision.objects.select_related("unit", "meeting__case__federation").get(meeting__case=case)
    with pytest.raises(Forbidden):
        actions.decision_done(decision=decision, note="已改", actor=story.cast.actor("wu"), at=story.later())
    actions.decision_done(decision=decision, note="已改", actor=story.cast.actor("liu"), at=story.later())
    assert ("chen", "decision_done") in told(case)
    with pytest.raises(NotPossible):
        actions.decision_done(decision=decision, note="已改", actor=story.cast.actor("chen"), at=story.later())


def test_what_people_are_told_of_joint_handling_names_the_number_and_no_word_of_the_firm(story: Story) -> None:
    case = story.called(contact_name="钱立新", contact_phone="13807550001")
    part = story.part(case)
    story.now = clock_of(part).due_at + timedelta(minutes=1)
    tell_late_parts(story.now)
    actions.remind_part(assignment=part, actor=story.cast.actor("chen"), at=story.later())
    story.step(case, "part")
    story.minutes(case)
    decision = Decision.objects.select_related("unit", "meeting__case__federation").get(meeting__case=case)
    actions.decision_done(decision=decision, note="已改", actor=story.cast.actor("liu"), at=story.later())
    for code in ("assist", "excuse", "assist", "withdraw"):
        story.step(case, code)
    kinds = ["part_asked", "part_late", "part_reminded", "part_answered", "part_excused", "part_released"]
    kinds += ["meeting_called", "joint_called", "minutes_entered", "joint_decided", "decision_done"]
    notices = Notice.objects.filter(kind__in=[f"cases/{kind}" for kind in kinds])
    assert {one.kind.removeprefix("cases/") for one in notices} == set(kinds)
    for one in notices:
        assert case.number in one.subject
        assert not [word for word in ("明亮", "钱", "停电", "138", "双回路") if word in one.subject + one.body]
