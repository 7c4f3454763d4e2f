"""What every way out of a unit's hands has in common: assignments end, open requests are void."""

# house: allow action: parts of actions, within their transaction

from datetime import datetime

from zhilian.cases.actions.issuing import lift_orders
from zhilian.cases.models import Assignment, Case, Extension, Hold
from zhilian.core.actor import Actor
from zhilian.core.models import Organisation


def held(case: Case) -> Case:
    """The case as it is now, its row held until the commit: what a step decides by cannot change under its hands."""
    case.refresh_from_db(from_queryset=Case.objects.select_for_update())
    return case


def let_go(case: Case, actor: Actor, at: datetime) -> list[Organisation]:
    """No unit has the case any more, and nothing asked for it is still to be decided; returns the units that had it."""
    rows = Assignment.objects.filter(case=case, returned_at=None, ended_at=None)
    units = {row.unit_id: row.unit for row in rows.select_related("unit")}
    rows.update(ended_at=at)
    decided = {"granted": False, "decided_at": at, "decided_by_id": actor.user_id}
    Extension.objects.filter(case=case, granted=None).update(**decided)
    Hold.objects.filter(case=case, granted=None).update(**decided)
    Hold.objects.filter(case=case, granted=True, ended_at=None).update(ended_at=at, ended_by_id=actor.user_id)
    lift_orders(case, at)
    return list(units.values())
