"""Why a file is refused, what is only remarked on, and how much is read at most."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Refusal(StrEnum):
    """Why a file was refused; the screen translates it, ``sentence`` is the English one."""

    NOT_A_SPREADSHEET = "not_a_spreadsheet"
    OLD_FORMAT = "old_format"
    MACROS = "macros"
    ENCRYPTED = "encrypted"
    BOMB = "bomb"
    UNSAFE = "unsafe"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    EMPTY = "empty"
    NO_HEADINGS = "no_headings"
    DUPLICATE_HEADINGS = "duplicate_headings"
    MERGED_CELLS = "merged_cells"
    ENCODING = "encoding"
    NUL = "nul"

    @property
    def sentence(self) -> str:
        """The refusal as an English sentence for the person who sent the file."""
        return _SENTENCES[self]


_SENTENCES: Final = {
    Refusal.NOT_A_SPREADSHEET: "This file is not a spreadsheet. Please send an .xlsx or .csv file.",
    Refusal.OLD_FORMAT: "This is an old or binary Excel file. Please save it as .xlsx and send it again.",
    Refusal.MACROS: "This workbook contains macros. Please save it as .xlsx without macros.",
    Refusal.ENCRYPTED: "This workbook is protected by a password. Please remove the password and send it again.",
    Refusal.BOMB: "This file unpacks to far more than a spreadsheet would and was not opened.",
    Refusal.UNSAFE: "This workbook contains declarations no spreadsheet program writes and was not opened.",
    Refusal.DAMAGED: "This file is damaged. Please open it, save it again and send the new file.",
    Refusal.TOO_LARGE: "This file is too large.",
    Refusal.TOO_MANY_ROWS: "This sheet has too many rows. Please split it.",
    Refusal.TOO_MANY_COLUMNS: "This sheet has too many columns.",
    Refusal.EMPTY: "There are no rows to read in this file.",
    Refusal.NO_HEADINGS: "No row of column headings was found above the data.",
    Refusal.DUPLICATE_HEADINGS: "A column heading appears more than once.",
    Refusal.MERGED_CELLS: "There are merged cells inside the table. Please unmerge them.",
    Refusal.ENCODING: "The characters of this file cannot be read. Please save it as CSV UTF-8.",
    Refusal.NUL: "This file contains NUL characters, so it is damaged or not a text file.",
}


class SheetRefused(Exception):
    """A file that is not read; ``code`` says why, ``detail`` names the place or figure (a range, a limit)."""

    def __init__(self, code: Refusal, detail: str = "") -> None:
        super().__init__(f"{code.sentence} ({detail})" if detail else code.sentence)
        self.code = code
        self.detail = detail


class Notice(StrEnum):
    """What a person should know about a file that was read all the same; the screen translates it."""

    FORMULAS = "formulas"
    OTHER_SHEETS = "other_sheets"
    UNNAMED_COLUMN = "unnamed_column"
    LOST_DIGITS = "lost_digits"


@dataclass(frozen=True, slots=True)
class SheetWarning:
    """One remark: ``detail`` names sheets, columns or a value; ``row`` the first row concerned, None for the whole."""

    code: Notice
    detail: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read at most.

    ``file_bytes`` as sent; ``unpacked_bytes`` and ``ratio`` (unpacked to packed, looked at above ``ratio_from`` bytes)
    of what really comes out of the zip; ``tags`` of its XML; ``rows`` below the headings; ``columns``.
    """

    file_bytes: int = 20 * 1024 * 1024
    unpacked_bytes: int = 300 * 1024 * 1024
    ratio: int = 100
    ratio_from: int = 10 * 1024 * 1024
    entries: int = 2000
    tags: int = 40_000_000
    rows: int = 200_000
    columns: int = 200
