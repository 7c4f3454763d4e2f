"""Panels of the ladder: the staircase beside the case, supervision orders with their answers below it."""

from datetime import datetime
from typing import Any

from zhilian.cases import permissions
from zhilian.cases.actions.clocks import CLIMBED
from zhilian.cases.models import Case
from zhilian.cases.queries import deadlines
from zhilian.cases.queries.delay import standstills
from zhilian.cases.queries.ladder import marks_of
from zhilian.cases.queries.limits import ladder_of
from zhilian.cases.queries.orders import orders_of
from zhilian.cases.rules import Clock, Stage
from zhilian.cases.stairs import stairs
from zhilian.cases.views.panels import Panel
from zhilian.core.actor import Actor
from zhilian.core.queries import calendar_of


def _concerns(case: Case, actor: Actor) -> bool:
    """The federation, and the unit that leads; an assisting unit has its own times."""
    leads = case.unit_id == actor.organisation_id
    return leads if actor.in_unit else actor.has(permissions.SEE_ORDERS)


def _stairs(case: Case, actor: Actor, at: datetime) -> dict[str, Any] | None:
    climbing = Stage(case.stage) in CLIMBED and case.ladder_at is not None
    marks = list(marks_of(case)) if getattr(case, "has_marks", True) else []
    if not _concerns(case, actor) or not (climbing or marks):
        return None
    running = [one for one in deadlines(case) if one.clock == Clock.CLOSE and one.running] if climbing else []
    pauses = [one.pause for one in standstills(case) if one.stops(Clock.CLOSE)]
    ladder, calendar = ladder_of(case.federation), calendar_of(case.federation)
    shown = stairs(marks, running[-1] if running else None, pauses, ladder, calendar, case.ladder_at)
    return {"rows": shown, "reached": len(marks)} if shown else None


def _orders(case: Case, actor: Actor, at: datetime) -> dict[str, Any] | None:
    rows = orders_of(case, actor) if actor.has(permissions.SEE_ORDERS) else []
    return {"rows": rows, "now": at} if rows else None


DESK = (
    Panel("orders", "cases/ladder/_orders.html", "before", _orders),
    Panel("stairs", "cases/ladder/_stairs.html", "side", _stairs),
)
