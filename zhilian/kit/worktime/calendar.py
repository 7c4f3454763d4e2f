"""The working calendar: which days and which minutes count."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import accumulate, pairwise
from typing import Final
from zoneinfo import ZoneInfo

from . import official

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
DEFAULT_HOURS: Final = ((time(9), time(12)), (time(14), time(18)))
DEFAULT_CUTOFF: Final = time(17, 30)
MINUTE: Final = 60_000_000
_TICK: Final = timedelta(microseconds=1)

Hours = tuple[tuple[time, time], ...]


def _ticks(moment: time | datetime) -> int:
    """Microseconds since midnight on the clock on the wall."""
    return ((moment.hour * 60 + moment.minute) * 60 + moment.second) * 1_000_000 + moment.microsecond


def _weekdays_up_to(ordinal: int) -> int:
    """Mondays to Fridays from the year 1 up to and including the day (ordinal 1 is a Monday)."""
    weeks, rest = divmod(ordinal, 7)
    return weeks * 5 + min(rest, 5)


def _spans(hours: Hours) -> tuple[tuple[int, int], ...]:
    spans = tuple((_ticks(opens), _ticks(closes)) for opens, closes in hours)
    edges = [edge for span in spans for edge in span]
    if not edges or any(a >= b for a, b in pairwise(edges)):
        raise ValueError("Working hours must be spans in ascending order that do not touch or overlap.")
    return spans


@dataclass(frozen=True, slots=True, eq=False)
class WorkCalendar:
    """Chinese working time of one federation: the official table, its own rows, its hours.

    ``local`` maps a date to whether it is a working day and overrides the official table; ``hours`` are the spans of
    one day in ascending order; ``cutoff`` is the time after which something received counts from the next working day.
    Counting is arithmetic on weekdays plus a sorted list of exceptions, so cost does not grow with the distance.
    Datetimes must be aware and come back in Asia/Shanghai. Errors: ValueError for naive datetimes or muddled hours.
    """

    local: Mapping[date, bool] = field(default_factory=dict)
    hours: Hours = DEFAULT_HOURS
    cutoff: time = DEFAULT_CUTOFF
    _spans: tuple[tuple[int, int], ...] = field(init=False, repr=False, compare=False)
    _day_ticks: int = field(init=False, repr=False, compare=False)
    _changed: list[int] = field(init=False, repr=False, compare=False)
    _shift: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        spans = _spans(self.hours)
        exceptions = self._exceptions()
        changed = sorted(exceptions)
        set_field = object.__setattr__
        set_field(self, "_spans", spans)
        set_field(self, "_day_ticks", sum(closes - opens for opens, closes in spans))
        set_field(self, "_changed", changed)
        set_field(self, "_shift", [0, *accumulate(exceptions[ordinal] for ordinal in changed)])

    def _exceptions(self) -> dict[int, int]:
        local = {day.toordinal(): int(works) - int(day.weekday() < 5) for day, works in self.local.items()}
        return official.EXCEPTIONS | local

    def fingerprint(self) -> str:
        """Sum up everything deadlines depend on in 16 hex digits (SHA-256): another one, and they may have changed.

        It covers the days that differ from Monday to Friday (official table and local rows together), the hours and
        the cut-off; a local row that says what already holds changes nothing. The same on every machine.
        """
        days = " ".join(f"{ordinal}{shift:+d}" for ordinal, shift in sorted(self._exceptions().items()) if shift)
        hours = " ".join(f"{opens.isoformat()}-{closes.isoformat()}" for opens, closes in self.hours)
        told = f"{days}|{hours}|{self.cutoff.isoformat()}"
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    # --- days

    @property
    def minutes_per_day(self) -> int:
        """Working minutes of one working day (420 with the default hours)."""
        return self._day_ticks // MINUTE

    @property
    def opening(self) -> time:
        """The time of day at which work begins."""
        return self.hours[0][0]

    @property
    def closing(self) -> time:
        """The time of day at which work ends."""
        return self.hours[-1][1]

    def known(self, day: date) -> bool:
        """Tell whether the day rests on a published arrangement or a local row, not on the weekday rule alone."""
        return official.knows(day) or day in self.local

    def is_workday(self, day: date) -> bool:
        """Tell whether people work that day: local row, else official table, else Monday to Friday."""
        works = self.local.get(day)
        return official.is_workday(day) if works is None else works

    def add_workdays(self, day: date, n: int) -> date:
        """Return the nth working day after ``day``; the day itself is not counted; n = 0 gives the day itself.

        Errors: ValueError when n is negative.
        """
        if n < 0:
            raise ValueError("Working days can only be added, not taken away.")
        ordinal = day.toordinal()
        return date.fromordinal(self._forward(ordinal, self._count(ordinal) + n)) if n else day

    def workdays_between(self, a: date, b: date) -> int:
        """Count working days after ``a`` up to and including ``b``; negative when b lies before a."""
        return self._count(b.toordinal()) - self._count(a.toordinal())

    def _count(self, ordinal: int) -> int:
        """Working days from the year 1 up to and including the day."""
        return _weekdays_up_to(ordinal) + self._shift[bisect_right(self._changed, ordinal)]

    def _forward(self, ordinal: int, target: int) -> int:
        """The first day, from ``ordinal`` on, by which ``target`` working days have passed; never overshoots."""
        while (missing := target - self._count(ordinal)) > 0:
            ordinal += missing
        return ordinal

    def _backward(self, ordinal: int, target: int) -> int:
        """The working day, at or before ``ordinal``, that is number ``target``."""
        while (surplus := self._count(ordinal) - target) > 0:
            ordinal -= surplus
        while self._count(ordinal - 1) == target:
            ordinal -= 1
        return ordinal

    # --- minutes

    def is_open(self, moment: datetime) -> bool:
        """Tell whether the moment lies in working hours; the closing minute itself does not."""
        here = _here(moment)
        ticks = _ticks(here)
        return any(opens <= ticks < closes for opens, closes in self._spans) and self.is_workday(here.date())

    def next_opening(self, moment: datetime) -> datetime:
        """Return the moment itself in working hours, otherwise the next moment at which work begins."""
        here = _here(moment)
        if self.is_workday(here.date()):
            ticks = _ticks(here)
            for opens, closes in self._spans:
                if ticks < closes:
                    return _at(here.toordinal(), max(ticks, opens))
        return self.opening_after(here.date())

    def opening_after(self, day: date) -> datetime:
        """Return the opening of the first working day after ``day``."""
        return datetime.combine(self.add_workdays(day, 1), self.opening, SHANGHAI)

    def closing_of(self, day: date) -> datetime:
        """Return the closing moment of ``day``."""
        return datetime.combine(day, self.closing, SHANGHAI)

    def add_minutes(self, moment: datetime, minutes: int) -> datetime:
        """Walk ``minutes`` of working time forward (or back, when negative) and stop as soon as they are used up.

        So a walk that ends with the day ends at 18:00, not at 09:00 of the next; 0 gives the moment itself.
        """
        return self.add_ticks(moment, minutes * MINUTE)

    def add_ticks(self, moment: datetime, ticks: int) -> datetime:
        """Walk as ``add_minutes`` does, by working microseconds."""
        here = _here(moment)
        ordinal, goal = here.toordinal(), self.position(here) + ticks
        if ticks > 0:
            days, worked = divmod(goal - 1, self._day_ticks)
            return _at(self._forward(ordinal, days + 1), self._clock_after(worked + 1))
        if ticks < 0:
            days, worked = divmod(goal, self._day_ticks)
            return _at(self._backward(ordinal, days + 1), self._clock_before(worked))
        return here

    def minutes_between(self, a: datetime, b: datetime) -> int:
        """Count whole working minutes from ``a`` to ``b``; negative when b lies before a; part minutes are dropped."""
        ticks = self.position(b) - self.position(a)
        return ticks // MINUTE if ticks >= 0 else -(-ticks // MINUTE)

    def position(self, moment: datetime) -> int:
        """Count working microseconds from the year 1 to the moment: of two moments, exact working time apart."""
        here = _here(moment)
        ordinal = here.toordinal()
        before = self._count(ordinal - 1)
        if self._count(ordinal) == before:
            return before * self._day_ticks
        return before * self._day_ticks + self._worked_by(_ticks(here))

    def _worked_by(self, ticks: int) -> int:
        """Working microseconds of a working day up to the clock time."""
        return sum(min(ticks, closes) - opens for opens, closes in self._spans if ticks > opens)

    def _clock_after(self, worked: int) -> int:
        """Earliest clock time by which ``worked`` microseconds of the day have been worked."""
        for opens, closes in self._spans:
            if worked <= closes - opens:
                return opens + worked
            worked -= closes - opens
        raise AssertionError("more than one day of work")  # pragma: no cover

    def _clock_before(self, worked: int) -> int:
        """Latest clock time by which only ``worked`` microseconds of the day have been worked."""
        for opens, closes in self._spans:
            if worked < closes - opens:
                return opens + worked
            worked -= closes - opens
        raise AssertionError("a whole day of work or more")  # pragma: no cover


def _here(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("Working time needs a datetime with a time zone.")
    return moment.astimezone(SHANGHAI)


def _at(ordinal: int, ticks: int) -> datetime:
    return datetime.combine(date.fromordinal(ordinal), time(), SHANGHAI) + ticks * _TICK
