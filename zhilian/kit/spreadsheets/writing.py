"""Writing a table to .xlsx in which no text can become a formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from os import PathLike
from typing import Any, BinaryIO, Final
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from ..text import clean
from .cells import EXACT

_SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_LONGEST: Final = 32_767


def write_xlsx(
    target: str | PathLike[str] | BinaryIO,
    headings: Sequence[str],
    rows: Iterable[Iterable[object]],
    title: str = "Sheet1",
) -> None:
    """Write headings and rows to an .xlsx file, streaming.

    Text that begins with = + - @ is marked as text, so no program computes it; whole numbers beyond Excel's 15 digits
    are written as text; aware datetimes are shown in Shanghai time; control characters are dropped.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for column, heading in enumerate(headings, 1):
        sheet.column_dimensions[get_column_letter(column)].width = min(max(12, 2 * len(heading) + 4), 60)
    sheet.append(list(_bold(sheet, headings)))
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    book.save(target)


def _bold(sheet: Any, headings: Sequence[str]) -> Iterator[Any]:
    for heading in headings:
        cell = _text(sheet, heading)
        cell.font = Font(bold=True)
        yield cell


def _cell(sheet: Any, value: object) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(_SHANGHAI).replace(tzinfo=None) if value.tzinfo else value
    if isinstance(value, int) and abs(value) >= EXACT:
        return _text(sheet, str(value))
    if value is None or isinstance(value, int | float | Decimal) or hasattr(value, "isoformat"):
        return value
    return _text(sheet, str(value))


def _text(sheet: Any, text: str) -> Any:
    text = clean(text).replace("\0", "")[:_LONGEST]
    cell = WriteOnlyCell(sheet, value=text)
    if text.startswith(_FORMULA_STARTS):
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell
