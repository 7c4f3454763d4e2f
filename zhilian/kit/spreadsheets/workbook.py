"""Rows of an .xlsx workbook, streamed."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import islice
from typing import Any, Final, TypeVar

from openpyxl import DEFUSEDXML, load_workbook

from .cells import Cell, FormulaWithoutValue, cell_of
from .package import Facts
from .refusal import Limits, Notice, Refusal, SheetRefused, SheetWarning
from .source import Record

_LAST_ROW: Final = 1_048_576
_BATCH: Final = 500
_T = TypeVar("_T")

if not DEFUSEDXML:  # pragma: no cover
    raise ImportError("openpyxl reads XML without defusedxml; install defusedxml and do not set OPENPYXL_DEFUSEDXML.")


class WorkbookSource:
    """The first visible sheet of a workbook that holds anything. Errors on opening: SheetRefused."""

    def __init__(self, data: bytes, facts: Facts, limits: Limits) -> None:
        self._data = data
        self._width = limits.columns + 1
        self._sheets = _guarded(lambda: self._open(data_only=True).worksheets)
        filled = [sheet for sheet in self._sheets if sheet.sheet_state == "visible" and self._holds_anything(sheet)]
        if not filled:
            raise SheetRefused(Refusal.EMPTY)
        self._sheet = filled[0]
        part = str(self._sheet._worksheet_path).lstrip("/")
        self.merged = facts.merged.get(part, [])
        self._has_formulas = part in facts.formulas
        others = "、".join(sheet.title for sheet in filled[1:])
        self.warnings = [SheetWarning(Notice.OTHER_SHEETS, others)] if others else []

    def records(self) -> Iterator[Record]:
        """Walk through the rows from the top, blank ones left out. Errors: SheetRefused."""
        values = self._values(self._sheet)
        yield from self._with_formulas(values) if self._has_formulas else values

    def _open(self, *, data_only: bool) -> Any:
        return load_workbook(BytesIO(self._data), read_only=True, data_only=data_only, keep_links=False)

    def _written(self) -> Any:
        """The same sheet with its formulas in place of their results."""
        place = self._sheets.index(self._sheet)
        return _guarded(lambda: self._open(data_only=False).worksheets[place])

    def _holds_anything(self, sheet: Any) -> bool:
        return next(self._values(sheet), None) is not None

    def _raw(self, sheet: Any) -> Iterator[tuple[int, tuple[object, ...]]]:
        """Rows that hold anything; the size a file claims is not believed."""
        sheet.reset_dimensions()
        rows = enumerate(sheet.iter_rows(max_row=_LAST_ROW, max_col=self._width, values_only=True), 1)
        held = ((number, row) for number, row in rows if row.count(None) < len(row))
        while batch := _guarded(lambda: list(islice(held, _BATCH))):
            yield from batch

    def _values(self, sheet: Any) -> Iterator[Record]:
        for number, row in self._raw(sheet):
            cells = _trimmed([cell_of(value) for value in _shortened(row)])
            if cells:
                yield number, cells

    def _with_formulas(self, values: Iterator[Record]) -> Iterator[Record]:
        """Mark formulas whose result was not saved; the first formula is remarked on."""
        held: Record | None = next(values, None)
        for number, written in self._raw(self._written()):
            cells: list[Cell] = []
            if held and held[0] == number:
                cells, held = held[1], next(values, None)
            cells = self._marked(number, written, cells)
            if cells:
                yield number, cells

    def _marked(self, number: int, written: tuple[object, ...], cells: list[Cell]) -> list[Cell]:
        if not any(_is_formula(value) for value in written):
            return cells
        cells = cells + [None] * (len(written) - len(cells))
        for place, value in enumerate(written):
            if _is_formula(value) and cells[place] != value:
                self._remark(number)
                if cells[place] is None:
                    cells[place] = FormulaWithoutValue(str(getattr(value, "text", None) or value))
        return _trimmed(cells)

    def _remark(self, row: int) -> None:
        if not any(warning.code is Notice.FORMULAS for warning in self.warnings):
            self.warnings.append(SheetWarning(Notice.FORMULAS, row=row))


def _shortened(row: tuple[object, ...]) -> tuple[object, ...]:
    """Drop the blank half at the end, again and again: openpyxl fills every row up to the widest allowed."""
    while (half := len(row) // 2) and row[half:].count(None) == len(row) - half:
        row = row[:half]
    return row


def _trimmed(cells: list[Cell]) -> list[Cell]:
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _is_formula(value: object) -> bool:
    return value.startswith("=") if isinstance(value, str) else hasattr(value, "ref")


def _guarded(work: Callable[[], _T]) -> _T:
    """Run a step of the reader: its remarks are dropped and whatever it stumbles over means a damaged file."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return work()
    except MemoryError:
        raise
    except Exception as error:
        raise SheetRefused(Refusal.DAMAGED) from error
