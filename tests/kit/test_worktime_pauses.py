"""Clocks that stand still for a while: moved deadlines, what is used, the ladder's days, the calendar's fingerprint."""

from __future__ import annotations

import time as clock
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhilian.kit.worktime import (
    SHANGHAI,
    Limit,
    Pause,
    WorkCalendar,
    after_due,
    deadline,
    due_at,
    due_with_pauses,
    explain_pauses,
    moment_at,
    paused_minutes,
    used_minutes,
)

PLAIN = WorkCalendar()
HOUR = Limit(60, "minutes")
DAYS = Limit(2, "days")


def at(*parts: int) -> datetime:
    return datetime(2026, *parts, tzinfo=SHANGHAI)  # type: ignore[arg-type, misc]


MONDAY = at(4, 20, 10)


def due(limit: Limit, *pauses: Pause, start: datetime = MONDAY, calendar: WorkCalendar = PLAIN) -> datetime | None:
    return due_with_pauses(start, limit, calendar, pauses)


# --- the moved deadline


def test_a_limit_in_minutes_ends_later_by_the_paused_working_time() -> None:
    assert due(HOUR, Pause(at(4, 20, 10, 30), at(4, 20, 11))) == at(4, 20, 11, 30)
    assert due(HOUR, Pause(at(4, 20, 10, 30), at(4, 22, 9))) == at(4, 22, 9, 30)


def test_a_limit_in_days_walks_on_from_its_closing_hour() -> None:
    assert due(DAYS, Pause(at(4, 20, 11), at(4, 20, 14, 30))) == at(4, 23, 10, 30)
    assert due(DAYS, Pause(at(4, 20, 11), at(4, 21, 11))) == at(4, 23, 18)


def test_a_pause_over_a_weekend_counts_friday_and_monday_only() -> None:
    assert due(DAYS, Pause(at(4, 24, 17), at(4, 27, 10)), start=at(4, 23, 10)) == at(4, 28, 11)


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        (at(4, 18, 8), at(4, 19, 20)),
        (at(4, 20, 12), at(4, 20, 14)),
        (at(4, 20, 18), at(4, 21, 9)),
        (at(4, 17, 9), at(4, 20, 10)),
        (at(4, 22, 18), at(4, 28, 9)),
        (at(4, 21, 11), at(4, 21, 10)),
    ],
    ids=["weekend", "lunch", "night", "before it counts", "after it was due", "the clock was set back"],
)
def test_a_pause_outside_the_working_time_that_counts_changes_nothing(begin: datetime, end: datetime) -> None:
    assert due(DAYS, Pause(begin, end)) == due_at(MONDAY, DAYS, PLAIN) == at(4, 22, 18)
    assert used_minutes(MONDAY, DAYS, PLAIN, [Pause(begin, end)], at(4, 22, 18)) == (1200, 1200)


def test_two_overlapping_pauses_count_once() -> None:
    both = Pause(at(4, 20, 10, 10), at(4, 20, 10, 40)), Pause(at(4, 20, 10, 20), at(4, 20, 10, 50))
    assert due(HOUR, *both) == due(HOUR, *reversed(both)) == at(4, 20, 11, 40)
    assert paused_minutes(both, at(4, 20, 10), at(4, 20, 18), PLAIN) == 40
    inside = Pause(at(4, 20, 10, 20), at(4, 20, 10, 30))
    assert due(HOUR, both[0], inside) == due(HOUR, both[0])


def test_a_pause_in_the_added_part_counts_too() -> None:
    first, second = Pause(at(4, 20, 10, 30), at(4, 20, 11)), Pause(at(4, 20, 11, 15), at(4, 20, 11, 45))
    assert due(HOUR, second) == at(4, 20, 11)
    assert due(HOUR, first, second) == at(4, 20, 12)


