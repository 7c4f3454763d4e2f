"""The clocks of a case on real dates: holidays, make-up days, late hours, promises of channels, own limits."""

from datetime import date, datetime

import pytest

from tests.cast import Cast, moment
from tests.story import Story
from zhilian.cases.models import Case, Deadline, TimeLimit
from zhilian.cases.present import explained
from zhilian.core.models import CalendarDay
from zhilian.core.queries import calendar_of
from zhilian.kit.worktime import official

# Spring Festival 2026: off from Sunday 15 to Monday 23 February; Saturday 14 and Saturday 28 February are worked.
EVE_OF_FESTIVAL = "2026-02-13 10:00"


def due(case: Case, clock: str) -> datetime:
    """When the latest clock of this kind is due."""
    return Deadline.objects.filter(case=case, clock=clock).latest("id").due_at


@pytest.mark.parametrize(
    ("received", "until"),
    [
        ("2026-03-04 10:00", "2026-03-05 18:00"),  # one working day: the closing of the next
        ("2026-03-04 17:30", "2026-03-05 18:00"),  # the cut-off itself still counts today
        ("2026-03-04 17:31", "2026-03-06 18:00"),  # after it, tomorrow is the day of receipt
        ("2026-03-06 20:00", "2026-03-10 18:00"),  # Friday evening
        ("2026-03-07 09:00", "2026-03-10 18:00"),  # Saturday
        ("2026-02-13 10:00", "2026-02-14 18:00"),  # Friday before the festival: Saturday is worked
        ("2026-02-14 10:00", "2026-02-24 18:00"),  # that Saturday: the festival lies between
        ("2026-02-17 10:00", "2026-02-25 18:00"),  # New Year's day itself
        ("2026-02-27 10:00", "2026-02-28 18:00"),  # the second make-up Saturday
    ],
)
def test_acceptance_is_due_within_a_working_day(cast: Cast, received: str, until: str) -> None:
    assert Story(cast, moment(received)).received().due_at == moment(until)


def test_the_whole_way_over_spring_festival(cast: Cast) -> None:
    story = Story(cast, moment(EVE_OF_FESTIVAL))
    case = story.received()
    story.step(case, "accept", at=moment("2026-02-14 16:00"))
    assert due(case, "dispatch") == moment("2026-02-24 10:30")  # 210 working minutes, 120 of them on the 14th
    story.step(case, "dispatch", at=moment("2026-02-24 09:30"))
    assert due(case, "sign") == due(case, "contact") == moment("2026-02-25 18:00")
    assert due(case, "close") == moment("2026-02-28 18:00")  # five working days from acceptance, the 28th is worked
    story.step(case, "sign", at=moment("2026-02-24 15:00"))
    assert case.due_at == moment("2026-02-25 18:00")
    story.step(case, "contact", at=moment("2026-02-25 09:00"))
    assert (case.due_clock, case.due_at) == ("close", moment("2026-02-28 18:00"))
    story.step(case, "reply", at=moment("2026-02-28 11:00"))
    assert case.due_at == moment("2026-03-02 18:00")
    story.step(case, "review_pass", at=moment("2026-03-02 09:30"))
    assert case.due_at == moment("2026-03-09 18:00")
    story.step(case, "rate_rework", at=moment("2026-03-05 18:30"))
    assert (case.due_clock, case.due_at) == ("close", moment("2026-03-11 18:00"))  # three days from Friday the 6th
    assert {row.met_at is None for row in Deadline.objects.filter(case=case).exclude(basis="rework")} == {False}


def test_answering_counts_from_acceptance_not_from_dispatch(story: Story) -> None:
    case = story.received()
    story.step(case, "accept", at=moment("2026-03-04 10:00"))
    story.step(case, "dispatch", at=moment("2026-03-09 10:00"))
    assert due(case, "close") == moment("2026-03-11 18:00")


def test_a_reopened_case_counts_from_its_reopening(story: Story) -> None:
    case = story.received()
    story.step(case, "answer_at_once", at=moment("2026-03-04 10:00"))
    story.step(case, "rate_reopen", at=moment("2026-03-10 10:00"))
    assert (case.due_clock, case.due_at) == ("dispatch", moment("2026-03-10 15:30"))
    story.step(case, "dispatch", at=moment("2026-03-10 11:00"))
    assert due(case, "close") == moment("2026-03-17 18:00")
    story.step(case, "return", at=moment("2026-03-11 10:00"))
    story.step(case, "dispatch", unit=story.cast.unit("RSJ"), at=moment("2026-03-11 11:00"))
    assert due(case, "close") == moment("2026-03-17 18:00")


def test_returning_to_the_desk_does_not_give_the_next_unit_more_time(story: Story) -> None:
    case = story.case("dispatched")
    first = due(case, "close")
    story.step(case, "return", at=moment("2026-03-05 16:00"))
    assert (case.due_clock, case.due_at) == ("dispatch", moment("2026-03-06 10:30"))
    story.step(case, "dispatch", unit=story.cast.unit("RSJ"), at=moment("2026-03-05 17:00"))
    assert due(case, "close") == first
    assert due(case, "sign") == moment("2026-03-06 18:00")


