"""Extension: the unit asks for more time before its time is over; the federation decides, once."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from zhilian.cases import permissions
from zhilian.cases.actions.clocks import Clocks, running_deadline
from zhilian.cases.actions.steps import (
    claim,
    dispatchers,
    leaders,
    only_lead,
    people_of,
    people_of_firm,
    possible,
    tell,
)
from zhilian.cases.models import Case, Deadline, Extension
from zhilian.cases.queries.delay import may_decide, pending_extension
from zhilian.cases.queries.limits import extension_days, leader_extends
from zhilian.cases.rules import Stage
from zhilian.core.actor import Actor
from zhilian.core.errors import Forbidden, Invalid, NotPossible
from zhilian.core.numbers import SHANGHAI
from zhilian.core.powers import require
from zhilian.core.trail import record

DECIDED = _("This request has been decided meanwhile. Please look at the case again.")


@transaction.atomic
def ask_extension(*, case: Case, days: int, reason: str, actor: Actor, at: datetime) -> Extension:
    """申请延期: more working days, before the time is over, once, within what the grade allows.

    Raises NotPossible too late, a second time, or where the grade allows none; Invalid for too many days.
    """
    require(actor, permissions.ASK_EXTENSION)
    possible(case, "extend", actor=actor)
    only_lead(case, actor)
    close = _asked_in_time(case, at)
    _check(case, days, reason, at)
    asked = Extension.objects.create(
        federation_id=case.federation_id,
        case=case,
        days=days,
        reason=reason,
        asked_at=at,
        asked_by_id=actor.user_id,
        due_before=close.due_at,
    )
    by_leader = leader_extends(case.federation, case.grade, at)
    deciders = leaders(case, at) if by_leader else dispatchers(case, at)
    tell("extension_asked", deciders, case, at, due_at=close.due_at)
    unit = actor.organisation_name
    record("case.extension_asked", case, actor=actor, at=at, number=case.number, unit=unit, days=days, text=reason)
    return asked


def _asked_in_time(case: Case, at: datetime) -> Deadline:
    """The running clock to answer."""
    close = running_deadline(case, Stage.PROCESSING)
    if close is None or at > close.due_at:
        raise NotPossible(_("The time to answer is over; more time is asked for before that."))
    earlier = Extension.objects.filter(case=case)
    if case.extended or earlier.filter(granted=True).exists():
        raise NotPossible(_("This case has been extended once; it cannot be extended again."))
    if earlier.filter(granted=None).exists():
        raise NotPossible(_("More time has been asked for already; the federation is deciding."))
    return close


def _check(case: Case, days: int, reason: str, at: datetime) -> None:
    most = extension_days(case.federation, case.grade, at)
    if not most:
        raise NotPossible(_("A case of this grade cannot be extended."))
    if not 1 <= days <= most:
        sentence = ngettext_lazy(
            "At most %(n)s working day is possible.", "At most %(n)s working days are possible.", "n"
        )
        raise Invalid(sentence % {"n": most}, ["days"])
    if not reason.strip():
        raise Invalid(_("Please say why more time is needed."), ["reason"])


@transaction.atomic
def decide_extension(*, case: Case, granted: bool, note: str, actor: Actor, at: datetime) -> None:
    """延期审批: granting moves the due moment once; what counts is when it was asked, not when it is decided.

    Raises Forbidden where only a leader may, NotPossible if nothing is asked or it has been decided.
    """
    require(actor, permissions.DECIDE_EXTENSION)
    asked = pending_extension(case)
    if asked is None:
        raise NotPossible(DECIDED)
    if not may_decide(actor, asked):
        raise Forbidden(_("Cases of this grade are extended by a leader."))
    if not granted and not note.strip():
        raise Invalid(_("Please say why not."), ["note"])
    decided = {"decided_at": at, "decided_by_id": actor.user_id, "note": note}
    (_grant if granted else _deny)(asked, decided, actor, at)


def _grant(asked: Extension, decided: dict[str, Any], actor: Actor, at: datetime) -> None:
    case = asked.case
    clocks = Clocks(case, at)
    claim(case, "extend", actor=actor, extended=True)
    close = running_deadline(case, Stage.PROCESSING)
    if close is None:
        raise NotPossible(DECIDED)
    before = close.due_at
    close.extended += asked.days * (1 if close.unit == "days" else clocks.calendar.minutes_per_day)
    close.save(update_fields=["extended"])
    clocks.derived()
    close.refresh_from_db()
    _settle(asked, {**decided, "granted": True, "due_before": before, "due_after": close.due_at})
    _tell("extension_granted", asked, at, close.due_at)
    tell("extended", people_of_firm(case), case, at, due_at=close.due_at)
    by = close.due_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    facts = {"number": case.number, "days": asked.days, "by": by, "text": asked.reason, "note": decided["note"]}
    moments = {"due_before": before.isoformat(), "due_after": close.due_at.isoformat()}
    record("case.extend", case, actor=actor, at=at, **facts, **moments)


def _deny(asked: Extension, decided: dict[str, Any], actor: Actor, at: datetime) -> None:
    case = asked.case
    possible(case, "extend", actor=actor)
    _settle(asked, {**decided, "granted": False})
    _tell("extension_denied", asked, at, asked.due_before)
    record("case.extension_denied", case, actor=actor, at=at, number=case.number, text=decided["note"])


def _settle(asked: Extension, columns: dict[str, Any]) -> None:
    """Of two people deciding at once one wins."""
    if Extension.objects.filter(pk=asked.pk, granted=None).update(**columns) != 1:
        raise NotPossible(DECIDED)


def _tell(kind: str, asked: Extension, at: datetime, due_at: datetime) -> None:
    if asked.case.unit:
        tell(kind, people_of(asked.case.unit, at), asked.case, at, due_at=due_at)
