"""Work on a list: dispatch many at once, take a list out of the house, keep a filter under a name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.actions.route import dispatch
from zhilian.cases.actions.secrecy import note_readings
from zhilian.cases.models import Case, Export, SavedFilter
from zhilian.channels.models import DirectChannel
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid, Refusal
from zhilian.core.models import Organisation
from zhilian.core.powers import require
from zhilian.core.trail import record

FILTERS_AT_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class Way:
    """Where one case is to go: its unit, over a channel or not, and why."""

    unit: Organisation
    channel: DirectChannel | None
    why: str = ""


@dataclass(slots=True)
class Done:
    """What came of work on many cases: the numbers done, and those not, each with the reason."""

    done: list[str] = field(default_factory=list)
    failed: list[tuple[str, object]] = field(default_factory=list)


# house: allow action: each case is a transaction of its own, so that the others go on when one has changed meanwhile
def dispatch_many(*, cases: Sequence[Case], ways: Mapping[int, Way], actor: Actor, at: datetime) -> Done:
    """批量派单: dispatch each case its way (by key); what has changed meanwhile, or has no way, is named."""
    require(actor, permissions.DISPATCH)
    found = Done()
    for case in cases:
        way = ways.get(case.pk)
        if way is None:
            found.failed.append((case.number, _("The dispatch catalogue names no unit for it.")))
            continue
        try:
            dispatch(case=case, unit=way.unit, channel=way.channel, why=way.why, actor=actor, at=at)
        except Refusal as refusal:
            found.failed.append((case.number, refusal.sentence))
        else:
            found.done.append(case.number)
    return found


@transaction.atomic
def note_export(*, what: str, query: str, content: bytes, cases: Sequence[Case], actor: Actor, at: datetime) -> Export:
    """导出留痕: who took which list, how filtered, how many rows, with the file's SHA-256; confidential reads too."""
    require(actor, permissions.EXPORT)
    export = Export.objects.create(
        federation=actor.federation,
        user_id=actor.user_id,
        name=actor.name,
        role=actor.role,
        at=at,
        what=what,
        query=query[:500],
        rows=len(cases),
        sha256=sha256(content).hexdigest(),
    )
    note_readings(cases=cases, actor=actor, at=at, where="export")
    record("case.exported", export, actor=actor, at=at, what=what, rows=export.rows, sha256=export.sha256)
    return export


@transaction.atomic
def save_filter(*, name: str, query: str, actor: Actor, at: datetime) -> SavedFilter:
    """常用筛选: keep a list's address under a name of one's own; the same name again is changed. Raises Invalid."""
    require(actor, permissions.SEE_LIST)
    name = name.strip()[:30]
    if not name:
        raise Invalid(_("Please give the filter a name."), ["name"])
    mine = SavedFilter.objects.filter(federation_id=actor.federation_id, user_id=actor.person_id)
    if mine.exclude(name=name).count() >= FILTERS_AT_MOST:
        raise Invalid(_("You have twenty filters already; please remove one first."), ["name"])
    kept, _new = SavedFilter.objects.update_or_create(
        federation_id=actor.federation_id, user_id=actor.person_id, name=name,
        defaults={"query": query[:500], "at": at},
    )  # fmt: skip
    record("filter.saved", kept, actor=actor, at=at, name=name)
    return kept


@transaction.atomic
def remove_filter(*, key: int, actor: Actor, at: datetime) -> bool:
    """Take one of one's own filters away; False where there is none with this key."""
    require(actor, permissions.SEE_LIST)
    kept = SavedFilter.objects.filter(federation_id=actor.federation_id, user_id=actor.person_id, pk=key).first()
    if kept is None:
        return False
    record("filter.removed", kept, actor=actor, at=at, name=kept.name)
    kept.delete()
    return True
