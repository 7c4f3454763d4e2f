"""What the pages of an import show."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any, Final

from django.utils.translation import gettext as _

from zhilian.core.paging import Page
from zhilian.files.filetypes import XLSX
from zhilian.files.forms import HeadingsForm, ModeForm
from zhilian.files.imports import Importer, Outcome
from zhilian.files.models import ImportProblem, ImportRun
from zhilian.kit.spreadsheets import write_xlsx
from zhilian.kit.text import shorten

SHEET: Final = XLSX.content_type
State = ImportRun.State
STEP: Final = {State.CHECKING: 2, State.REFUSED: 2, State.CHECKED: 3, State.DROPPED: 3, State.APPLYING: 4}
TONES: Final = {Outcome.CREATE: "active", Outcome.UPDATE: "turn", Outcome.UNCHANGED: "done", Outcome.BAD: "late"}


def run_context(
    importer: Importer,
    run: ImportRun,
    problems: Page[ImportProblem],
    *,
    mode_form: ModeForm | None = None,
    headings_form: HeadingsForm | None = None,
) -> dict[str, Any]:
    """Everything the page of one import shows."""
    form = headings_form or HeadingsForm(importer, run.headings)
    return {
        "importer": importer,
        "run": run,
        "problems": problems,
        "mode_form": mode_form or ModeForm(),
        "headings_form": form,
        "headings": _headings(importer, run, form),
        "unused": [shorten(text, 40) for text, field in run.headings if text and not field],
        "rows": _sample(run, _columns(importer, run)),
        "columns": _columns(importer, run),
        "steps": [_("Send the file"), _("Check"), _("Look"), _("Import"), _("Done")],
        "step": STEP.get(State(run.state), 6),
        "crumbs": [{"label": _("Imports"), "url": "/imports/"}, {"label": run.filename}],
    }


def _headings(importer: Importer, run: ImportRun, form: HeadingsForm) -> list[dict[str, Any]]:
    """Each heading with an example from the first rows and the control for its meaning."""
    labels = {column.field: column.label for column in importer.columns}
    return [
        {
            "text": shorten(text, 60),
            "meaning": labels.get(field, ""),
            "example": _example(run, place),
            "control": form[f"h{place}"],
        }
        for place, (text, field) in enumerate(run.headings)
    ]


def _example(run: ImportRun, place: int) -> str:
    cells = [row["cells"][place] for row in run.sample if place < len(row["cells"])]
    return next((cell for cell in cells if cell), "")


def _used(run: ImportRun) -> list[tuple[int, str]]:
    return [(place, field) for place, (_text, field) in enumerate(run.headings) if field]


def _columns(importer: Importer, run: ImportRun) -> list[object]:
    """What the columns of the sample are called."""
    labels = {column.field: column.label for column in importer.columns}
    return [labels.get(field, field) for _place, field in _used(run)]


def _sample(run: ImportRun, names: list[object]) -> list[dict[str, Any]]:
    """The first rows, the used columns only, each cell with the name of its column."""
    labels = {
        Outcome.CREATE: _("new"),
        Outcome.UPDATE: _("changed"),
        Outcome.UNCHANGED: _("unchanged"),
        Outcome.BAD: _("bad"),
    }
    return [
        {
            "row": row["row"],
            "outcome": labels[Outcome(row["outcome"])],
            "tone": TONES[Outcome(row["outcome"])],
            "cells": list(zip(names, _cells(run, row["cells"]), strict=True)),
        }
        for row in run.sample
    ]


def _cells(run: ImportRun, cells: list[str]) -> list[str]:
    return [cells[place] if place < len(cells) else "" for place, _field in _used(run)]


def problems_sheet(problems: Iterable[ImportProblem]) -> BytesIO:
    """Bad rows as a spreadsheet."""
    target = BytesIO()
    rows = ((one.row, one.column, one.value, str(one.why or "")) for one in problems)
    write_xlsx(target, [_("Row"), _("Column"), _("What it says"), _("Reason")], rows)
    return target


def template_sheet(importer: Importer) -> BytesIO:
    """A spreadsheet with the headings and nothing below."""
    target = BytesIO()
    write_xlsx(target, [column.headings[0] for column in importer.columns], [])
    return target
