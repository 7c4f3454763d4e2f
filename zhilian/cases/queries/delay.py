"""What delays a case: what was asked for and not decided, what is on hold, when its clock stood still."""

from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet

from zhilian.cases import permissions
from zhilian.cases.models import Case, Extension, Hold, Standstill
from zhilian.cases.queries.limits import leader_extends
from zhilian.cases.rules import MOVES, Clock, Stage
from zhilian.core.actor import Actor
from zhilian.core.models import Federation, TrailEntry
from zhilian.core.numbers import SHANGHAI
from zhilian.core.queries import trail_of

_OWN = {"case": OuterRef("pk")}
# Said with the case itself, so that its page asks for these rows only where there are some.
HANGING: dict[str, Any] = {
    "asks_time": Exists(Extension.objects.filter(**_OWN, granted=None)),
    "has_hold": Exists(Hold.objects.filter(**_OWN, ended_at=None).exclude(granted=False)),
    "stood_still": Exists(Standstill.objects.filter(**_OWN)),
}
Row = TypeVar("Row", bound=Model)
OLDEST_FIRST = ("decided_at", "id")
IN_ORDER = ("asked_at", "id")


def _may_hang(case: Case, name: str) -> bool:
    """Whether it is worth asking: a case that was not read for its page does not know."""
    return bool(getattr(case, name, True))


def pending_extension(case: Case) -> Extension | None:
    """The extension asked for and not yet decided."""
    if not _may_hang(case, "asks_time"):
        return None
    row = Extension.objects.filter(case=case, granted=None).select_related("asked_by").first()
    if row:
        row.case = case
    return row


def may_decide(actor: Actor, asked: Extension) -> bool:
    """Whether this person may decide: a leader always, a dispatcher where the grade does not need a leader."""
    by_leader = leader_extends(asked.case.federation, asked.case.grade, asked.asked_at)
    return actor.has(permissions.EXTEND_MAJOR) or not by_leader


def due_without(asked: Extension) -> datetime:
    """When the answer is due if no more time is granted: as it is now, for the calendar may have changed meanwhile."""
    case = asked.case
    return case.due_at if case.due_clock == Clock.CLOSE and case.due_at else asked.due_before


def open_hold(case: Case) -> Hold | None:
    """The hold that is asked for, or under way."""
    if not _may_hang(case, "has_hold"):
        return None
    rows = Hold.objects.filter(case=case, ended_at=None).exclude(granted=False)
    row = rows.select_related("asked_by", "decided_by").first()
    if row:
        row.case = case
    return row


def standstills(case: Case) -> list[Standstill]:
    """When the case's clock stood still."""
    return list(case.standstills.all()) if _may_hang(case, "stood_still") else []


def supplements(case: Case) -> list[TrailEntry]:
    """The lines in which more was asked of the firm, or added by it, in order."""
    verbs = ("case.ask_supplement", "case.supplement")
    return list(trail_of(case).filter(verb__in=verbs)) if _may_hang(case, "stood_still") else []


def days_on_hold(hold: Hold, at: datetime) -> int:
    """For how many days a case has been on hold; a clock set back gives none."""
    since = hold.decided_at or hold.asked_at
    return max(0, (at.astimezone(SHANGHAI).date() - since.astimezone(SHANGHAI).date()).days)


def holds(actor: Actor) -> "QuerySet[Hold]":
    """All cases on hold that the actor may see, however old; order them by ``OLDEST_FIRST``."""
    rows = Hold.objects.filter(granted=True, ended_at=None, case__in=Case.objects.visible_to(actor))
    return rows.filter(federation_id=actor.federation_id).select_related(
        "case__unit", "case__enterprise", "asked_by", "decided_by"
    )


def extensions_asked(actor: Actor) -> "QuerySet[Extension]":
    """Extensions that wait for a decision and can be decided, oldest first."""
    rows = Extension.objects.filter(granted=None, federation_id=actor.federation_id)
    return _decidable(rows, "extend", actor)


def holds_asked(actor: Actor) -> "QuerySet[Hold]":
    """Holds that wait for a leader and can be decided, oldest first."""
    rows = Hold.objects.filter(granted=None, ended_at=None, federation_id=actor.federation_id)
    return _decidable(rows, "hold", actor)


def _decidable(rows: "QuerySet[Row]", move: str, actor: Actor) -> "QuerySet[Row]":
    stages = sorted(MOVES[move].sources)
    seen = rows.filter(case__in=Case.objects.visible_to(actor), case__stage__in=stages)
    return seen.select_related("case__unit", "case__enterprise", "case__federation", "asked_by")


def silent_firms(federation: Federation, at: datetime, most: int) -> list[Case]:
    """Cases whose firm was asked for more and whose time for that is over."""
    rows = Case.objects.of(federation).filter(stage=Stage.SUPPLEMENT, due_at__lt=at)
    return list(rows.select_related("federation", "enterprise", "unit").order_by("due_at", "id")[:most])


def reviews_due(federation: Federation, at: datetime, most: int) -> list[Hold]:
    """Holds whose date has come and of which nobody was told yet."""
    late = Q(case__stage=Stage.ON_HOLD, case__due_at__lt=at)
    rows = Hold.objects.filter(late, federation=federation, granted=True, ended_at=None)
    untold = rows.filter(Q(told_for=None) | ~Q(told_for=F("review_on")))
    return list(untold.select_related("case__federation", "case__enterprise", "case__unit")[:most])
