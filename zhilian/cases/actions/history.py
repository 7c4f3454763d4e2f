"""History: matters finished elsewhere come in as closed cases, with their answers and real dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from zhilian.cases import permissions
from zhilian.cases.models import Case, Reply
from zhilian.cases.rules import Stage, fingerprint
from zhilian.channels.models import Category
from zhilian.core.actor import Actor
from zhilian.core.models import Organisation
from zhilian.core.numbers import next_number
from zhilian.core.powers import require
from zhilian.core.trail import record_many
from zhilian.members.models import Enterprise

CHUNK: Final = 500  # rows in one statement


@dataclass(frozen=True, slots=True)
class Finished:
    """A matter with its answer; ``external_ref`` is its number at the source and makes a second import harmless."""

    external_ref: str
    title: str
    text: str
    received_at: datetime
    reply: str
    replied_at: datetime
    reporter: str = ""
    enterprise: Enterprise | None = None
    category: Category | None = None
    unit: Organisation | None = None
    result: str = "explained"


@transaction.atomic
def import_closed(*, matter: Finished, actor: Actor, at: datetime) -> Case | None:
    """Enter one finished matter; None when it is here already. The trail says it was imported, and when it was."""
    return next(iter(import_closed_many(matters=[matter], actor=actor, at=at)), None)


@transaction.atomic
def import_closed_many(*, matters: Sequence[Finished], actor: Actor, at: datetime) -> list[Case]:
    """Enter finished matters, each with a line of trail of its own; those that are here already are passed over."""
    require(actor, permissions.IMPORT_CASES)
    new = _new(matters, actor)
    cases = [_case(matter, next_number(actor.federation, matter.received_at), actor) for matter in new]
    Case.objects.bulk_create(cases, batch_size=CHUNK)
    pairs = list(zip(cases, new, strict=True))
    Reply.objects.bulk_create([_reply(case, matter) for case, matter in pairs], batch_size=CHUNK)
    record_many("case.imported", ((case, _facts(case, matter)) for case, matter in pairs), actor=actor, at=at)
    return cases


def _new(matters: Sequence[Finished], actor: Actor) -> list[Finished]:
    """Those not here yet, oldest first, so that numbers follow the dates."""
    refs, known = [matter.external_ref for matter in matters], set[str | None]()
    for start in range(0, len(refs), CHUNK):
        found = Case.objects.filter(
            federation_id=actor.federation_id, external_ref__in=refs[start : start + CHUNK]
        ).values_list("external_ref", flat=True)
        known.update(found)
    return sorted((one for one in matters if one.external_ref not in known), key=lambda one: one.received_at)


def _case(matter: Finished, number: str, actor: Actor) -> Case:
    return Case(
        federation=actor.federation,
        number=number,
        external_ref=matter.external_ref,
        source="import",
        kind="help",
        enterprise=matter.enterprise,
        reporter=matter.reporter,
        title=matter.title[:100],
        text=matter.text,
        category=matter.category,
        stage=Stage.CLOSED,
        unit=matter.unit,
        received_at=matter.received_at,
        accepted_at=matter.received_at,
        replied_at=matter.replied_at,
        closed_at=matter.replied_at,
        result=matter.result,
    )


def _reply(case: Case, matter: Finished) -> Reply:
    return Reply(
        federation_id=case.federation_id,
        case=case,
        unit=matter.unit,
        text=matter.reply,
        result=matter.result,
        at=matter.replied_at,
        reviewed_at=matter.replied_at,
        passed=True,
    )


def _facts(case: Case, matter: Finished) -> dict[str, str]:
    return {
        "number": case.number,
        "title": case.title,
        "text_sha256": fingerprint(case.text),
        "received_at": matter.received_at.isoformat(),
        "replied_at": matter.replied_at.isoformat(),
    }
