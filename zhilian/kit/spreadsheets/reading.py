"""The door: a file from anywhere becomes a table or a refusal with a reason."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import BinaryIO, Final

from .delimited import DelimitedSource
from .package import inspect
from .refusal import Limits, Refusal, SheetRefused
from .sheet import Sheet
from .source import Source
from .workbook import WorkbookSource

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_BIFF: Final = (b"\x09\x08\x10\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00")
_OTHER: Final = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ", b"\x7fELF")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_MACRO_NAMES: Final = (".xlsm", ".xltm", ".xlam")
DEFAULT_LIMITS: Final = Limits()


def open_sheet(source: str | PathLike[str] | BinaryIO, *, filename: str, limits: Limits = DEFAULT_LIMITS) -> Sheet:
    """Open an .xlsx or .csv for reading row by row; what it is is told by its content, not by its name.

    ``filename`` is the name it was sent under. Reads the first visible sheet that holds anything. Formulas give their
    saved result. Errors: SheetRefused, also while walking through the rows.
    """
    return Sheet(open_rows(source, filename=filename, limits=limits), limits)


def open_rows(source: str | PathLike[str] | BinaryIO, *, filename: str, limits: Limits = DEFAULT_LIMITS) -> Source:
    """The same with its rows as they stand, headings not looked for: for a look at any sheet. Errors: SheetRefused."""
    data = _bytes(source, limits)
    if filename.lower().endswith(_MACRO_NAMES):
        raise SheetRefused(Refusal.MACROS)
    return _source(data, limits)


def _bytes(source: str | PathLike[str] | BinaryIO, limits: Limits) -> bytes:
    if isinstance(source, str | PathLike):
        with Path(source).open("rb") as file:
            return _bytes(file, limits)
    source.seek(0)
    data = source.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        raise SheetRefused(Refusal.TOO_LARGE, f"{limits.file_bytes // 1024 // 1024} MB")
    return data


def _source(data: bytes, limits: Limits) -> Source:
    if not data.strip():
        raise SheetRefused(Refusal.EMPTY)
    if data.startswith(_ZIP):
        return WorkbookSource(data, inspect(data, limits), limits)
    if data.startswith(_OLE):
        raise SheetRefused(Refusal.ENCRYPTED if _ENCRYPTED in data else Refusal.OLD_FORMAT)
    if data.startswith(_OLD_BIFF):
        raise SheetRefused(Refusal.OLD_FORMAT)
    if data.startswith(_OTHER):
        raise SheetRefused(Refusal.NOT_A_SPREADSHEET)
    return DelimitedSource(data)
