"""History: matters finished elsewhere come in as closed cases, with their answers and real dates."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhilian.cases import permissions
from zhilian.cases.models import Case, Reply
from zhilian.cases.rules import Stage, fingerprint
from zhilian.channels.models import Category
from zhilian.core.actor import Actor
from zhilian.core.models import Organisation
from zhilian.core.numbers import next_number
from zhilian.core.powers import require
from zhilian.core.trail import record
from zhilian.members.models import Enterprise


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
    require(actor, permissions.IMPORT_CASES)
    if Case.objects.filter(federation_id=actor.federation_id, external_ref=matter.external_ref).exists():
        return None
    case = Case.objects.create(
        federation=actor.federation,
        number=next_number(actor.federation, matter.received_at),
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
    Reply.objects.create(
        federation=actor.federation, case=case, unit=matter.unit, text=matter.reply, result=matter.result,
        at=matter.replied_at, reviewed_at=matter.replied_at, passed=True,
    )  # fmt: skip
    _record(case, matter, actor, at)
    return case


def _record(case: Case, matter: Finished, actor: Actor, at: datetime) -> None:
    facts = {"received_at": matter.received_at.isoformat(), "replied_at": matter.replied_at.isoformat()}
    print_ = fingerprint(case.text)
    record("case.imported", case, actor=actor, at=at, number=case.number, title=case.title, text_sha256=print_, **facts)
