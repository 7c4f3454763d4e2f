"""Opening a spreadsheet for an import."""

import re
import zipfile
from os import PathLike
from pathlib import Path
from typing import Final

from django.conf import settings

from zhilian.kit.spreadsheets import Limits, Sheet, open_sheet

_ROW: Final = re.compile(rb"<(?:\w+:)?row[\s>/]")
_CHUNK: Final = 1 << 20
ROWS: Final = 200_000  # below the headings of one file


def opened(path: str | PathLike[str], filename: str) -> Sheet:
    """The sheet of a file. Raises SheetRefused, also while its rows are walked through."""
    return open_sheet(path, filename=filename, limits=Limits(file_bytes=settings.UPLOAD_LIMIT, rows=ROWS))


def estimated_rows(path: str | PathLike[str]) -> int:
    """About how many rows a file that could be opened has: a measure for the progress bar, no more."""
    if not zipfile.is_zipfile(path):
        with Path(path).open("rb") as file:
            return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(_CHUNK), b""))
    with zipfile.ZipFile(path) as package:
        sheets = [name for name in package.namelist() if "/worksheets/" in name]
        return max((_rows(package, name) for name in sheets), default=0)


def _rows(package: zipfile.ZipFile, name: str) -> int:
    count, tail = 0, b""
    with package.open(name) as part:
        while chunk := part.read(_CHUNK):
            text = tail + chunk
            end = text.rfind(b"<")
            count += len(_ROW.findall(text, 0, max(end, 0)))
            tail = text[max(end, 0) :]
    return count
