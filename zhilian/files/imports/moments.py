"""Dates with times as spreadsheets have them: as dates, as numbers, as text."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from zhilian.kit.dates import parse_date
from zhilian.kit.spreadsheets import Cell

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
_TIME: Final = re.compile(r"(\d{1,2})[:时点](\d{1,2})(?:[:分](\d{1,2}))?")  # house: allow chinese: a time as written


def moment_of(cell: Cell) -> tuple[datetime, bool]:
    """The moment in Shanghai time, and whether a time of day was given (else it is midnight). Raises DateError."""
    if isinstance(cell, datetime):
        return _in_shanghai(cell), True
    if isinstance(cell, float | Decimal):
        return _at(parse_date(int(cell)), timedelta(days=float(cell) % 1)), True
    day = parse_date(cell)
    found = _TIME.search(unicodedata.normalize("NFKC", cell)) if isinstance(cell, str) else None
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    if hours > 23 or minutes > 59 or seconds > 59:
        return _at(day, timedelta()), False
    return _at(day, timedelta(hours=hours, minutes=minutes, seconds=seconds)), found is not None


def _at(day: date, after_midnight: timedelta) -> datetime:
    return datetime.combine(day, time(), SHANGHAI) + timedelta(seconds=round(after_midnight.total_seconds()))


def _in_shanghai(value: datetime) -> datetime:
    return value.astimezone(SHANGHAI) if value.tzinfo else value.replace(tzinfo=SHANGHAI)
