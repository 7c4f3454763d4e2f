"""Deadlines whose clock stood still for a while: what was paused, when they are due, how much is used.

All of it is counted in working microseconds, so a pause of half a minute moves the due moment by half a minute; only
the whole minutes that are returned as numbers are rounded, down and at the very end. A pause outside working hours
moves nothing; what several pauses cover together counts once; one that ends before it begins (a clock set back) covers
nothing. Every function raises ValueError for a naive datetime.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from .calendar import MINUTE, SHANGHAI, WorkCalendar
from .deadline import Deadline, Limit, Step, StepKind, day_steps, days_of, due_at, span, unknown_steps

_NEVER: Final = sys.maxsize
_Stretch = tuple[int, int]  # from and to, as positions of the calendar


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which a clock stands still: from ``begin`` until before ``end`` (aware; None: it still stands)."""

    begin: datetime
    end: datetime | None


def paused_minutes(pauses: Iterable[Pause], start: datetime, until: datetime, calendar: WorkCalendar) -> int:
    """Count the whole working minutes from ``start`` to ``until`` that pauses cover; an open one reaches to the end."""
    return _covered(_stretches(pauses, calendar), calendar.position(start), calendar.position(until)) // MINUTE


def due_with_pauses(
    start: datetime, limit: Limit, calendar: WorkCalendar, pauses: Sequence[Pause] = ()
) -> datetime | None:
    """Compute when ``limit`` ends if paused working time does not count; None while an open pause stops the clock.

    The due moment of ``deadline`` is walked on by the working time paused since counting began, pauses in that added
    part included. So a limit in days ends with a closing hour again only after whole days of pause.
    """
    return moment_at(start, limit, calendar, pauses, 1.0) if pauses else due_at(start, limit, calendar)


def moment_at(
    start: datetime, limit: Limit, calendar: WorkCalendar, pauses: Sequence[Pause], share: float
) -> datetime | None:
    """Compute when ``share`` (0.75: three quarters) of the limit's working time is used, pauses not counted.

    None while an open pause stops the clock before that. Exact to the microsecond. Errors: ValueError below 0.
    """
    if share < 0:
        raise ValueError("The share of a limit cannot be negative.")
    begins, due = span(start, limit, calendar)
    first = calendar.position(begins)
    length = round((calendar.position(due) - first) * share)
    last = _walked(first, length, _stretches(pauses, calendar))
    return None if last is None else calendar.add_ticks(begins, last - first)


def used_minutes(
    start: datetime, limit: Limit, calendar: WorkCalendar, pauses: Iterable[Pause], now: datetime
) -> tuple[int, int]:
    """Count the working minutes of the limit used at ``now``, pauses not counted, and those it has in all.

    0 before counting begins; more than there are once it is late.
    """
    begins, due = span(start, limit, calendar)
    first, last = calendar.position(begins), calendar.position(now)
    used = max(0, last - first - _covered(_stretches(pauses, calendar), first, last))
    return used // MINUTE, (calendar.position(due) - first) // MINUTE


def after_due(due_at: datetime, days: int, calendar: WorkCalendar) -> datetime:
    """Compute the moment ``days`` working days of working time after a due moment (before it, when negative).

    From a closing hour to a closing hour; from 10:30 to 10:30.
    """
    return calendar.add_minutes(due_at, days * calendar.minutes_per_day)


def pause_steps(found: Deadline, pauses: Sequence[tuple[Pause, str]], calendar: WorkCalendar) -> tuple[Step, ...]:
    """Tell which pauses, each with its reason, moved a deadline, and where to; no steps if none touches it.

    The steps follow those of the deadline; of the days in the added part they tell what ``deadline`` tells.
    """
    stops = [pause for pause, _ in pauses]
    due = due_with_pauses(found.start, found.limit, calendar, stops)
    touching = sorted((one for one in pauses if _touches(one[0], found.begins, due)), key=lambda one: one[0].begin)
    told = tuple(_pause_step(pause, reason, found, calendar) for pause, reason in touching)
    if due == found.due_at:
        return told
    if due is None:
        return (*told, Step(StepKind.DUE_OPEN, found.due_at.date(), found.due_at.date()))
    minutes = paused_minutes(stops, found.begins, due, calendar)
    later = Step(StepKind.DUE_LATER, due.date(), due.date(), due, minutes=minutes)
    days = days_of(found.due_at.date() + timedelta(days=1), due.date())
    warnings = (step for step in unknown_steps(days, calendar) if step.first.year not in found.unknown_years)
    return (*told, *day_steps(days, found.due_at.date(), Limit(1, "minutes"), calendar), later, *warnings)


def _touches(pause: Pause, begins: datetime, due: datetime | None) -> bool:
    if pause.end is not None and pause.end <= max(pause.begin, begins):
        return False
    return due is None or pause.begin < due


def _pause_step(pause: Pause, reason: str, found: Deadline, calendar: WorkCalendar) -> Step:
    begin = pause.begin.astimezone(SHANGHAI)
    if pause.end is None:
        return Step(StepKind.STILL_PAUSED, begin.date(), begin.date(), begin, reason=reason)
    end = pause.end.astimezone(SHANGHAI)
    minutes = paused_minutes([pause], found.begins, end, calendar)
    return Step(StepKind.PAUSED, begin.date(), end.date(), begin, until=end, minutes=minutes, reason=reason)


def _stretches(pauses: Iterable[Pause], calendar: WorkCalendar) -> list[_Stretch]:
    """The pauses as spans of working time, in order."""
    position = calendar.position
    return sorted((position(p.begin), _NEVER if p.end is None else position(p.end)) for p in pauses)


def _covered(stretches: Iterable[_Stretch], first: int, last: int) -> int:
    """How much between ``first`` and ``last`` the stretches cover together."""
    covered = 0
    for begin, end in stretches:
        begin, end = max(begin, first), min(end, last)
        if begin < end:
            covered += end - begin
            first = end
    return covered


def _walked(first: int, length: int, stretches: Iterable[_Stretch]) -> int | None:
    """Where a walk of ``length`` from ``first`` ends if the stretches do not count; None if one has no end."""
    last = first + length
    for begin, end in stretches:
        begin = max(begin, first)
        if begin >= last:
            break
        if end == _NEVER:
            return None
        if begin < end:
            last += end - begin
            first = end
    return last