@pytest.mark.parametrize(
    ("grade", "dispatch", "sign", "close"),
    [
        ("urgent", "2026-03-04 10:30", "2026-03-04 12:00", "2026-03-06 18:00"),
        ("simple", "2026-03-04 15:30", "2026-03-05 18:00", "2026-03-05 18:00"),
        ("normal", "2026-03-04 15:30", "2026-03-05 18:00", "2026-03-11 18:00"),
        ("complex", "2026-03-05 18:00", "2026-03-05 18:00", "2026-03-25 18:00"),
        ("major", "2026-03-05 18:00", "2026-03-05 18:00", "2026-04-16 18:00"),  # 清明 lies between: 6 April is free
    ],
)
def test_the_grade_sets_the_limits(story: Story, grade: str, dispatch: str, sign: str, close: str) -> None:
    case = story.received()
    story.step(case, "accept", grade=grade, at=moment("2026-03-04 10:00"))
    assert case.due_at == moment(dispatch)
    story.step(case, "dispatch", at=moment("2026-03-04 10:00"))
    assert case.due_at == moment(sign)
    assert due(case, "close") == moment(close)


def test_a_channels_promise_holds_where_it_is_earlier_than_the_grade(story: Story) -> None:
    case = story.case("accepted")  # accepted on the 4th at 10:10
    story.step(case, "dispatch", channel=story.cast.channel(1), at=moment("2026-03-04 11:30"))
    clocks = {row.clock: (row.basis, row.due_at) for row in Deadline.objects.filter(case=case)}
    assert clocks["sign"] == clocks["contact"] == ("channel", moment("2026-03-04 14:30"))  # an hour, lunch between
    assert clocks["close"] == ("channel", moment("2026-03-09 18:00"))


def test_a_generous_promise_does_not_stretch_the_grades_limit(story: Story) -> None:
    case = story.case("accepted")
    story.step(case, "dispatch", channel=story.cast.channel(2), unit=story.cast.unit("RSJ"))
    assert Deadline.objects.get(case=case, clock="close").basis == "grade"
    assert due(case, "close") == moment("2026-03-11 18:00")


def test_a_channels_promise_counts_from_dispatch_the_grade_from_acceptance(story: Story) -> None:
    case = story.received()
    story.step(case, "accept", at=moment("2026-03-04 10:00"))
    story.step(case, "dispatch", channel=story.cast.channel(1), at=moment("2026-03-10 10:00"))
    assert due(case, "close") == moment("2026-03-11 18:00"), "three days promised on the 10th would be the 13th"


def test_a_district_sets_its_own_limit_from_a_day_on(story: Story) -> None:
    TimeLimit.objects.create(
        federation=story.cast.lg,
        grade="normal",
        clock="accept",
        amount=120,
        unit="minutes",
        valid_from=date(2026, 3, 4),
        valid_to=date(2026, 3, 4),
    )
    assert story.received().due_at == moment("2026-03-04 12:00")
    assert story.received(by="ba_fang").due_at == moment("2026-03-05 18:00")
    story.later(days=1)
    assert story.received().due_at == moment("2026-03-06 18:00")


def test_a_typhoon_day_of_the_district_does_not_count(story: Story) -> None:
    CalendarDay.objects.create(federation=story.cast.lg, date=date(2026, 3, 5), is_workday=False, note="台风停工")
    assert story.received().due_at == moment("2026-03-06 18:00")
    assert story.received(by="ba_fang").due_at == moment("2026-03-05 18:00")


def test_every_stored_deadline_can_say_how_it_came_about(cast: Cast) -> None:
    story = Story(cast, moment(EVE_OF_FESTIVAL))
    case = story.case("rework")
    rows = list(Deadline.objects.filter(case=case))
    assert {row.clock for row in rows} == {"accept", "dispatch", "sign", "contact", "close", "review", "rate"}
    for row in rows:
        told = explained(row, story.now, calendar_of(cast.lg), "zh-hans").steps
        day = row.due_at.astimezone(story.now.tzinfo)
        assert f"到期：{day.year}年{day.month}月{day.day}日 {day:%H:%M}" in told
    (answering,) = [row for row in rows if (row.clock, row.basis) == ("close", "grade")]
    close = explained(answering, story.now, calendar_of(cast.lg), "zh-hans").steps
    assert "2月14日（周六）调休上班，计 1 天" in close
    assert any("春节放假，不计" in line for line in close)


def test_a_year_without_an_official_arrangement_is_counted_and_says_so(cast: Cast) -> None:
    year = official.LAST_YEAR + 1
    story = Story(cast, moment(f"{year}-03-01 10:00"))
    row = Deadline.objects.get(case=story.received())
    told = explained(row, story.now, calendar_of(cast.lg), "zh-hans").steps
    assert f"{year}年官方放假安排尚未公布，按周一至周五计算" in told


def test_a_clock_that_was_met_late_says_so(story: Story) -> None:
    case = story.received()
    story.step(case, "accept", at=moment("2026-03-09 10:00"))
    row = Deadline.objects.get(case=case, clock="accept")
    chip = explained(row, moment("2026-03-10 10:00"), calendar_of(story.cast.lg), "zh-hans")
    assert chip.state == "late"
