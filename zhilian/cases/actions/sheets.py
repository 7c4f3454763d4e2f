"""Papers are taken out of the house: each leaves a line of trail."""

from datetime import datetime

from django.db import transaction

from zhilian.cases import permissions
from zhilian.cases.models import Case
from zhilian.core.actor import Actor
from zhilian.core.powers import require
from zhilian.core.trail import record


@transaction.atomic
def take_out(*, case: Case, sheet: str, actor: Actor, at: datetime) -> None:
    """导出文书: who took which paper of the case out, and as what kind of file."""
    require(actor, permissions.SEE_SHEETS)
    record("case.sheet", case, actor=actor, at=at, number=case.number, sheet=sheet)
