"""Working time: official arrangements, local rows, minutes, deadlines and their explanations."""

from __future__ import annotations

import time as clock
from datetime import UTC, date, datetime, time, timedelta

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhilian.kit.worktime import SHANGHAI, Limit, StepKind, WorkCalendar, deadline, explain

PLAIN = WorkCalendar()


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI)  # type: ignore[arg-type, misc]


# --- days


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2022-04-20", 5, "2022-04-26"),
        ("2022-04-29", 1, "2022-05-05"),
        ("2022-04-29", 5, "2022-05-10"),
        ("2022-09-30", 3, "2022-10-10"),
        ("2025-01-24", 5, "2025-02-07"),
        ("2025-09-30", 1, "2025-10-09"),
        ("2026-02-12", 5, "2026-02-26"),
        ("2026-02-13", 3, "2026-02-25"),
        ("2026-04-30", 5, "2026-05-11"),
    ],
)
def test_working_days_are_added_around_holidays_and_make_up_days(start: str, n: int, end: str) -> None:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    assert PLAIN.add_workdays(first, n) == last
    assert PLAIN.workdays_between(first, last) == n
    assert PLAIN.workdays_between(last, first) == -n


@pytest.mark.parametrize("day", ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"])
def test_make_up_days_of_2026_are_worked(day: str) -> None:
    assert PLAIN.is_workday(date.fromisoformat(day))


@pytest.mark.parametrize("year", range(2018, 2027))
def test_a_second_package_agrees_on_every_day(year: int) -> None:
    other = holidays.country_holidays("CN", years=year)
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    assert [day for day in days if other.is_working_day(day) != PLAIN.is_workday(day)] == []


def test_adding_no_days_stays_and_taking_away_is_refused() -> None:
    assert PLAIN.add_workdays(date(2026, 5, 2), 0) == date(2026, 5, 2)
    with pytest.raises(ValueError, match="taken away"):
        PLAIN.add_workdays(date(2026, 5, 2), -1)


def test_an_unpublished_year_counts_weekdays_and_says_so() -> None:
    assert PLAIN.is_workday(date(2027, 10, 1))
    assert not PLAIN.is_workday(date(2027, 10, 2))
    assert not PLAIN.known(date(2027, 10, 1))
    assert PLAIN.known(date(2026, 10, 1))
    assert WorkCalendar({date(2027, 10, 1): False}).known(date(2027, 10, 1))


def test_a_local_row_wins_over_the_official_table() -> None:
    typhoon = WorkCalendar({date(2026, 9, 23): False, date(2026, 10, 1): True})
    assert typhoon.add_workdays(date(2026, 9, 22), 1) == date(2026, 9, 24)
    assert typhoon.workdays_between(date(2026, 9, 30), date(2026, 10, 8)) == 2


# --- minutes, against a walk minute by minute

local_rows = st.dictionaries(
    st.dates(date(2026, 9, 15), date(2026, 10, 15)), st.booleans(), max_size=4
)  # around the longest holiday
moments = st.datetimes(datetime(2026, 9, 18), datetime(2026, 10, 12), timezones=st.just(SHANGHAI)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
day_hours = st.sampled_from(
    [
        ((time(9), time(12)), (time(14), time(18))),
        ((time(8, 30), time(17)),),
        ((time(9), time(10)), (time(10, 30), time(11, 15)), (time(20), time(23, 59))),
    ]
)
calendars = st.builds(WorkCalendar, local_rows, day_hours)


def works(calendar: WorkCalendar, moment: datetime) -> bool:
    inside = any(opens <= moment.time() < closes for opens, closes in calendar.hours)
    return inside and calendar.is_workday(moment.date())


def walk(calendar: WorkCalendar, moment: datetime, minutes: int) -> datetime:
    step = timedelta(minutes=1)
    while minutes > 0:
        minutes -= works(calendar, moment)
        moment += step
    while minutes < 0:
        moment -= step
        minutes += works(calendar, moment)
    return moment


@settings(max_examples=150, deadline=None)
@given(calendars, moments, st.integers(-900, 900))
def test_adding_minutes_is_the_same_as_walking(calendar: WorkCalendar, moment: datetime, minutes: int) -> None:
    assert calendar.add_minutes(moment, minutes) == walk(calendar, moment, minutes)


@settings(max_examples=300, deadline=None)
@given(calendars, moments, st.integers(-5000, 5000))
def test_adding_and_counting_are_inverse(calendar: WorkCalendar, moment: datetime, minutes: int) -> None:
    end = calendar.add_minutes(moment, minutes)
    assert calendar.minutes_between(moment, end) == minutes
    assert calendar.minutes_between(end, moment) == -minutes


@settings(max_examples=300, deadline=None)
@given(calendars, moments, moments, moments)
def test_counting_adds_up(calendar: WorkCalendar, a: datetime, b: datetime, c: datetime) -> None:
    between = calendar.minutes_between
    assert between(a, b) + between(b, c) == between(a, c)


@settings(max_examples=200, deadline=None)
@given(calendars, moments)
def test_the_next_opening_is_the_first_working_minute(calendar: WorkCalendar, moment: datetime) -> None:
    found = moment
    while not works(calendar, found):
        found += timedelta(minutes=1)
    assert calendar.next_opening(moment) == found
    assert calendar.is_open(found)


@given(st.dates(date(2003, 1, 1), date(2030, 1, 1)), st.integers(1, 300))
def test_adding_days_is_the_same_as_stepping(day: date, n: int) -> None:
    end = PLAIN.add_workdays(day, n)
    days = [day + timedelta(days=k) for k in range(1, (end - day).days + 1)]
    assert PLAIN.is_workday(end)
    assert sum(PLAIN.is_workday(each) for each in days) == n


def test_a_walk_that_uses_up_the_day_ends_with_the_day() -> None:
    assert PLAIN.add_minutes(at(2026, 4, 20, 9), PLAIN.minutes_per_day) == at(2026, 4, 20, 18)
    assert PLAIN.add_minutes(at(2026, 4, 20, 11), 60) == at(2026, 4, 20, 12)
    assert PLAIN.add_minutes(at(2026, 4, 20, 11), 61) == at(2026, 4, 20, 14, 1)


def test_seconds_are_kept_and_part_minutes_dropped() -> None:
    assert PLAIN.add_minutes(at(2026, 4, 20, 9, 0, 30), 5) == at(2026, 4, 20, 9, 5, 30)
    assert PLAIN.minutes_between(at(2026, 4, 20, 9), at(2026, 4, 20, 9, 0, 59)) == 0
    assert PLAIN.minutes_between(at(2026, 4, 20, 9, 0, 59), at(2026, 4, 20, 9)) == 0


def test_other_time_zones_are_understood_and_naive_ones_refused() -> None:
    assert PLAIN.add_minutes(datetime(2026, 4, 20, 1, tzinfo=UTC), 30) == at(2026, 4, 20, 9, 30)
    with pytest.raises(ValueError, match="time zone"):
        PLAIN.minutes_between(datetime(2026, 4, 20), at(2026, 4, 20))


@pytest.mark.parametrize("hours", [(), ((time(12), time(9)),), ((time(9), time(12)), (time(12), time(13)))])
def test_muddled_hours_are_refused(hours: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(ValueError, match="ascending"):
        WorkCalendar(hours=hours)


def test_a_page_of_rows_costs_almost_nothing() -> None:
    a, b = at(2026, 1, 5, 10), at(2026, 9, 30, 16)
    began = clock.perf_counter()
    for minutes in range(1000):
        PLAIN.minutes_between(a, b)
        PLAIN.add_minutes(a, minutes)
    assert clock.perf_counter() - began < 0.2  # 2000 calls; about 0.015 s on an idle machine


# --- deadlines


def due(start: datetime, limit: Limit, calendar: WorkCalendar = PLAIN) -> datetime:
    return deadline(start, limit, calendar).due_at


def test_days_end_with_the_closing_hour_of_the_last_day() -> None:
    assert due(at(2022, 4, 29, 15), Limit(5, "days")) == at(2022, 5, 10, 18)


def test_the_cut_off_itself_is_still_in_time_and_a_minute_later_is_not() -> None:
    assert due(at(2026, 4, 20, 17, 30), Limit(1, "days")) == at(2026, 4, 21, 18)
    late = deadline(at(2026, 4, 20, 17, 31), Limit(1, "days"), PLAIN)
    assert late.begins == at(2026, 4, 21, 9)
    assert late.due_at == at(2026, 4, 22, 18)


def test_minutes_begin_when_the_office_opens() -> None:
    assert due(at(2026, 4, 20, 17), Limit(120, "minutes")) == at(2026, 4, 21, 10)
    assert due(at(2026, 4, 20, 17, 45), Limit(120, "minutes")) == at(2026, 4, 21, 11)
    assert due(at(2026, 4, 20, 12, 40), Limit(120, "minutes")) == at(2026, 4, 20, 16)
    assert due(at(2026, 4, 18, 10), Limit(120, "minutes")) == at(2026, 4, 20, 11)


@pytest.mark.parametrize(("amount", "unit"), [(0, "days"), (-1, "minutes"), (1, "weeks")])
def test_a_limit_is_at_least_one_of_a_known_unit(amount: int, unit: str) -> None:
    with pytest.raises(ValueError, match="at least one"):
        Limit(amount, unit)  # type: ignore[arg-type]


@settings(deadline=None)
@given(moments, moments, st.integers(1, 40), st.sampled_from(["days", "minutes"]))
def test_received_later_is_never_due_earlier(a: datetime, b: datetime, amount: int, unit: str) -> None:
    limit = Limit(amount, unit)  # type: ignore[arg-type]
    first, second = sorted((a, b))
    assert due(first, limit) <= due(second, limit)


def test_the_explanation_names_holiday_make_up_day_and_due_moment() -> None:
    found = deadline(at(2022, 4, 29, 15), Limit(5, "days"), PLAIN)
    assert explain(found) == [
        "4月29日（周五）15:00 起算，限 5 个工作日",
        "4月30日—5月4日 劳动节放假，不计",
        "5月7日（周六）调休上班，计 1 天",
        "5月8日（周日）周末，不计",
        "到期：2022年5月10日 18:00",
    ]
    assert explain(found, "en") == [
        "Counted from Fri 29 Apr, 15:00; limit 5 working days",
        "30 Apr – 4 May: Labour Day, not counted",
        "Sat 7 May: make-up working day, counts as 1 day",
        "Sun 8 May: weekend, not counted",
        "Due: 10 May 2022, 18:00",
    ]


def test_the_explanation_names_both_holidays_of_a_joined_week() -> None:
    lines = explain(deadline(at(2025, 9, 30, 17, 40), Limit(1, "days"), PLAIN))
    assert lines[1] == "收到时已过当日截止时间，自10月9日（周四）09:00 起算"
    assert lines[2] == "10月1日—10月8日 国庆节、中秋节放假，不计"


def test_an_unpublished_year_is_said_in_the_explanation() -> None:
    found = deadline(at(2026, 12, 30, 10), Limit(5, "days"), PLAIN)
    assert found.unknown_years == (2027,)
    assert explain(found)[-1] == "2027年官方放假安排尚未公布，按周一至周五计算"
    assert explain(found)[-2] == "到期：2027年1月6日 18:00"


def test_a_local_row_is_said_in_the_explanation() -> None:
    calendar = WorkCalendar({date(2026, 9, 23): False, date(2026, 9, 26): True})
    found = deadline(at(2026, 9, 22, 10), Limit(3, "days"), calendar)
    kinds = [step.kind for step in found.steps]
    assert StepKind.LOCAL_REST in kinds
    assert StepKind.LOCAL_WORK in kinds
    assert "9月23日（周三）本地放假（停工），不计" in explain(found)
    assert explain(found, "en-gb")[1] == "Wed 23 Sep: local rest day, not counted"


def test_minutes_and_moves_have_sentences_in_both_languages() -> None:
    saturday = deadline(at(2026, 4, 18, 10), Limit(120, "minutes"), PLAIN)
    assert explain(saturday)[:2] == [
        "4月18日（周六）10:00 收到，限 2 个工作小时",
        "收到时为休息日，自4月20日（周一）09:00 起算",
    ]
    lunch = deadline(at(2026, 4, 20, 12, 40), Limit(90, "minutes"), PLAIN)
    assert explain(lunch, "en")[:2] == [
        "Received on Mon 20 Apr, 12:40; limit 90 working minutes",
        "Outside office hours; counted from Mon 20 Apr, 14:00",
    ]
