"""The course of an import: started, checked, chosen, applied; each step is one conditional UPDATE."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid, NotPossible
from zhilian.core.powers import require
from zhilian.core.trail import record
from zhilian.files.imports import Findings, Heading, Importer, Outcome
from zhilian.files.models import ImportProblem, ImportRun
from zhilian.files.sentences import Said

State, Mode = ImportRun.State, ImportRun.Mode
LEASE: Final = timedelta(minutes=5)  # without a sign of life for so long, a worker counts as dead
ATTEMPTS: Final = 3  # a file that has cost three workers their life is not tried again
CHUNK: Final = 1000
_BUSY = (State.CHECKING, State.APPLYING)


@transaction.atomic
def start_import(*, importer: Importer, filename: str, sha256: str, actor: Actor, at: datetime) -> ImportRun:
    """Put a stored spreadsheet in line to be checked."""
    require(actor, importer.power)
    return ImportRun.objects.create(
        federation=actor.federation,
        kind=importer.kind,
        filename=filename,
        sha256=sha256,
        started_by_id=actor.user_id,
        holding_id=actor.holding_id,
        created_at=at,
    )


@transaction.atomic
def remap_import(*, run: ImportRun, importer: Importer, chosen: Mapping[str, str], actor: Actor) -> None:
    """Have the file checked again with a person's word on what its headings mean (heading → field)."""
    require(actor, importer.power)
    headings = [[text, chosen.get(text) or None] for text, _field in run.headings]
    _move(run, (State.CHECKED, State.REFUSED), State.CHECKING, headings=headings, chosen=True, **_AFRESH)


@transaction.atomic
def choose_mode(*, run: ImportRun, importer: Importer, mode: str, actor: Actor) -> None:
    """Let the checked rows be applied. Raises Invalid when all must be good and some are not."""
    require(actor, importer.power)
    if mode == Mode.ALL_OR_NOTHING and run.bad:
        raise Invalid(_("%(bad)s rows are bad, so nothing was imported.") % {"bad": run.bad}, ["mode"])
    _move(run, (State.CHECKED,), State.APPLYING, mode=mode, **_AFRESH)


@transaction.atomic
def drop_import(*, run: ImportRun, importer: Importer, actor: Actor, at: datetime) -> None:
    """Put the file aside; nothing was changed by it."""
    require(actor, importer.power)
    _move(run, (State.CHECKED, State.REFUSED), State.DROPPED, finished_at=at)


@transaction.atomic
def claim_import(*, at: datetime) -> ImportRun | None:
    """Take the next file to check or apply, also from a worker without sign of life; one worker wins."""
    free = Q(state__in=_BUSY) & (Q(claimed_at=None) | Q(claimed_at__lt=at - LEASE))
    candidate = ImportRun.objects.filter(free).order_by("id").first()
    if candidate is None:
        return None
    taken = ImportRun.objects.filter(free, pk=candidate.pk).update(claimed_at=at, attempts=F("attempts") + 1)
    return ImportRun.objects.select_related("federation").get(pk=candidate.pk) if taken else None


@transaction.atomic
def note_progress(*, run: ImportRun, done: int, total: int, at: datetime) -> None:
    """Say how far it is, and that the worker lives. Raises NotPossible when another one has taken it over."""
    _hold(run, claimed_at=at, rows_done=done, rows_total=max(done, total))


@transaction.atomic
def store_check(*, run: ImportRun, findings: Findings, refusal: Said | None = None) -> None:
    """Keep what was found, for the preview; ``refusal`` says why it was not applied after all."""
    _keep_problems(run, findings)
    _hold(run, state=State.CHECKED, refusal=refusal.kept() if refusal else None, **_shown(findings))