def test_an_open_pause_stops_the_clock_unless_it_came_after_the_due_moment() -> None:
    assert due(HOUR, Pause(at(4, 20, 10, 59), None)) is None
    assert due(HOUR, Pause(at(4, 17, 9), None)) is None
    assert due(HOUR, Pause(at(4, 20, 11), None)) == at(4, 20, 11)
    assert due(DAYS, Pause(at(4, 25, 9), None)) == at(4, 22, 18)
    assert due(HOUR, Pause(at(4, 20, 10, 30), at(4, 20, 10, 40)), Pause(at(4, 20, 11, 5), None)) is None


def test_submitted_after_the_cut_off_a_pause_in_the_evening_costs_nothing_and_one_next_morning_does() -> None:
    assert due(HOUR, Pause(at(4, 20, 17, 40), at(4, 21, 9)), start=at(4, 20, 17, 31)) == at(4, 21, 10)
    assert due(HOUR, Pause(at(4, 20, 17, 40), at(4, 21, 9, 20)), start=at(4, 20, 17, 31)) == at(4, 21, 10, 20)


def test_a_typhoon_day_inside_a_pause_is_not_paused_time() -> None:
    typhoon = WorkCalendar({date(2026, 4, 21): False})
    pause = Pause(at(4, 20, 17), at(4, 22, 10))
    assert paused_minutes([pause], MONDAY, at(4, 24, 18), typhoon) == 120
    assert due(DAYS, pause, calendar=typhoon) == at(4, 24, 11)
    assert due(DAYS, pause) == at(4, 24, 11)  # a day less to wait, a day more paused


def test_a_make_up_saturday_is_paused_time_and_takes_up_what_was_paused() -> None:
    friday = at(2, 13, 10)
    assert due(Limit(1, "days"), Pause(at(2, 14, 9), at(2, 14, 12)), start=friday) == at(2, 24, 12)
    assert due(DAYS, Pause(at(2, 26, 9), at(2, 27, 9)), start=at(2, 25, 10)) == at(2, 28, 18)
    assert due(DAYS, Pause(at(2, 26, 9), at(2, 27, 11)), start=at(2, 25, 10)) == at(3, 2, 11)
    assert due(HOUR, Pause(at(2, 13, 10), at(2, 14, 9)), start=friday) == at(2, 14, 10)


def test_a_year_that_is_not_published_counts_weekdays() -> None:
    new_year = datetime(2027, 1, 1, 10, tzinfo=SHANGHAI)
    assert due(HOUR, Pause(at(12, 31, 9), new_year), start=at(12, 30, 17, 30)) == new_year + timedelta(minutes=30)


# --- exactness


def test_seconds_of_a_pause_move_the_deadline_by_seconds() -> None:
    assert due(HOUR, Pause(at(4, 20, 10, 30), at(4, 20, 10, 30, 20, 5))) == at(4, 20, 11, 0, 20, 5)
    halves = [Pause(at(4, 20, 10, n), at(4, 20, 10, n, 30)) for n in (1, 2, 3)]
    assert paused_minutes(halves, MONDAY, at(4, 20, 11), PLAIN) == 1
    assert due(HOUR, *halves) == at(4, 20, 11, 1, 30)


around = st.datetimes(datetime(2026, 9, 15), datetime(2026, 10, 15), timezones=st.just(SHANGHAI))
limits = st.builds(Limit, st.integers(1, 30), st.just("days")) | st.builds(
    Limit, st.integers(1, 4000), st.just("minutes")
)
stops = st.lists(st.builds(Pause, around, around), max_size=4)


@settings(max_examples=200, deadline=None)
@given(around, limits, stops, st.floats(0, 1), st.floats(0, 1))
def test_when_due_all_is_used_and_a_microsecond_before_not_yet(
    start: datetime, limit: Limit, pauses: list[Pause], a: float, b: float
) -> None:
    end = due_with_pauses(start, limit, PLAIN, pauses)
    assert end is not None
    used, total = used_minutes(start, limit, PLAIN, pauses, end)
    assert used == total
    assert end >= due_at(start, limit, PLAIN)
    before, _ = used_minutes(start, limit, PLAIN, pauses, end - timedelta(microseconds=1))
    assert before == total - 1 if limit.unit == "minutes" else before <= total
    moments = [moment_at(start, limit, PLAIN, pauses, share) for share in sorted([0, a, b, 1])]
    assert moments == sorted(moments, key=lambda moment: moment or start)
    assert (moments[0], moments[-1]) == (deadline(start, limit, PLAIN).begins, end)


