"""Spreadsheets from anywhere, read with suspicion and row by row; and a small writer that cannot smuggle formulas."""

from .cells import Cell, ErrorValue, FormulaWithoutValue, UnreadableCell
from .reading import open_rows, open_sheet
from .refusal import Limits, Notice, Refusal, SheetRefused, SheetWarning
from .sheet import Row, Sheet
from .writing import write_xlsx

__all__ = [
    "Cell",
    "ErrorValue",
    "FormulaWithoutValue",
    "Limits",
    "Notice",
    "Refusal",
    "Row",
    "Sheet",
    "SheetRefused",
    "SheetWarning",
    "UnreadableCell",
    "open_rows",
    "open_sheet",
    "write_xlsx",
]
