"""A clock that stands still, is extended, or waits on the books: exact to the minute, once, and never lost."""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from tests.cast import Cast, moment
from tests.story import WORDS, Story, told
from tests.threads import together
from zhilian.cases import actions
from zhilian.cases.jobs.delay import let_lapse, remind_of_holds
from zhilian.cases.ledger import check_cases
from zhilian.cases.models import Case, Deadline, Extension, Hold, LadderMark
from zhilian.cases.present import explained
from zhilian.cases.promise import outcome
from zhilian.cases.queries.delay import standstills
from zhilian.core.errors import Forbidden, Invalid, NotPossible, Refusal
from zhilian.core.queries import calendar_of, trail_of
from zhilian.files.models import Attachment
from zhilian.files.store import Stored, keep

FRIDAY, MONDAY = "2026-03-06", "2026-03-09"


def fresh(case: Case) -> Case:
    """The case as the database has it."""
    return Case.objects.get(pk=case.pk)


def clock(case: Case, code: str) -> Deadline:
    """The latest clock of this kind."""
    return Deadline.objects.filter(case=case, clock=code).latest("id")


def words(case: Case, code: str, now: datetime) -> tuple[str, tuple[str, ...]]:
    """What the page says of a clock: its state, and how it came about."""
    chip = explained(clock(case, code), now, calendar_of(case.federation), "zh-hans", standstills(case))
    return chip.label, chip.steps


# ---- supplement


def test_the_clock_to_accept_stands_still_while_material_is_awaited(cast: Cast) -> None:
    story = Story(cast, moment(f"{FRIDAY} 10:00"))
    case = story.received()
    assert case.due_at == moment(f"{MONDAY} 18:00")
    story.step(case, "ask_supplement", at=moment(f"{FRIDAY} 17:00"))
    assert (case.stage, case.due_clock, case.due_at) == ("supplement", "supplement", moment("2026-03-20 18:00"))
    assert words(case, "accept", moment(f"{FRIDAY} 17:30"))[0] == "暂停计时"
    story.step(case, "supplement", at=moment(f"{MONDAY} 09:30"))
    assert fresh(case).due_at == moment("2026-03-10 10:30")  # an hour of Friday and half an hour of Monday
    assert clock(case, "accept").due_at == case.due_at == moment("2026-03-10 10:30")
    assert any("等待企业补充材料" in line for line in words(case, "accept", case.due_at)[1])
    story.step(case, "ask_supplement", at=moment("2026-03-10 10:00"))
    story.step(case, "supplement", at=moment("2026-03-10 15:00"))
    assert fresh(case).due_at == moment("2026-03-10 15:30"), "half an hour was left"
    assert list(check_cases()) == []


def test_what_the_firm_adds_stands_beside_its_first_words(story: Story) -> None:
    case = story.case("supplement")
    photo = Stored("配电房.txt", keep("照片".encode()), 6, "text/plain")
    story.step(case, "supplement", attachments=[photo])
    assert fresh(case).text == WORDS
    assert "三月二日" in trail_of(case).latest("seq").facts
    assert Attachment.objects.get(subject_id=str(case.pk)).name == "配电房.txt"
    assert told(case) >= {("qian", "supplement_asked"), ("chen", "supplemented")}
    with pytest.raises(NotPossible):
        story.step(case, "supplement")
    asked_again = story.case("supplement")
    with pytest.raises(Invalid):
        story.step(asked_again, "supplement", text="  ")


def test_a_firm_that_adds_nothing_within_ten_days_is_told_and_may_tell_it_anew(story: Story) -> None:
    case = story.case("supplement")
    assert case.due_at
    with pytest.raises(NotPossible):
        story.step(case, "lapse", at=case.due_at)
    over = case.due_at + timedelta(minutes=1)
    assert [let_lapse(case.due_at), let_lapse(over), let_lapse(over)] == [0, 1, 0]
    ended = fresh(case)
    assert (ended.stage, ended.closed_at, ended.due_at) == ("withdrawn", over, None)
    assert ("qian", "lapsed") in told(case)
    assert "重新提交" in outcome(ended, list(case.deadlines.all()))
    assert not Deadline.objects.filter(case=case, met_at=None, dropped_at=None)
    assert list(check_cases()) == []


def test_a_firm_that_takes_it_back_instead_is_not_told_of_lapsing(story: Story) -> None:
    case = story.case("supplement")
    story.step(case, "withdraw")
    assert "撤回" in outcome(fresh(case), list(case.deadlines.all()))


def test_a_clock_set_back_neither_lengthens_nor_doubles_a_pause(story: Story) -> None:
    case = story.received()
    before = case.due_at
    story.step(case, "ask_supplement", at=moment("2026-03-04 15:00"))
    story.step(case, "supplement", at=moment("2026-03-04 09:00"))
    assert fresh(case).due_at == before
    (still,) = standstills(case)
    assert still.end_at == still.begin_at


# ---- extension


