"""Rows of a .csv file: encoding and delimiter found out, never guessed against the evidence."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from typing import Final

from .cells import Cell, cell_of
from .refusal import Refusal, SheetRefused, SheetWarning
from .source import Record

DELIMITERS: Final = (",", ";", "\t")
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BINARY: Final = re.compile(rb"[\x01-\x08\x0e-\x19\x1c-\x1f]")
_OTHER_TEXT: Final = re.compile(r"\s*(<[!?a-zA-Z]|[{\[]\s*[\"{\[\]}]|%PDF|\{\\rtf)")
_QUOTED_TEXT: Final = re.compile(r'="(.*)"', re.DOTALL)
_PRIVATE: Final = re.compile("[\ue000-\uf8ff\ufffd]")
_SAMPLE: Final = 20_000
_COMMON_SHARE: Final = 0.6
_PRIVATE_SHARE: Final = 0.02


class DelimitedSource:
    """A text of delimited values. Errors on opening: SheetRefused."""

    def __init__(self, data: bytes) -> None:
        self._text = decode(data)
        self.delimiter = _delimiter(self._text)
        self.merged: list[str] = []
        self.warnings: list[SheetWarning] = []

    def records(self) -> Iterator[Record]:
        """Walk through the rows from the top, blank ones left out. Errors: SheetRefused."""
        rows = csv.reader(StringIO(self._text, newline=""), delimiter=self.delimiter, strict=True)
        number = 0
        try:
            for number, row in enumerate(rows, 1):
                cells = [_cell(value) for value in row]
                if any(cell is not None for cell in cells):
                    yield number, cells
        except csv.Error as error:
            raise SheetRefused(Refusal.DAMAGED, f"row {number + 1}") from error


def decode(data: bytes) -> str:
    """Read UTF-8, UTF-16 with its mark or GB18030. Errors: SheetRefused (ENCODING, NUL, NOT_A_SPREADSHEET)."""
    text = _decode(data)
    if "\0" in text:
        raise SheetRefused(Refusal.NUL)
    if _OTHER_TEXT.match(text):
        raise SheetRefused(Refusal.NOT_A_SPREADSHEET)
    return text


def _decode(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    if _BINARY.search(data):
        raise SheetRefused(Refusal.NOT_A_SPREADSHEET)
    if b"\0" in data:
        raise SheetRefused(Refusal.NUL)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if _is_damaged_utf8(data):
            raise SheetRefused(Refusal.ENCODING) from None
        return _plausible(_strictly(data, "gb18030"))


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SheetRefused(Refusal.ENCODING) from error


def _is_damaged_utf8(data: bytes) -> bool:
    """Tell whether the bytes are UTF-8 but for a few; GB18030 read as UTF-8 is damaged nearly everywhere."""
    sample = [char for char in data[:_SAMPLE].decode("utf-8", "replace") if char > "\x7f"]
    return sample.count("\ufffd") * 4 < len(sample)


def _plausible(text: str) -> str:
    """Refuse text of another encoding that merely happens to decode; simplified and traditional Chinese both pass."""
    sample = "".join(islice((char for char in text if char > "\x7f"), _SAMPLE))
    common = sum(_is_common(char) for char in sample)
    private = len(_PRIVATE.findall(sample))
    if common < _COMMON_SHARE * len(sample) or private > _PRIVATE_SHARE * len(sample):
        raise SheetRefused(Refusal.ENCODING)
    return text


def _is_common(char: str) -> bool:
    return any(char.encode(charset, "ignore") for charset in ("gb2312", "big5"))


def _delimiter(text: str) -> str:
    """The delimiter that gives the first records the most columns; the comma when in doubt."""
    return max(DELIMITERS, key=lambda delimiter: _usual_width(text, delimiter))


def _usual_width(text: str, delimiter: str) -> int:
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        widths = Counter(len(row) for row in islice(rows, 20) if row)
    except csv.Error:
        return 0
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _cell(value: str) -> Cell:
    """A value as text; ="0755" is how programs keep leading zeros."""
    quoted = _QUOTED_TEXT.fullmatch(value)
    return cell_of(quoted[1] if quoted else value)
