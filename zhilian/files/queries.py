"""Reads of the files."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from zhilian.accounts.queries import actor_of, roles_of
from zhilian.core.actor import Actor, system_actor
from zhilian.core.registry import ATTACHMENT_OWNERS
from zhilian.files.imports import IMPORTERS, Importer
from zhilian.files.models import Attachment, ImportProblem, ImportRun


def attachment_for(actor: Actor, attachment_id: int) -> Attachment | None:
    """The attachment if the room that owns the thing it hangs on lets this person read it.

    Only the person's own federation is asked about, and those below it.
    """
    rows = Attachment.objects.filter(federation__path__startswith=actor.federation.path)
    found = rows.filter(pk=attachment_id).first()
    may_read = ATTACHMENT_OWNERS.get(found.subject_type) if found else None
    return found if found and may_read and may_read(actor, found.subject_id, found.pk) else None


def importers_for(actor: Actor) -> list[Importer]:
    """The kinds of import this person may do."""
    return [importer for importer in IMPORTERS.values() if actor.has(importer.power)]


def import_runs(actor: Actor, kinds: Iterable[str]) -> "QuerySet[ImportRun]":
    """The imports of these kinds in the person's own federation, newest first."""
    rows = ImportRun.objects.visible_to(actor).filter(kind__in=list(kinds))
    return rows.select_related("started_by").order_by("-id")


def import_run(actor: Actor, kind: str, run_id: int) -> ImportRun | None:
    """One of them."""
    return import_runs(actor, [kind]).filter(pk=run_id).first()


def problems_of(run: ImportRun) -> "QuerySet[ImportProblem]":
    """The bad rows of an import the reader may see."""
    return run.problems.order_by("row", "id")


def actor_of_run(run: ImportRun, today: date) -> Actor | None:
    """Whoever started it, in the role they started it in, if they hold it still; the system for the command line."""
    if run.started_by_id is None:
        return system_actor(run.federation)
    same = (run.holding_id, run.federation_id)
    holding = next((one for one in roles_of(run.started_by_id, today) if (one.pk, one.federation_id) == same), None)
    return actor_of(holding) if holding else None
