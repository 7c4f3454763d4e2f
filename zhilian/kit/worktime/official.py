"""The official table: State Council holiday notices (国务院办公厅放假安排) as packaged by ``chinesecalendar``."""

from __future__ import annotations

from datetime import date
from typing import Final

import chinese_calendar

_OFF: Final[dict[date, str]] = chinese_calendar.holidays
_WORKED: Final[dict[date, str]] = chinese_calendar.workdays

HOLIDAY_NAMES: Final[dict[str, str]] = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}
"""English name as the table spells it → Chinese name."""

FIRST_YEAR: Final = min(_OFF).year
LAST_YEAR: Final = max(_OFF).year


def knows(day: date) -> bool:
    """Tell whether the official arrangement of the day's year has been published and is in the table."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def is_workday(day: date) -> bool:
    """Tell whether people work that day; Monday to Friday in a year the table does not know."""
    if day in _WORKED:
        return True
    return day.weekday() < 5 and day not in _OFF


def holiday_name(day: date) -> str | None:
    """Name the official holiday of a rest day in English, or None on working days and plain weekends."""
    return _OFF.get(day)


def _exceptions() -> dict[int, int]:
    """Day ordinal → +1 (weekend worked) or -1 (weekday off)."""
    worked = {day.toordinal(): 1 for day in _WORKED if day.weekday() > 4}
    free = {day.toordinal(): -1 for day in _OFF if day.weekday() < 5 and day not in _WORKED}
    return worked | free


EXCEPTIONS: Final[dict[int, int]] = _exceptions()
