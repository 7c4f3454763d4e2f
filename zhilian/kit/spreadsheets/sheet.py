"""A table: its headings found, its rows numbered as the person sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from openpyxl.utils import get_column_letter, range_boundaries

from ..creditcode import is_valid
from ..text import clean_line, fold
from .cells import Cell, has_lost_digits
from .refusal import Limits, Notice, Refusal, SheetRefused, SheetWarning
from .source import Record, Source

_LOOK_AHEAD: Final = 20
_FIGURES: Final = re.compile(r"[\d\s.,:/+%()年月日-]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the headings: ``number`` as the spreadsheet program shows it, one cell for each heading."""

    number: int
    cells: list[Cell]


class Sheet:
    """A table with headings. ``warnings`` may grow while the rows are walked through.

    ``headings`` stand in the order of the columns, an unnamed column between others as an empty text;
    ``heading_row`` is the row they stand in.
    """

    def __init__(self, source: Source, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        first = list(islice(source.records(), _LOOK_AHEAD))
        self.heading_row, cells = _heading_record(first)
        self.headings = _headings(cells, limits)
        self.warnings = source.warnings
        if first[-1][0] == self.heading_row:
            raise SheetRefused(Refusal.EMPTY)
        self._refuse_merged()

    def rows(self) -> Iterator[Row]:
        """Walk through the rows below the headings, blank ones left out. Errors: SheetRefused."""
        width, count = len(self.headings), 0
        for number, cells in self._source.records():
            if number <= self.heading_row:
                continue
            count += 1
            if count > self._limits.rows:
                raise SheetRefused(Refusal.TOO_MANY_ROWS, f"{self._limits.rows}")
            self._remark(number, cells)
            yield Row(number, cells[:width] + [None] * (width - len(cells)))

    def _remark(self, number: int, cells: list[Cell]) -> None:
        for place, cell in enumerate(cells):
            if cell is None:
                continue
            if place >= len(self.headings) or not self.headings[place]:
                self._remark_once(Notice.UNNAMED_COLUMN, get_column_letter(place + 1), number)
            elif has_lost_digits(cell):
                self._remark_once(Notice.LOST_DIGITS, get_column_letter(place + 1), number)

    def _remark_once(self, code: Notice, column: str, number: int) -> None:
        if not any(warning.code is code and warning.detail == column for warning in self.warnings):
            self.warnings.append(SheetWarning(code, column, number))

    def _refuse_merged(self) -> None:
        for ref in self._source.merged:
            left, top, right, bottom = (int(bound or 0) for bound in range_boundaries(ref))
            single = (left, top) == (right, bottom)
            if bottom >= self.heading_row and left <= len(self.headings) and not single:
                raise SheetRefused(Refusal.MERGED_CELLS, ref)


def _heading_record(first: list[Record]) -> Record:
    """The first row at least half as full as the fullest that is no note: titles above the table are passed over."""
    if not first:
        raise SheetRefused(Refusal.EMPTY)
    fullest = max(_filled(cells) for _, cells in first)
    enough = max(2, -(-fullest // 2)) if fullest > 1 else 1
    likely = [record for record in first if _filled(record[1]) >= enough]
    return next((record for record in likely if not _is_note(record[1])), likely[0])


def _is_note(cells: list[Cell]) -> bool:
    """Tell whether a row names things with a colon, like 填报单位：, instead of heading columns."""
    return any(isinstance(cell, str) and cell.endswith(("：", ":")) for cell in cells)


def _filled(cells: list[Cell]) -> int:
    return sum(cell is not None for cell in cells)


def _headings(cells: list[Cell], limits: Limits) -> list[str]:
    present = [cell for cell in cells if cell is not None]
    if 2 * sum(_is_data(cell) for cell in present) >= len(present):
        raise SheetRefused(Refusal.NO_HEADINGS)
    headings = ["" if cell is None else clean_line(str(cell)) for cell in cells]
    while not headings[-1]:
        headings.pop()
    if len(headings) > limits.columns:
        raise SheetRefused(Refusal.TOO_MANY_COLUMNS, f"{limits.columns}")
    _refuse_duplicates(headings)
    return headings


def _is_data(cell: Cell) -> bool:
    """Tell whether a cell looks like a value rather than the name of a column."""
    return not isinstance(cell, str) or _FIGURES.fullmatch(cell) is not None or is_valid(cell)


def _refuse_duplicates(headings: list[str]) -> None:
    seen: set[str] = set()
    for heading in headings:
        folded = fold(heading)
        if folded and folded in seen:
            raise SheetRefused(Refusal.DUPLICATE_HEADINGS, heading)
        seen.add(folded)