@transaction.atomic
def fail_import(*, run: ImportRun, reason: Said, at: datetime, headings: list[Heading] | None = None) -> None:
    """Refuse the file, with the reason; its headings stay, so that a person may say what they mean."""
    kept = {"headings": [[one.text, one.field] for one in headings]} if headings is not None else {}
    _hold(run, state=State.REFUSED, refusal=reason.kept(), finished_at=at, **kept)


@transaction.atomic
def finish_import(*, run: ImportRun, importer: Importer, findings: Findings, actor: Actor, at: datetime) -> None:
    """Apply every good row, with one line of trail. Raises Overtaken (nothing applied) when rows changed meanwhile."""
    require(actor, importer.power)
    changes = {"state": State.DONE, "finished_at": at, "refusal": None, **_shown(findings)}
    _write(run, **changes)
    _keep_problems(run, findings)
    importer.apply(findings.changes, actor, at)
    record(
        f"{run.kind}.imported",
        run,
        actor=actor,
        at=at,
        filename=run.filename,
        sha256=run.sha256,
        mode=run.mode,
        created=findings.counts[Outcome.CREATE],
        updated=findings.counts[Outcome.UPDATE],
        unchanged=findings.counts[Outcome.UNCHANGED],
        bad=findings.bad,
    )
    _remember(run, **changes)  # only now: until here all may be undone


@transaction.atomic
def import_at_once(
    *, importer: Importer, filename: str, sha256: str, mode: str, findings: Findings, actor: Actor, at: datetime
) -> ImportRun:
    """Start and finish an import in one step, as the command line does. Raises Invalid and Overtaken like the steps."""
    run = start_import(importer=importer, filename=filename, sha256=sha256, actor=actor, at=at)
    _move(run, (State.CHECKING,), State.CHECKED, claimed_at=None, bad=findings.bad)
    choose_mode(run=run, importer=importer, mode=mode, actor=actor)
    finish_import(run=run, importer=importer, findings=findings, actor=actor, at=at)
    return run


_AFRESH: dict[str, Any] = {"claimed_at": None, "attempts": 0, "rows_done": 0, "refusal": None, "finished_at": None}


def _keep_problems(run: ImportRun, findings: Findings) -> None:
    ImportProblem.objects.filter(run=run).delete()
    rows = (
        ImportProblem(
            federation_id=run.federation_id,
            run=run,
            row=one.row,
            column=one.column,
            value=one.value,
            reason=one.reason.kept(),
        )
        for one in findings.problems
    )
    ImportProblem.objects.bulk_create(rows, batch_size=CHUNK)


def _shown(findings: Findings) -> dict[str, Any]:
    """The findings as columns of the run."""
    return {
        "claimed_at": None,
        "headings": [[one.text, one.field] for one in findings.headings],
        "remarks": [words.kept() for words in findings.remarks],
        "sample": findings.sample,
        "repairs": findings.repairs,
        "rows_total": findings.rows,
        "rows_done": findings.rows,
        "to_create": findings.counts[Outcome.CREATE],
        "to_update": findings.counts[Outcome.UPDATE],
        "unchanged": findings.counts[Outcome.UNCHANGED],
        "bad": findings.bad,
    }


def _move(run: ImportRun, sources: tuple[str, ...], target: str, **changes: Any) -> None:
    """A person's step. Raises NotPossible when the run is elsewhere already."""
    if not ImportRun.objects.filter(pk=run.pk, state__in=sources).update(state=target, **changes):
        raise NotPossible(_("This import has moved on meanwhile. Please look at it again."))
    _remember(run, state=target, **changes)


def _hold(run: ImportRun, **changes: Any) -> None:
    _write(run, **changes)
    _remember(run, **changes)


def _write(run: ImportRun, **changes: Any) -> None:
    """A worker's step, as long as it is the one that has the run."""
    mine = ImportRun.objects.filter(pk=run.pk, state=run.state, claimed_at=run.claimed_at)
    if not mine.update(**changes):
        raise NotPossible(_("Another worker has taken this import over."))


def _remember(run: ImportRun, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(run, name, value)
