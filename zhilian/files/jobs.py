"""What the worker does for the files: imports are checked and applied."""

import logging
from datetime import datetime

from django.db import DatabaseError, IntegrityError
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from zhilian.core.actor import Actor
from zhilian.core.errors import NotPossible
from zhilian.files import actions, queries
from zhilian.files.imports import IMPORTERS, Findings, Importer, MissingColumn, Overtaken, examine, match, refusal
from zhilian.files.imports.source import estimated_rows, opened
from zhilian.files.models import ImportRun
from zhilian.files.sentences import Said, say
from zhilian.files.store import location
from zhilian.kit.spreadsheets import SheetRefused

log = logging.getLogger(__name__)

TRIES = 3  # examinations when rows change while a file is being applied
_NOBODY = _("The person who started this import no longer holds the role it needs.")
_UNKNOWN = _("The file could not be worked through. Nothing was changed; the fault has been noted.")
_RESTLESS = _("The data kept changing while the file was being applied. Nothing was changed; please try again.")
_SOME_BAD = _("%(bad)s rows are bad by now, so nothing was imported.")
_NO_COLUMN = _("No column was understood as: %(columns)s. Please say below which heading it is.")


def run_import(at: datetime) -> int:
    """Take one import in line and bring it to its next halt; returns how many were taken."""
    run = actions.claim_import(at=at)
    if run is None:
        return 0
    try:
        _bring_on(run)
    except NotPossible:
        log.warning("import %s was taken over by another worker", run.pk)
    except DatabaseError:
        raise
    except Exception:  # whatever a file makes us stumble over, the worker goes on
        log.exception("import %s", run.pk)
        _fail(run, say(_UNKNOWN))
    return 1


def _bring_on(run: ImportRun) -> None:
    importer, actor = IMPORTERS.get(run.kind), queries.actor_of_run(run, timezone.localdate())
    if run.attempts > actions.ATTEMPTS or importer is None:
        _fail(run, say(_UNKNOWN))
    elif actor is None or not actor.has(importer.power):
        _fail(run, say(_NOBODY))
    elif run.state == ImportRun.State.CHECKING:
        _check(run, importer)
    else:
        _apply(run, importer, actor)


def _check(run: ImportRun, importer: Importer) -> None:
    findings = _examined(run, importer, keep=False)
    if findings:
        actions.store_check(run=run, findings=findings)


def _apply(run: ImportRun, importer: Importer, actor: Actor) -> None:
    for _try in range(TRIES):
        findings = _examined(run, importer, keep=True)
        if findings is None:
            return
        if findings.bad and run.mode == ImportRun.Mode.ALL_OR_NOTHING:
            actions.store_check(run=run, findings=findings, refusal=say(_SOME_BAD, bad=findings.bad))
            return
        try:
            actions.finish_import(run=run, importer=importer, findings=findings, actor=actor, at=timezone.now())
        except (Overtaken, IntegrityError):
            continue
        return
    _fail(run, say(_RESTLESS))


def _examined(run: ImportRun, importer: Importer, *, keep: bool) -> Findings | None:
    """Walk through the file; a file that cannot be read is refused, and nothing comes back."""
    path = location(run.sha256)
    try:
        sheet = opened(path, run.filename)
        chosen = {text: field or "" for text, field in run.headings} if run.chosen else None
        headings = match(importer.columns, sheet.headings, chosen)
        total = estimated_rows(path)
        return examine(
            importer,
            run.federation,
            sheet,
            headings,
            keep=keep,
            progress=lambda done: actions.note_progress(run=run, done=done, total=total, at=timezone.now()),
        )
    except SheetRefused as refused:
        _fail(run, refusal(refused))
    except MissingColumn as missing:
        names = " · ".join(column.headings[0] for column in missing.columns)
        actions.fail_import(
            run=run, reason=say(_NO_COLUMN, columns=names), at=timezone.now(), headings=missing.headings
        )
    return None


def _fail(run: ImportRun, reason: Said) -> None:
    actions.fail_import(run=run, reason=reason, at=timezone.now())
