"""What every action does in the same way: claim the case, tell people, keep to the own federation."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from zhilian.accounts.models import User
from zhilian.accounts.queries import everybody_with, people_in
from zhilian.cases.models import Assignment, Case
from zhilian.cases.rules import MOVES
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid, NotPossible
from zhilian.core.models import Organisation, TrailEntry
from zhilian.core.numbers import SHANGHAI
from zhilian.core.queries import trail_of
from zhilian.core.roles import UNIT_ROLES, Role
from zhilian.kit.dates import chinese_date
from zhilian.notices import actions as notices


def claim(case: Case, code: str, *, actor: Actor, **changes: Any) -> None:
    """Move the case by one line of the table, with one UPDATE: of two people acting at once one wins.

    Raises NotPossible, with what happened meanwhile, for the other.
    """
    move = MOVES[code]
    rows = Case.objects.visible_to(actor).filter(pk=case.pk, stage__in=sorted(move.sources))
    stage = move.target or F("stage")
    if rows.update(stage=stage, **changes) != 1:
        raise NotPossible(_overtaken(case))
    case.stage = move.target or case.stage
    for name, value in changes.items():
        setattr(case, name, value)


def _overtaken(case: Case) -> object:
    current = Case.objects.filter(pk=case.pk).first()
    last = trail_of(case).last()
    facts = {"stage": current.get_stage_display() if current else "–", "who": _who(last), "when": _when(last)}
    return (
        _(
            "Somebody was faster: the case is now “%(stage)s” (%(who)s, %(when)s). "
            "Nothing was changed by your step; please look at the case again."
        )
        % facts
    )


def _who(last: TrailEntry | None) -> str:
    return last.actor_name if last else ""


def _when(last: TrailEntry | None) -> str:
    if last is None:
        return ""
    at = last.at.astimezone(SHANGHAI)
    return f"{chinese_date(at.date())} {at:%H:%M}"


def own(federation_id: int, *things: Any) -> None:
    """Raise Invalid unless every thing given (None is none) belongs to this federation: no row of a neighbour's."""
    if any(thing is not None and thing.federation_id != federation_id for thing in things):
        raise Invalid(_("That belongs to another federation."))


def current_assignment(case: Case) -> Assignment | None:
    """The assignment that has not been returned."""
    return Assignment.objects.leading().filter(case=case).select_related("unit", "channel").first()


def tell(kind: str, people: Iterable[User], case: Case, at: datetime, **context: Any) -> None:
    """Put a notice about the case into the outbox; the template gets the case and whatever else is given."""
    notices.send(
        kind=f"cases/{kind}",
        to=people,
        federation=case.federation,
        at=at,
        link=f"/cases/{case.number}/",
        context={"case": case, **context},
    )


def dispatchers(case: Case) -> Iterable[User]:
    """The federation's dispatchers."""
    return everybody_with(case.federation, Role.DISPATCHER)


def leaders(case: Case) -> Iterable[User]:
    """The federation's leaders."""
    return everybody_with(case.federation, Role.FEDERATION_LEADER)


def people_of(unit: Organisation) -> Iterable[User]:
    """Handlers and heads of a unit."""
    return people_in(unit, *UNIT_ROLES)


def people_of_firm(case: Case) -> Iterable[User]:
    """The users who speak for the firm."""
    return (
        User.objects.filter(is_active=True, represents__enterprise=case.enterprise).distinct()
        if case.enterprise
        else User.objects.none()
    )
