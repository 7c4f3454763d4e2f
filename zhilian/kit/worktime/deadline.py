"""Deadlines: from a moment and a limit to the moment due, with the steps that led there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Literal

from . import official
from .calendar import SHANGHAI, WorkCalendar

Unit = Literal["minutes", "days"]


class StepKind(StrEnum):
    """What one step of a deadline tells."""

    START = "start"
    AFTER_HOURS = "after_hours"
    BEFORE_OPENING = "before_opening"
    REST_DAY = "rest_day"
    REST = "rest"
    MAKEUP = "makeup"
    LOCAL_REST = "local_rest"
    LOCAL_WORK = "local_work"
    UNKNOWN_YEAR = "unknown_year"
    DUE = "due"
    PAUSED = "paused"
    STILL_PAUSED = "still_paused"
    DUE_LATER = "due_later"
    DUE_OPEN = "due_open"


@dataclass(frozen=True, slots=True)
class Limit:
    """A time allowed: ``amount`` working minutes or working days, at least 1. Errors: ValueError."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 1 or self.unit not in ("minutes", "days"):
            raise ValueError("A limit is at least one working minute or one working day.")


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the explanation.

    ``first`` to ``last`` are the days it speaks of; ``at`` the moment it leads to (start, moves, due); ``holidays``
    the English keys of ``HOLIDAY_NAMES`` for official rest; ``counted`` whether the day used up part of the limit.
    A pause lasts from ``at`` to ``until``, takes ``minutes`` of working time and has its ``reason`` in words.
    """

    kind: StepKind
    first: date
    last: date
    at: datetime | None = None
    holidays: tuple[str, ...] = ()
    counted: bool = False
    until: datetime | None = None
    minutes: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline: received at ``start``, counted from ``begins``, due at ``due_at`` (aware, Asia/Shanghai).

    ``unknown_years`` are the years on the way whose official arrangement is not in the table.
    """

    start: datetime
    begins: datetime
    due_at: datetime
    limit: Limit
    steps: tuple[Step, ...]
    unknown_years: tuple[int, ...]


def deadline(start: datetime, limit: Limit, calendar: WorkCalendar) -> Deadline:
    """Compute when ``limit`` ends for something received at ``start`` (aware).

    Received after the calendar's cut-off or on a rest day counts from the next working day's opening. In days, the day
    on which counting begins is not counted and the limit ends with the closing hour of the Nth working day; in minutes,
    working minutes are walked from ``begins``. Errors: ValueError for a naive ``start``.
    """
    begins, moved = _begins(start, limit, calendar)
    due = _ends(begins, limit, calendar)
    start = start.astimezone(SHANGHAI)
    days = days_of(start.date(), due.date())
    warnings = unknown_steps(days, calendar)
    steps = (
        Step(StepKind.START, start.date(), start.date(), start),
        *([Step(moved, start.date(), begins.date(), begins)] if moved else []),
        *day_steps(days, begins.date(), limit, calendar),
        Step(StepKind.DUE, due.date(), due.date(), due),
    )
    return Deadline(start, begins, due, limit, steps + warnings, tuple(step.first.year for step in warnings))


def due_at(start: datetime, limit: Limit, calendar: WorkCalendar) -> datetime:
    """Compute the moment due as ``deadline`` does, without telling the steps. Errors: ValueError for a naive start."""
    return span(start, limit, calendar)[1]


def span(start: datetime, limit: Limit, calendar: WorkCalendar) -> tuple[datetime, datetime]:
    """Compute when counting begins and when it ends, as ``deadline`` does, without telling the steps."""
    begins, _ = _begins(start, limit, calendar)
    return begins, _ends(begins, limit, calendar)


def _begins(start: datetime, limit: Limit, calendar: WorkCalendar) -> tuple[datetime, StepKind | None]:
    opening = calendar.next_opening(start)
    here = start.astimezone(SHANGHAI)
    if not calendar.is_workday(here.date()):
        return opening, StepKind.REST_DAY
    if here.time() > calendar.cutoff:
        return calendar.opening_after(here.date()), StepKind.AFTER_HOURS
    if limit.unit == "days" or opening == here:
        return here, None
    return opening, StepKind.BEFORE_OPENING


def _ends(begins: datetime, limit: Limit, calendar: WorkCalendar) -> datetime:
    if limit.unit == "days":
        return calendar.closing_of(calendar.add_workdays(begins.date(), limit.amount))
    return calendar.add_minutes(begins, limit.amount)


def days_of(first: date, last: date) -> list[date]:
    """List the days from ``first`` to ``last``, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def day_steps(days: list[date], begins: date, limit: Limit, calendar: WorkCalendar) -> Iterator[Step]:
    """Tell the days that are not what their weekday suggests; runs of like rest days become one step."""
    for (kind, _named), group in groupby(days, key=lambda day: _sort(day, calendar)):
        if kind is None:
            continue
        run = list(group)
        if kind in (StepKind.MAKEUP, StepKind.LOCAL_WORK):
            yield from (Step(kind, day, day, counted=_counts(day, begins, limit)) for day in run)
        else:
            yield Step(kind, run[0], run[-1], holidays=_holidays(run))


def unknown_steps(days: list[date], calendar: WorkCalendar) -> tuple[Step, ...]:
    """Warn of every year among the days whose arrangement is not in the table."""
    years = sorted({day.year for day in days if not calendar.known(day)})
    return tuple(Step(StepKind.UNKNOWN_YEAR, date(year, 1, 1), date(year, 12, 31)) for year in years)


def _sort(day: date, calendar: WorkCalendar) -> tuple[StepKind | None, bool]:
    works, official_says = calendar.is_workday(day), official.is_workday(day)
    if works != official_says:
        return (StepKind.LOCAL_WORK if works else StepKind.LOCAL_REST), False
    if works:
        return (StepKind.MAKEUP if day.weekday() > 4 else None), False
    return StepKind.REST, official.holiday_name(day) is not None


def _counts(day: date, begins: date, limit: Limit) -> bool:
    return day > begins if limit.unit == "days" else day >= begins


def _holidays(run: list[date]) -> tuple[str, ...]:
    names = (official.holiday_name(day) for day in run)
    return tuple(dict.fromkeys(name for name in names if name))
