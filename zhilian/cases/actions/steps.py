"""What every action does in the same way: claim the case, tell people, keep to the own federation."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from zhilian.accounts.models import User
from zhilian.accounts.queries import everybody_with, people_in
from zhilian.cases.models import Assignment, Case, CasePerson
from zhilian.cases.queries.secrecy import hides_identity, may_hold, named, people_below
from zhilian.cases.rules import MOVES, WATCHED, Level, Move, Who
from zhilian.core.actor import Actor
from zhilian.core.errors import Forbidden, Invalid, NotPossible
from zhilian.core.models import Organisation, TrailEntry
from zhilian.core.numbers import SHANGHAI
from zhilian.core.queries import trail_of
from zhilian.core.roles import UNIT_ROLES, Role
from zhilian.core.veil import NAMELESS
from zhilian.kit.dates import chinese_date
from zhilian.notices import actions as notices


def claim(case: Case, code: str, *, actor: Actor, **changes: Any) -> None:
    """Move the case by one line of the table, with one UPDATE: of two people acting at once one wins.

    Raises NotPossible, with what happened meanwhile, for the other; Forbidden for an assisting unit that would make
    the lead's move.
    """
    move = MOVES[code]
    _update(case, move, actor, stage=move.target or F("stage"), **changes)
    case.stage = move.target or case.stage
    for name, value in changes.items():
        setattr(case, name, value)


def possible(case: Case, code: str, *, actor: Actor) -> None:
    """Make sure that a move may still be made, and hold the case's row until the commit, without making it.

    For what goes before a move: asking for it. Raises NotPossible as ``claim`` does.
    """
    _update(case, MOVES[code], actor, stage=F("stage"))


def _update(case: Case, move: Move, actor: Actor, **columns: Any) -> None:
    rows = Case.objects.visible_to(actor).filter(pk=case.pk, stage__in=sorted(move.sources))
    if move.who is Who.UNIT and actor.in_unit:
        if rows.filter(unit_id=actor.organisation_id).update(**columns) == 1:
            return
        for current in rows:
            only_lead(current, actor)
    elif rows.update(**columns) == 1:
        return
    raise NotPossible(_overtaken(case, actor))


def _overtaken(case: Case, actor: Actor) -> object:
    """What happened meanwhile; nothing of it for somebody who may no longer know."""
    current = Case.objects.filter(pk=case.pk).first()
    if current and _is_closed_to(actor, current):
        return _("The case is not open to you any more. Nothing was changed by your step.")
    last = trail_of(case).last()
    who = _who(last, bool(current and hides_identity(actor, current)))
    facts = {"stage": current.get_stage_display() if current else "–", "who": who, "when": _when(last)}
    return (
        _(
            "Somebody was faster: the case is now “%(stage)s” (%(who)s, %(when)s). "
            "Nothing was changed by your step; please look at the case again."
        )
        % facts
    )


def _is_closed_to(actor: Actor, case: Case) -> bool:
    secret = case.confidentiality in WATCHED or case.complained_of_id or any(named(case).values())
    return bool(secret) and not Case.objects.visible_to(actor).filter(pk=case.pk).exists()


def _who(last: TrailEntry | None, unnamed: bool) -> str:
    if unnamed and last and last.actor_role in NAMELESS:
        return str(_("the firm's side"))
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


def only_lead(case: Case, actor: Actor) -> None:
    """Raise Forbidden for somebody of a unit that does not lead: an assisting one reads the case, no more."""
    if actor.in_unit and case.unit_id != actor.organisation_id:
        raise Forbidden(_("Your unit assists here; this is for the unit that leads."))


def current_assignment(case: Case) -> Assignment | None:
    """The assignment that has not been returned."""
    return Assignment.objects.leading().filter(case=case).select_related("unit", "channel").first()


def tell(kind: str, people: Iterable[User], case: Case, at: datetime, **context: Any) -> None:
    """Put a notice about the case into the outbox, once for each person who may know of it."""
    notices.send(
        kind=f"cases/{kind}",
        to=admitted(case, people),
        federation=case.federation,
        at=at,
        link=f"/cases/{case.number}/",
        context={"case": case, **context},
    )


def admitted(case: Case, people: Iterable[User]) -> list[User]:
    """Of these people, each once, those who may know of the case.

    Nobody recused, nobody of the unit complained of; of a restricted case only its named readers and the firm itself.
    """
    known = {one.pk: one for one in people}
    chosen = named(case) if known else {}
    out = set(chosen.get(CasePerson.Part.RECUSED, ()))
    if known and case.complained_of:
        out |= set(people_below(case.complained_of).filter(user_id__in=known).values_list("user_id", flat=True))
    if known and case.confidentiality == Level.RESTRICTED:
        own_side = {one.pk for one in people_of_firm(case)}
        out |= set(known) - chosen[CasePerson.Part.READER] - own_side
    return [one for key, one in known.items() if key not in out]


def holdable(case: Case, *units: Organisation | None) -> None:
    """Raise Invalid unless each of these units (None is none) may hold the case and has somebody who may read it."""
    for unit in units:
        if unit is not None and not may_hold(case, unit):
            raise Invalid(_("The case complains of this unit: it neither handles nor reads it."), ["to", "unit"])
        if unit is not None and case.confidentiality == Level.RESTRICTED and not admitted(case, people_of(unit)):
            sentence = _("Nobody of this unit is named for this restricted case. Please name somebody first.")
            raise Invalid(sentence, ["to", "unit"])


def dispatchers(case: Case, at: datetime | None = None) -> Iterable[User]:
    """The federation's dispatchers, with ``at`` those of that day and their deputies."""
    return everybody_with(case.federation, Role.DISPATCHER, _day(at))


def leaders(case: Case, at: datetime | None = None) -> Iterable[User]:
    """The federation's leaders, with ``at`` those of that day and their deputies."""
    return everybody_with(case.federation, Role.FEDERATION_LEADER, _day(at))


def people_of(unit: Organisation, at: datetime | None = None) -> Iterable[User]:
    """Handlers and heads of a unit, with ``at`` those of that day and their deputies."""
    return people_in(unit, *UNIT_ROLES, day=_day(at))


def _day(at: datetime | None) -> date | None:
    return at.astimezone(SHANGHAI).date() if at else None


def people_of_firm(case: Case) -> Iterable[User]:
    """The users who speak for the firm, also where the case was veiled for whoever acts."""
    if case.enterprise_id is None and not case.veil:
        return User.objects.none()
    return User.objects.filter(is_active=True, represents__enterprise__cases=case.pk).distinct()