@settings(max_examples=200, deadline=None)
@given(around, limits, stops, around)
def test_a_pause_cut_in_two_anywhere_moves_as_much(
    start: datetime, limit: Limit, pauses: list[Pause], cut: datetime
) -> None:
    whole = [pause for pause in pauses if pause.begin <= cut and (pause.end or cut) >= cut]
    parts = [part for pause in whole for part in (Pause(pause.begin, cut), Pause(cut, pause.end))]
    assert due_with_pauses(start, limit, PLAIN, parts) == due_with_pauses(start, limit, PLAIN, whole)


def test_other_time_zones_are_understood_and_naive_moments_refused() -> None:
    pause = Pause(datetime(2026, 4, 20, 2, 30, tzinfo=UTC), datetime(2026, 4, 20, 3, tzinfo=UTC))
    assert due(HOUR, pause, start=datetime(2026, 4, 20, 2, tzinfo=UTC)) == at(4, 20, 11, 30)
    with pytest.raises(ValueError, match="time zone"):
        due(HOUR, Pause(datetime(2026, 4, 20, 10), None))


# --- what is used, and the ladder


def test_used_is_nothing_before_it_counts_and_more_than_all_when_late() -> None:
    evening = at(4, 20, 17, 40)
    assert used_minutes(evening, HOUR, PLAIN, [], at(4, 20, 17, 50)) == (0, 60)
    assert used_minutes(evening, HOUR, PLAIN, [], at(4, 21, 9, 45)) == (45, 60)
    assert used_minutes(evening, HOUR, PLAIN, [Pause(at(4, 21, 9, 30), None)], at(4, 21, 12)) == (30, 60)
    assert used_minutes(evening, HOUR, PLAIN, [], at(4, 21, 11)) == (120, 60)


def test_three_quarters_are_reached_later_by_what_was_paused_before() -> None:
    limit = Limit(420, "minutes")
    assert moment_at(at(4, 20, 9), limit, PLAIN, [], 0.75) == at(4, 20, 16, 15)
    assert moment_at(at(4, 20, 9), limit, PLAIN, [Pause(at(4, 20, 10), at(4, 20, 16))], 0.75) == at(4, 21, 11, 15)
    assert moment_at(at(4, 20, 9), limit, PLAIN, [Pause(at(4, 20, 17), None)], 0.75) == at(4, 20, 16, 15)
    assert moment_at(at(4, 20, 9), limit, PLAIN, [Pause(at(4, 20, 16), None)], 0.75) is None
    with pytest.raises(ValueError, match="negative"):
        moment_at(MONDAY, HOUR, PLAIN, [], -0.1)


def test_steps_of_the_ladder_are_working_days_after_the_due_moment() -> None:
    assert after_due(at(4, 30, 18), 1, PLAIN) == at(5, 6, 18)
    assert [after_due(at(4, 30, 10, 30), days, PLAIN) for days in (0, 3, 5)] == [
        at(4, 30, 10, 30),
        at(5, 8, 10, 30),
        at(5, 11, 10, 30),
    ]


# --- the fingerprint


def test_the_fingerprint_changes_with_all_that_can_move_a_deadline_and_with_nothing_else() -> None:
    same = [WorkCalendar(), WorkCalendar({date(2026, 4, 20): True, date(2026, 10, 1): False})]
    other = [
        WorkCalendar({date(2026, 9, 24): False}),
        WorkCalendar({date(2026, 9, 23): False}),
        WorkCalendar({date(2026, 10, 1): True}),
        WorkCalendar({date(2031, 10, 1): False}),
        WorkCalendar(hours=((time(9), time(12)), (time(14), time(17, 30)))),
        WorkCalendar(cutoff=time(17)),
    ]
    prints = {calendar.fingerprint() for calendar in other}
    assert {calendar.fingerprint() for calendar in same} == {PLAIN.fingerprint()}
    assert len(prints | {PLAIN.fingerprint()}) == len(other) + 1
    assert all(len(each) == 16 and int(each, 16) for each in prints)


