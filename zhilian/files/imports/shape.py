"""What an importer says about itself, and what it says about each row. Rooms register theirs in ``apps.ready()``."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from zhilian.core.actor import Actor
from zhilian.core.models import Federation
from zhilian.core.powers import Power
from zhilian.core.registry import Sentence, add_sentences
from zhilian.files.sentences import Said
from zhilian.kit.spreadsheets import Cell
from zhilian.kit.text import clean, clean_line


@dataclass(frozen=True, slots=True)
class Column:
    """A column an importer understands: ``headings`` are what it may be called, the surest first."""

    field: str
    label: object
    headings: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row, its cells by field; ``number`` as the spreadsheet program shows it. Empty cells are left out."""

    number: int
    cells: Mapping[str, Cell]

    def line(self, name: str) -> str:
        """A cell as one line of clean text; empty where there is none."""
        return clean_line(text_of(self.cells.get(name)))

    def prose(self, name: str) -> str:
        """A cell as clean text with its line breaks."""
        return clean(text_of(self.cells.get(name)))


class Outcome(StrEnum):
    """What a row would do."""

    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is bad: the field, the value that stands there and the reason."""

    field: str
    value: str
    reason: Said


@dataclass(frozen=True, slots=True)
class Note:
    """A remark that lets the row stand; rows with the same ``text`` are counted, with their commonest values.

    ``text`` is a sentence of the catalogue with the places ``%(rows)s`` and, if values matter, ``%(values)s``.
    """

    text: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one row; ``payload`` is what the importer needs to apply it."""

    row: int
    outcome: Outcome
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()
    payload: Any = field(default=None, compare=False)


class Overtaken(Exception):
    """Rows changed between the examination and its application: it has to be examined again."""


class Importer(ABC):
    """A kind of spreadsheet: ``done`` says in the trail what came in, with ``%(created)s``, ``%(filename)s`` …"""

    kind: str
    label: object
    lead: object
    power: Power
    columns: tuple[Column, ...]
    done: object

    @abstractmethod
    def check(self, federation: Federation, rows: Iterable[Row]) -> Iterator[Verdict]:
        """Say of each row what it would do, without changing anything."""

    def prepare(self, verdicts: Sequence[Verdict], federation: Federation) -> None:  # noqa: B027 (need not be done)
        """Do beforehand what takes long and needs no lock; the payloads may keep it."""

    @abstractmethod
    def apply(self, verdicts: Sequence[Verdict], actor: Actor, at: datetime) -> None:
        """Do it, in the caller's transaction. Raises Overtaken when the rows are not as they were found."""

    @abstractmethod
    def address(self) -> str:
        """Where a person sees what came in."""


IMPORTERS: dict[str, Importer] = {}


def register(importer: Importer) -> None:
    """Offer a kind of import; its line of trail is ``<kind>.imported``."""
    IMPORTERS[importer.kind] = importer
    add_sentences({f"{importer.kind}.imported": Sentence(importer.done)})


def text_of(cell: Cell) -> str:
    """A cell as a person would read it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    return cell.isoformat() if isinstance(cell, date) else str(cell)
