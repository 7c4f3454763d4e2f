"""The values of cells, brought to few types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

EXACT: Final = 10**15
"""Excel keeps 15 digits; a longer whole number has lost its last ones."""
_ERRORS: Final = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})
_MIDNIGHT: Final = time()


@dataclass(frozen=True, slots=True)
class UnreadableCell:
    """A cell that holds no usable value; the row is reported. ``text`` is what stands there."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class FormulaWithoutValue(UnreadableCell):
    """A formula whose result was never saved, as files written by other programs have it."""


@dataclass(frozen=True, slots=True)
class ErrorValue(UnreadableCell):
    """A formula that failed: #REF!, #N/A and the like."""


Cell = str | int | float | Decimal | date | datetime | UnreadableCell | None


def cell_of(value: object) -> Cell:
    """Bring a raw value to a cell: blanks to None, whole numbers to int, midnight to a date, text stripped."""
    if value is None or isinstance(value, UnreadableCell):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return value.date() if value.time() == _MIDNIGHT else value
    if isinstance(value, int | date):
        return value
    return _number(value) if isinstance(value, float) else str(value)


def _text(value: str) -> Cell:
    text = value.replace("_x000D_", "").strip(" \t\r\n\v\f\u3000\u00a0\ufeff\u200b")
    if text in _ERRORS:
        return ErrorValue(text)
    return text or None


def _number(value: float) -> Cell:
    if value != value or value in (float("inf"), float("-inf")):
        return ErrorValue("#NUM!")
    return int(value) if value.is_integer() and abs(value) < 1e21 else value


def has_lost_digits(cell: Cell) -> bool:
    """Tell whether a whole number is longer than Excel can keep, such as a credit code typed as a number."""
    return isinstance(cell, int) and abs(cell) >= EXACT