def test_the_fingerprint_changes_with_the_official_table(monkeypatch: pytest.MonkeyPatch) -> None:
    before = PLAIN.fingerprint()
    monkeypatch.setattr("zhilian.kit.worktime.official.EXCEPTIONS", {date(2027, 2, 5).toordinal(): -1})
    assert WorkCalendar().fingerprint() != before


# --- in words


def test_the_explanation_tells_each_pause_its_reason_and_the_new_date() -> None:
    found = deadline(MONDAY, DAYS, PLAIN)
    hold = Pause(at(4, 22, 17), at(4, 24, 10, 30))
    reasons = [(hold, "挂账"), (Pause(at(4, 20, 11), at(4, 21, 11)), "等待补充材料")]
    assert explain_pauses(found, reasons, PLAIN) == [
        "4月20日（周一）11:00 至 4月21日（周二）11:00 暂停计时（工作时间 7 小时）：等待补充材料",
        "4月22日（周三）17:00 至 4月24日（周五）10:30 暂停计时（工作时间 9 小时 30 分钟）：挂账",
        "4月25日—4月26日 周末，不计",
        "共暂停工作时间 16 小时 30 分钟，顺延后到期：2026年4月27日 11:30",
    ]
    assert explain_pauses(found, [(hold, "on hold")], PLAIN, "en") == [
        "Paused from Wed 22 Apr, 17:00 to Fri 24 Apr, 10:30 (9 working hours 30 minutes): on hold",
        "Paused for 9 working hours 30 minutes in all. Due: 24 Apr 2026, 11:30",
    ]


def test_the_explanation_of_a_clock_that_still_stands_names_no_date() -> None:
    found = deadline(MONDAY, DAYS, PLAIN)
    still = [(Pause(at(4, 21, 9), None), "")]
    assert explain_pauses(found, still, PLAIN) == [
        "4月21日（周二）09:00 起暂停计时，尚未恢复",
        "恢复计时后，到期时间相应顺延",
    ]
    assert explain_pauses(found, still, PLAIN, "en") == [
        "Paused since Tue 21 Apr, 09:00, not yet running again",
        "The due date moves accordingly once the clock runs again",
    ]


def test_the_explanation_warns_of_an_unpublished_year_the_pause_leads_into() -> None:
    found = deadline(at(12, 28, 10), DAYS, PLAIN)
    lines = explain_pauses(found, [(Pause(at(12, 29, 9), at(12, 31, 9)), "x")], PLAIN)
    assert lines[-1] == "2027年官方放假安排尚未公布，按周一至周五计算"
    known_already = deadline(at(12, 31, 10), DAYS, PLAIN)
    lines = explain_pauses(known_already, [(Pause(at(12, 31, 11), at(12, 31, 12)), "x")], PLAIN)
    assert lines[-1] == "共暂停工作时间 1 小时，顺延后到期：2027年1月5日 10:00"


def test_pauses_that_move_nothing_are_told_and_those_that_do_not_touch_it_are_not() -> None:
    found = deadline(at(4, 24, 10), DAYS, PLAIN)
    weekend, later = Pause(at(4, 25, 9), at(4, 26, 9)), Pause(at(4, 28, 18), at(5, 6, 9))
    lines = explain_pauses(found, [(weekend, "系统维护"), (later, "挂账"), (Pause(at(4, 23, 9), MONDAY), "")], PLAIN)
    assert lines == ["4月25日（周六）09:00 至 4月26日（周日）09:00 暂停计时（工作时间不足 1 分钟）：系统维护"]


# --- the price


def test_two_hundred_thousand_deadlines_would_take_seconds() -> None:
    began = clock.perf_counter()
    for _ in range(1000):
        due_with_pauses(MONDAY, DAYS, PLAIN)
    assert clock.perf_counter() - began < 0.1  # about 0.005 s on an idle machine
