"""Calendar periods as reports count them, written 2026-03, 2026Q1 or 2026; whole months on the clocks of Shanghai."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from .worktime import SHANGHAI

MONTH: Final = 1
QUARTER: Final = 3
YEAR: Final = 12
_WRITTEN: Final = re.compile(r"(20\d\d)(?:-(0[1-9]|1[0-2])|Q([1-4]))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """A month, a quarter or a year: ``months`` long, beginning with month ``month`` (1–12) of ``year``."""

    year: int
    month: int
    months: int

    @property
    def code(self) -> str:
        """As addresses carry it: 2026-03, 2026Q1, 2026."""
        if self.months == MONTH:
            return f"{self.year}-{self.month:02d}"
        return f"{self.year}Q{self.part}" if self.months == QUARTER else str(self.year)

    @property
    def part(self) -> int:
        """Which month, quarter or year of the year it is, counted from 1."""
        return (self.month - 1) // self.months + 1

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def end(self) -> date:
        """The first day after it."""
        return months_later(self.first, self.months)

    @property
    def starts_at(self) -> datetime:
        """The midnight with which it begins."""
        return datetime.combine(self.first, time.min, SHANGHAI)

    @property
    def ends_at(self) -> datetime:
        """The midnight before which it ends."""
        return datetime.combine(self.end, time.min, SHANGHAI)

    def shifted(self, by: int) -> Period:
        """The period so many of its own lengths later, or earlier when negative."""
        return period_of(months_later(self.first, by * self.months), self.months)


def period_of(day: date, months: int) -> Period:
    """The period of this length (MONTH, QUARTER or YEAR) the day falls in."""
    return Period(day.year, (day.month - 1) // months * months + 1, months)


def read_period(text: str) -> Period | None:
    """The period an address names; None for anything else."""
    found = _WRITTEN.fullmatch(text)
    if not found:
        return None
    year = int(found[1])
    if found[2]:
        return Period(year, int(found[2]), MONTH)
    return Period(year, int(found[3]) * QUARTER - 2, QUARTER) if found[3] else Period(year, 1, YEAR)


def months_later(day: date, months: int) -> date:
    """The same day so many months later (earlier when negative), or the last day of that month where it is shorter."""
    year, index = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, index + 1, min(day.day, monthrange(year, index + 1)[1]))
