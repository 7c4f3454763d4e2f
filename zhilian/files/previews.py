"""A look at an attachment without opening a program: what the page shows of it, always as plain text."""

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final

from openpyxl.utils import get_column_letter

from zhilian.files.documents import COLUMNS, ROWS, Block, Unreadable, blocks_of
from zhilian.files.filetypes import DOCX, PDF, SHOWN, TABLE, TEXT, XLSX
from zhilian.kit.spreadsheets import Cell, Limits, SheetRefused, open_rows
from zhilian.kit.text import shorten

CHARACTERS: Final = 60_000  # of a text
BLOCKS: Final = 300  # paragraphs and tables of a document
CELL: Final = 300  # characters of a cell
_MB: Final = 1024 * 1024
_LIMITS: Final = Limits(
    file_bytes=10 * _MB, unpacked_bytes=80 * _MB, tags=4_000_000, rows=ROWS, columns=COLUMNS
)  # fmt: skip


@dataclass(slots=True)
class Preview:
    """What is shown: ``picture``, ``pdf``, ``text`` or a document's ``words`` (in blocks), ``table``, or ``none``.

    ``cut`` says that there is more in the file. The rows of a table begin with their number in the file.
    """

    kind: str
    blocks: list[Block] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    cut: bool = False


def preview_of(path: Path, name: str, content_type: str) -> Preview:
    """Look at the stored bytes of a file of this type; ``none`` for what cannot be looked at, or cannot be read."""
    if content_type in SHOWN:
        return Preview("pdf" if content_type == PDF.content_type else "picture")
    look = {DOCX.content_type: _document, XLSX.content_type: _sheet, TABLE.content_type: _sheet_or_text}
    try:
        if content_type == TEXT.content_type:
            return _plain(path)
        return look[content_type](path, name) if content_type in look else Preview("none")
    except (Unreadable, SheetRefused):
        return Preview("none")


def _plain(path: Path) -> Preview:
    """The beginning of a text in UTF-8 or GB18030; a character cut in two at the end is left out."""
    with path.open("rb") as file:
        content = file.read(4 * CHARACTERS).removeprefix(codecs.BOM_UTF8)
    whole = len(content) >= path.stat().st_size - len(codecs.BOM_UTF8)
    for encoding in ("utf-8", "gb18030"):
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(content, final=whole)
        except UnicodeDecodeError:
            continue
        return Preview("text", [Block(shorten(text, CHARACTERS))], cut=not whole or len(text) > CHARACTERS)
    return Preview("none")


def _document(path: Path, name: str) -> Preview:
    shown, length = Preview("words"), 0
    for block in blocks_of(path):
        if len(shown.blocks) == BLOCKS or length > CHARACTERS:
            shown.cut = True
            break
        length += len(block.text) + sum(len(cell) for row in block.rows for cell in row)
        shown.cut = shown.cut or len(block.rows) > ROWS or any(len(row) > COLUMNS for row in block.rows)
        block.rows = [[shorten(cell, CELL) for cell in row[:COLUMNS]] for row in block.rows[:ROWS]]
        shown.blocks.append(block)
    return shown if shown.blocks else Preview("none")


def _sheet_or_text(path: Path, name: str) -> Preview:
    try:
        return _sheet(path, name)
    except SheetRefused:
        return _plain(path)


def _sheet(path: Path, name: str) -> Preview:
    source = open_rows(path, filename=name, limits=_LIMITS)
    first = list(islice(source.records(), ROWS + 1))
    rows = [(number, list(_cells(cells[:COLUMNS]))) for number, cells in first[:ROWS]]
    width = max((len(cells) for _, cells in rows), default=0)
    wider = any(len(cells) > COLUMNS for _, cells in first)
    shown = [(number, cells + [""] * (width - len(cells))) for number, cells in rows]
    cut = len(first) > ROWS or wider or bool(source.warnings)
    return Preview("table", columns=[get_column_letter(place + 1) for place in range(width)], rows=shown, cut=cut)


def _cells(cells: Iterable[Cell]) -> Iterator[str]:
    for cell in cells:
        written = cell.isoformat(" ", "minutes") if isinstance(cell, datetime) else cell
        yield "" if written is None else shorten(str(written), CELL)