def ask(story: Story, case: Case, *, by: str = "liu", days: int = 3, at: datetime | None = None) -> Extension:
    """The unit asks for more time."""
    asking: dict[str, Any] = {"days": days, "reason": "配件还没有到货"}
    return actions.ask_extension(case=case, actor=story.cast.actor(by), at=at or story.later(), **asking)


def decide(story: Story, case: Case, *, by: str = "chen", at: datetime | None = None, **given: Any) -> None:
    """The federation decides."""
    facts: dict[str, Any] = {"granted": True, "note": "", **given}
    actions.decide_extension(case=fresh(case), actor=story.cast.actor(by), at=at or story.later(), **facts)


def test_an_extension_moves_the_due_moment_and_all_that_repeats_it(story: Story) -> None:
    case = story.case("processing")
    due, rung = case.due_at, case.ladder_at
    assert due == moment("2026-03-11 18:00")
    ask(story, case)
    assert fresh(case).due_at == due
    decide(story, case)
    moved, later = fresh(case), moment("2026-03-16 18:00")
    assert (moved.due_at, moved.limit_at, moved.extended) == (later, later, True)
    assert rung < moved.ladder_at  # type: ignore[operator]
    row = Extension.objects.get(case=case)
    assert (row.due_before, row.due_after, row.granted) == (due, later, True)
    assert "已批准延期 3 个工作日。" in words(moved, "close", story.now)[1]
    assert {("liu", "extension_granted"), ("qian", "extended")} <= told(case)
    assert '"by":"2026-03-16 18:00"' in trail_of(case).get(verb="case.extend").facts


def test_more_time_is_asked_for_before_the_time_is_over(story: Story) -> None:
    late, at_the_last = story.case("processing"), story.case("processing")
    assert late.due_at
    assert at_the_last.due_at
    with pytest.raises(NotPossible):
        ask(story, late, at=late.due_at + timedelta(minutes=1))
    ask(story, at_the_last, at=at_the_last.due_at)
    decide(story, at_the_last, at=at_the_last.due_at + timedelta(days=1))
    assert fresh(at_the_last).due_at == moment("2026-03-16 18:00"), "what counts is when it was asked"


def test_a_case_is_extended_once(story: Story) -> None:
    case = story.case("processing")
    ask(story, case)
    with pytest.raises(NotPossible):
        ask(story, case)
    decide(story, case)
    for again in (ask, decide):
        with pytest.raises(NotPossible):
            again(story, fresh(case))


def test_a_refusal_says_why_and_leaves_the_time_as_it_was(story: Story) -> None:
    case = story.case("processing")
    ask(story, case)
    with pytest.raises(Invalid):
        decide(story, case, granted=False)
    decide(story, case, granted=False, note="配件本周可到")
    assert (fresh(case).due_at, fresh(case).extended) == (case.due_at, False)
    assert ("liu", "extension_denied") in told(case)
    ask(story, case)
    assert Extension.objects.filter(case=case, granted=None).count() == 1


@pytest.mark.parametrize(("grade", "days", "refusal"), [("normal", 6, Invalid), ("urgent", 1, NotPossible)])
def test_the_grade_says_how_far(story: Story, grade: str, days: int, refusal: type[Refusal]) -> None:
    case = story.received()
    story.step(case, "accept", grade=grade)
    for step in ("dispatch", "sign", "contact"):
        story.step(case, step)
    with pytest.raises(refusal):
        ask(story, case, days=days)


def test_a_major_case_is_extended_by_a_leader(story: Story) -> None:
    case = story.received()
    story.step(case, "accept", grade="major")
    for step in ("dispatch", "sign", "contact"):
        story.step(case, step)
    ask(story, case, days=30)
    assert {who for who, kind in told(case) if kind == "extension_asked"} == {"lu"}
    with pytest.raises(Forbidden):
        decide(story, case)
    decide(story, case, by="lu")
    assert fresh(case).extended


def test_an_assisting_unit_asks_for_nothing_in_the_leads_name(story: Story) -> None:
    case = story.case("processing")
    story.step(case, "assist")
    with pytest.raises(Forbidden):
        ask(story, case, by="wu")
    with pytest.raises(Forbidden):
        hold(story, case, by="wu")


def test_of_two_who_grant_at_once_one_wins_and_the_time_moves_once(committed: Cast) -> None:
    story = Story(committed)
    case = story.case("processing")
    ask(story, case)
    outcomes = together(*(partial(decide, Story(committed), case, by=who, at=story.now) for who in ("chen", "luo")))
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "NotPossible"], outcomes
    assert fresh(case).due_at == moment("2026-03-16 18:00")
    assert trail_of(case).filter(verb="case.extend").count() == 1


def test_what_was_asked_for_ends_with_the_clock_to_answer(story: Story) -> None:
    case = story.case("processing")
    ask(story, case)
    hold(story, case)
    story.step(case, "reply")
    assert Extension.objects.get(case=case).void
    assert Hold.objects.get(case=case).void
    with pytest.raises(NotPossible):
        decide(story, case)


# ---- hold


def hold(story: Story, case: Case, *, by: str = "liu", days: int = 30) -> Hold:
    """The unit asks for a hold."""
    asking: dict[str, Any] = {"reason": "变电站扩容列入明年计划", "review_on": story.now.date() + timedelta(days=days)}
    return actions.ask_hold(case=case, actor=story.cast.actor(by), at=story.later(), **asking)


def test_a_case_taken_up_again_has_the_time_that_was_left(story: Story) -> None:
    case = story.case("processing")
    due = clock(case, "close").due_at
    calendar, begin = calendar_of(case.federation), moment("2026-03-06 11:20")
    left = calendar.minutes_between(begin, due)
    story.step(case, "hold", at=begin)
    on_hold = fresh(case)
    assert (on_hold.stage, on_hold.held, on_hold.ladder_at, on_hold.due_clock) == ("on_hold", True, None, "hold")
    assert on_hold.due_at == moment("2026-04-05 18:00")
    assert words(case, "close", begin + timedelta(days=9))[0] == "暂停计时"
    end = moment("2026-04-08 16:05")
    story.step(case, "resume", at=end)
    again = fresh(case)
    assert again.due_at
    assert again.ladder_at
    assert calendar.minutes_between(end, again.due_at) == left
    assert (again.due_at, again.due_clock) == (again.limit_at, "close")
    assert Hold.objects.get(case=case).ended_at == end
    assert any("挂账" in line for line in words(again, "close", end)[1])
    story.step(again, "hold", at=end + timedelta(hours=1))
    assert fresh(case).stage == "on_hold", "it may have to wait a second time"


def test_steps_of_the_ladder_already_taken_are_not_taken_again_after_a_hold(story: Story) -> None:
    case = story.case("processing")
    row = clock(case, "close")
    facts: dict[str, Any] = {
        "federation": story.cast.lg,
        "case": case,
        "deadline": row,
        "reached_at": row.due_at,
        "act": "remind",
    }
    LadderMark.objects.create(code="amber", taken_at=row.due_at, **facts)
    story.step(case, "hold", at=moment("2026-03-06 10:00"))
    story.step(case, "resume", at=moment("2026-03-16 10:00"))
    assert fresh(case).ladder_at == fresh(case).due_at, "amber is taken; the letter comes at the due moment"


def test_a_hold_needs_a_leader_a_reason_and_a_date_that_lies_ahead(story: Story) -> None:
    case = story.case("processing")
    for days in (0, -3, 181):
        with pytest.raises(Invalid):
            hold(story, case, days=days)
    hold(story, case, days=180)
    assert ("lu", "hold_asked") in told(case)
    with pytest.raises(NotPossible):
        hold(story, case, by="chen")
    decided: dict[str, Any] = {"case": case, "at": story.now, "granted": True, "note": ""}
    with pytest.raises(Forbidden):
        actions.decide_hold(actor=story.cast.actor("chen"), **decided)
    lu = story.cast.actor("lu")
    with pytest.raises(Invalid):
        actions.decide_hold(actor=lu, review_on=story.now.date(), **decided)
    actions.decide_hold(actor=lu, review_on=date(2026, 5, 8), **decided)
    assert Hold.objects.get(case=case).review_on == date(2026, 5, 8)
    assert ("qian", "held") in told(case)


def test_when_the_date_of_a_hold_comes_people_are_told_once_for_each_date(story: Story) -> None:
    case = story.case("on_hold")
    assert case.due_at
    after = case.due_at + timedelta(minutes=1)
    assert [remind_of_holds(case.due_at), remind_of_holds(after), remind_of_holds(after)] == [0, 1, 0]
    assert {who for who, kind in told(case) if kind == "hold_review"} == {"chen", "luo", "lu"}
    story.step(case, "hold_on", at=after, review_on=date(2026, 6, 1))
    renewed = fresh(case)
    assert renewed.due_at == moment("2026-06-01 18:00")
    assert Hold.objects.get(case=case).renewed == 1
    assert [remind_of_holds(after), remind_of_holds(moment("2026-06-02 09:00"))] == [0, 1]
    with pytest.raises(Invalid):
        story.step(case, "hold_on", at=after, review_on=date(2026, 6, 1))


def test_a_clock_set_back_while_on_hold_costs_nobody_time(story: Story) -> None:
    case = story.case("processing")
    due = case.due_at
    story.step(case, "hold", at=moment("2026-03-06 15:00"))
    story.step(case, "resume", at=moment("2026-03-06 09:00"))
    assert fresh(case).due_at == due


def test_a_case_that_leaves_its_unit_while_on_hold_leaves_no_hold_behind(story: Story) -> None:
    for step in ("withdraw", "recall", "merge"):
        case = story.case("on_hold")
        story.step(case, step)
        assert not Hold.objects.filter(case=case, ended_at=None), step
        assert not [still for still in standstills(case) if still.end_at is None], step
