"""The walk through a sheet: every row gets its verdict; nothing is changed."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext_noop as _

from zhilian.core.models import Federation
from zhilian.files.imports.columns import Heading
from zhilian.files.imports.shape import Importer, Outcome, Problem, Row, Verdict, text_of
from zhilian.files.imports.words import remark
from zhilian.files.sentences import Said, say
from zhilian.kit.repair import Repaired, looks_damaged, repair
from zhilian.kit.spreadsheets import Cell, ErrorValue, FormulaWithoutValue, Sheet, UnreadableCell
from zhilian.kit.spreadsheets import Row as SheetRow
from zhilian.kit.spreadsheets.cells import has_lost_digits
from zhilian.kit.text import has_nul, shorten

STEP: Final = 1000  # rows between two words on the progress
SAMPLE: Final = 8  # rows shown in the preview
COMMONEST: Final = 6  # values named in a remark
VALUE: Final = 200  # characters of a value that are shown
REPAIRS: Final = 50  # repaired texts shown in the preview; all are counted

_NO_RESULT = _("This cell holds a formula whose result was not saved. Please save the file in Excel or WPS.")
_FAILED = _("This cell holds a failed formula.")
_LOST = _("Excel keeps 15 digits of a number; the last ones are lost. Please format the column as text.")
_NUL = _("This cell contains a NUL character.")
_REPAIRED = _("%(rows)s texts were damaged by the web page they were copied from and have been repaired; see below.")
_LOST_FOR_GOOD = _("In %(rows)s texts something is lost for good and marked 〔？〕. Rows: %(values)s.")
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A bad row as a person finds it: row number, heading, value, reason."""

    row: int
    column: str
    value: str
    reason: Said


@dataclass(slots=True)
class Findings:
    """What an examination found; ``changes`` are the verdicts to apply, kept only when asked for."""

    headings: list[Heading]
    counts: Counter[Outcome] = field(default_factory=Counter)
    problems: list[RowProblem] = field(default_factory=list)
    remarks: list[Said] = field(default_factory=list)
    sample: list[dict[str, Any]] = field(default_factory=list)
    repairs: list[dict[str, Any]] = field(default_factory=list)
    changes: list[Verdict] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self.counts.total()

    @property
    def bad(self) -> int:
        """How many of them are bad."""
        return self.counts[Outcome.BAD]


def examine(
    importer: Importer,
    federation: Federation,
    sheet: Sheet,
    headings: Sequence[Heading],
    *,
    keep: bool = False,
    progress: Progress = lambda done: None,
) -> Findings:
    """Ask the importer about every row; ``progress`` hears of every thousandth. Raises SheetRefused."""
    walk = _Walk(headings, keep)
    for verdict in importer.check(federation, walk.readable(sheet)):
        walk.note(verdict)
        if walk.found.rows % STEP == 0:
            progress(walk.found.rows)
    progress(walk.found.rows)
    importer.prepare(walk.found.changes, federation)
    return walk.finished(sheet)


class _Walk:
    def __init__(self, headings: Sequence[Heading], keep: bool) -> None:
        self.found, self.keep = Findings(list(headings)), keep
        self.places = {one.field: place for place, one in enumerate(headings) if one.field}
        self.notes: Counter[tuple[str, str]] = Counter()
        self.first: dict[int, list[str]] = {}

    def readable(self, sheet: Sheet) -> Iterator[Row]:
        """The rows whose cells can be read; the others are bad whatever the importer would say."""
        for raw in sheet.rows():
            cells = {name: raw.cells[place] for name, place in self.places.items() if raw.cells[place] is not None}
            self._keep_sample(raw, self._mend(raw.number, cells))
            problems = [problem for name, cell in cells.items() for problem in _unreadable(name, cell)]
            if problems:
                self.note(Verdict(raw.number, Outcome.BAD, tuple(problems)))
            else:
                yield Row(raw.number, cells)

    def _mend(self, row: int, cells: dict[str, Cell]) -> dict[str, Cell]:
        """Repair texts that a web page damaged, in place; what was done is kept, to be shown in the preview."""
        for name, cell in cells.items():
            if isinstance(cell, str) and looks_damaged(cell):
                found = repair(cell)
                cells[name] = found.text
                self.notes[_REPAIRED, ""] += 1
                self.notes.update([(_LOST_FOR_GOOD, str(row))] if found.lost else [])
                if len(self.found.repairs) < REPAIRS:
                    self.found.repairs.append(self._repaired(row, name, cell, found))
        return cells

    def _repaired(self, row: int, name: str, before: str, found: Repaired) -> dict[str, Any]:
        column = self.found.headings[self.places[name]].text
        texts = {"before": shorten(before, VALUE), "after": shorten(found.text, VALUE)}
        return {"row": row, "column": shorten(column, 60), **texts, "changes": len(found.changes), "lost": found.lost}

    def _keep_sample(self, raw: SheetRow, cells: dict[str, Cell]) -> None:
        if len(self.first) < SAMPLE:
            fields = {place: name for name, place in self.places.items()}
            shown = [cells.get(fields.get(place, ""), cell) for place, cell in enumerate(raw.cells)]
            self.first[raw.number] = [shorten(text_of(cell), 60) for cell in shown]

    def note(self, verdict: Verdict) -> None:
        """Count one verdict and keep what is shown of it."""
        self.found.counts[verdict.outcome] += 1
        for problem in verdict.problems:
            self.found.problems.append(self._located(verdict.row, problem))
        for note in verdict.notes:
            self.notes[note.text, note.value] += 1
        if self.keep and verdict.outcome in (Outcome.CREATE, Outcome.UPDATE):
            self.found.changes.append(verdict)
        if cells := self.first.get(verdict.row):
            self.found.sample.append({"row": verdict.row, "outcome": str(verdict.outcome), "cells": cells})

    def _located(self, row: int, problem: Problem) -> RowProblem:
        place = self.places.get(problem.field)
        column = self.found.headings[place].text if place is not None else ""
        return RowProblem(row, shorten(column, 60), shorten(problem.value, VALUE), problem.reason)

    def finished(self, sheet: Sheet) -> Findings:
        """Everything in order: problems and sample by row, remarks summed up."""
        self.found.problems.sort(key=lambda problem: problem.row)
        self.found.sample.sort(key=lambda row: row["row"])
        remarks = [words for warning in sheet.warnings if (words := remark(warning))]
        self.found.remarks = [*remarks, *_summed(self.notes)]
        return self.found


def _unreadable(name: str, cell: Cell) -> Iterator[Problem]:
    if isinstance(cell, FormulaWithoutValue):
        yield Problem(name, cell.text, say(_NO_RESULT))
    elif isinstance(cell, ErrorValue):
        yield Problem(name, cell.text, say(_FAILED))
    elif isinstance(cell, UnreadableCell):
        yield Problem(name, cell.text, say(_NO_RESULT))
    elif has_lost_digits(cell):
        yield Problem(name, str(cell), say(_LOST))
    elif isinstance(cell, str) and has_nul(cell):
        yield Problem(name, cell.replace("\0", "␀"), say(_NUL))


def _summed(notes: Counter[tuple[str, str]]) -> Iterator[Said]:
    """One sentence for each kind of note, with its number of rows and its commonest values."""
    kinds: dict[str, Counter[str]] = {}
    for (text, value), rows in notes.items():
        kinds.setdefault(text, Counter())[value] += rows
    for text, values in kinds.items():
        named = [f"{value} ({rows})" for value, rows in values.most_common(COMMONEST) if value]
        more = ["…"] if len(values) > COMMONEST else []
        yield say(text, rows=values.total(), values=" · ".join([*named, *more]))
