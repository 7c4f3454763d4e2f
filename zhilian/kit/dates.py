"""Dates as offices write them and as people type them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

_SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
_EXCEL_EPOCH: Final = date(1899, 12, 30)
_SERIALS: Final = range(10_000, 100_000)
_WRITTEN: Final = re.compile(
    r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]?)(?:[T ,]*\d{1,2}[:时].*)?"
)
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T ]?\d{4,6})?")
_SERIAL: Final = re.compile(r"(\d{5})(?:\.\d+)?")
_BLANK_INSIDE: Final = re.compile(r"\s*([-/.年月日号])\s*")


class DateFault(StrEnum):
    """Why a date was refused; the screen translates it."""

    EMPTY = "empty"
    FORM = "form"
    NO_SUCH_DAY = "no_such_day"


class DateError(ValueError):
    """A value that is no date; ``fault`` says why, ``message_en`` is a sentence for a person."""

    def __init__(self, fault: DateFault, message_en: str) -> None:
        super().__init__(message_en)
        self.fault = fault
        self.message_en = message_en


def chinese_date(day: date) -> str:
    """Write a date as 2026年4月20日."""
    return f"{day.year}年{day.month}月{day.day}日"


def parse_date(value: object) -> date:
    """Read a date: 2026-4-20, 2026/4/20, 2026.4.20, 2026年4月20日, 20260420, with or without a time, full-width too.

    A number is taken as an Excel serial (1900 system, from 10000 = 1927 on) or as yyyymmdd; date and datetime values
    pass through, aware ones as the day in Shanghai. Errors: DateError.
    """
    if isinstance(value, datetime):
        return (value.astimezone(_SHANGHAI) if value.tzinfo else value).date()
    if isinstance(value, date):
        return value
    if value is None or isinstance(value, bool):
        raise DateError(DateFault.EMPTY, "No date was given.")
    return _parse_text(_plain(value))


def _plain(value: object) -> str:
    text = unicodedata.normalize("NFKC", str(value)).strip()
    return _BLANK_INSIDE.sub(r"\1", text).replace("日", "日 ").strip()


def _parse_text(text: str) -> date:
    if not text:
        raise DateError(DateFault.EMPTY, "No date was given.")
    if found := _WRITTEN.fullmatch(text):
        year, _, month, day, chinese_month, chinese_day = found.groups()
        return _day(text, year, month or chinese_month, day or chinese_day)
    if found := _SERIAL.fullmatch(text):
        return _from_serial(int(found[1]))
    if found := _COMPACT.fullmatch(text.removesuffix(".0")):
        return _day(text, *found.groups())
    raise DateError(DateFault.FORM, f"“{text}” is not a date such as 2026-4-20 or 2026年4月20日.")


def _from_serial(serial: int) -> date:
    if serial not in _SERIALS:
        raise DateError(DateFault.FORM, f"{serial} is not a date.")
    return _EXCEL_EPOCH + timedelta(days=serial)


def _day(text: str, year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise DateError(DateFault.NO_SUCH_DAY, f"There is no such day as {text}.") from None
