"""Supervision orders: those of a case, those of a unit, the whole register."""

from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from zhilian.cases.models import Case, LadderMark, SupervisionOrder
from zhilian.core.actor import Actor

OPEN: Final = Q(answered_at=None, lifted_at=None)
VIEWS: Final[dict[str, Q]] = {
    "open": OPEN,
    "late": OPEN,
    "answered": Q(answered_at__isnull=False),
    "all": Q(),
}
# Said with the case itself, so that its page asks for these rows only where there are some.
ON_LADDER: Final[dict[str, Any]] = {
    "has_marks": Exists(LadderMark.objects.filter(case=OuterRef("pk"))),
    "has_orders": Exists(SupervisionOrder.objects.filter(case=OuterRef("pk"))),
}


def orders(actor: Actor, view: str, at: datetime, unit: str = "") -> "QuerySet[SupervisionOrder]":
    """The register as the actor sees it: of cases they may see; a unit sees those to itself."""
    rows = SupervisionOrder.objects.filter(VIEWS[view], case__in=Case.objects.visible_to(actor))
    if view == "late":
        rows = rows.filter(due_at__lt=at)
    if unit and not actor.in_unit:
        rows = rows.filter(unit__code=unit)
    return _of(rows, actor).select_related("case", "unit", "issued_by", "answered_by")


def ordering(view: str) -> tuple[str, ...]:
    """Open ones by when they are due, others newest first."""
    return ("due_at", "id") if view in ("open", "late") else ("-issued_at", "-id")


def counted(actor: Actor, at: datetime) -> tuple[int, int]:
    """How many orders the actor's unit, or the federation, has open, and how many of them are overdue."""
    rows = _of(SupervisionOrder.objects.filter(OPEN, case__in=Case.objects.visible_to(actor)), actor)
    found = rows.aggregate(open=Count("pk"), late=Count("pk", filter=Q(due_at__lt=at)))
    return found["open"], found["late"]


def _of(rows: "QuerySet[SupervisionOrder]", actor: Actor) -> "QuerySet[SupervisionOrder]":
    rows = rows.filter(federation_id=actor.federation_id)
    return rows.filter(unit_id=actor.organisation_id) if actor.in_unit else rows


def orders_of(case: Case, actor: Actor) -> list[SupervisionOrder]:
    """The orders of one case, oldest first; a unit sees its own. Read once for the page."""
    if not getattr(case, "has_orders", True):
        return []
    rows = SupervisionOrder.objects.select_related("unit", "issued_by", "answered_by")
    prefetch_related_objects([case], Prefetch("orders", queryset=rows))
    return [one for one in case.orders.all() if not actor.in_unit or one.unit_id == actor.organisation_id]


def order_owed(case: Case, actor: Actor) -> SupervisionOrder | None:
    """The oldest order of this case that the actor's unit has not answered."""
    mine = (one for one in orders_of(case, actor) if one.is_open and one.unit_id == actor.organisation_id)
    return next(mine, None)
