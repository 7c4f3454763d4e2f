"""What the two readers hand over: numbered records, to be walked through as often as needed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from .cells import Cell
from .refusal import SheetWarning

Record = tuple[int, list[Cell]]
"""Row number as the person sees it, and its cells."""


class Source(Protocol):
    """A table not yet told apart into headings and rows."""

    merged: list[str]
    warnings: list[SheetWarning]

    def records(self) -> Iterator[Record]:
        """Walk through the rows from the top, blank ones left out. Errors: SheetRefused."""
