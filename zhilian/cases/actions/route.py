"""Route: the case goes to a unit, over a direct channel."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.actions.assisting import Parts, ask_parts, check_parts
from zhilian.cases.actions.clocks import Clocks, show_all, show_due
from zhilian.cases.actions.letting_go import let_go
from zhilian.cases.actions.steps import claim, holdable, own, people_of, tell
from zhilian.cases.models import Assignment, Case, Deadline
from zhilian.cases.rules import MAX_RETURNS, Clock, Stage
from zhilian.channels.models import DirectChannel
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid, NotPossible
from zhilian.core.models import Organisation
from zhilian.core.powers import require
from zhilian.core.trail import record
from zhilian.kit.worktime import Limit


@transaction.atomic
def dispatch(
    *,
    case: Case,
    unit: Organisation,
    channel: DirectChannel | None,
    actor: Actor,
    at: datetime,
    note: str = "",
    why: str = "",
    assists: Parts = (),
) -> Assignment:
    """交办: hand the case to a unit; its clocks to sign, to call and to answer start. ``why`` tells the route's reason.

    ``assists`` are further units, each with its task; their time is part of the lead's.

    The answering clock counts from acceptance, so that slow dispatching is not the unit's time gained but ours lost;
    a channel's promise holds where it is earlier than the grade's limit. Raises Invalid for a unit or channel of
    another federation, a unit that is closed, and a channel of another unit; NotPossible after two returns.
    """
    require(actor, permissions.DISPATCH)
    if case.return_count >= MAX_RETURNS and case.stage == Stage.RETURNED:
        raise NotPossible(_("It has been returned twice: please decide whose matter it is and designate that unit."))
    return _hand_over(case, "dispatch", unit, channel, actor, at, assists, note=note, why=why)


@transaction.atomic
def designate(
    *, case: Case, unit: Organisation, channel: DirectChannel | None, reason: str, actor: Actor, at: datetime
) -> Assignment:
    """裁定指派: decide in writing whose matter it is; this unit cannot return it. Raises as ``dispatch``."""
    require(actor, permissions.DISPATCH)
    if not reason.strip():
        raise Invalid(_("Please write why it is this unit's matter."), ["reason"])
    return _hand_over(case, "designate", unit, channel, actor, at, note=reason, final=True)


def _hand_over(
    case: Case,
    move: str,
    unit: Organisation,
    channel: DirectChannel | None,
    actor: Actor,
    at: datetime,
    assists: Parts = (),
    **facts: Any,
) -> Assignment:
    own(case.federation_id, unit, channel)
    if not unit.active or (channel and channel.unit_id != unit.pk):
        raise Invalid(_("This unit cannot take cases."), ["unit"])
    holdable(case, unit)
    check_parts(case, assists, unit)
    clocks = Clocks(case, at)
    new = _deadlines(clocks, case, channel, at)
    columns = show_all(case, new, clocks.calendar, at)
    claim(case, move, actor=actor, unit=unit, **columns, **show_due(case, new[0]))
    clocks.stop(Clock.DISPATCH)
    Deadline.objects.bulk_create(new)
    assignment = Assignment.objects.create(
        federation_id=case.federation_id,
        case=case,
        unit=unit,
        channel=channel,
        dispatched_at=at,
        dispatched_by_id=actor.user_id,
        **facts,
    )
    ask_parts(case, assists, actor, at)
    tell("dispatched", people_of(unit, at), case, at, assignment=assignment)
    helping = {"assists": [one.name for one, _task in assists]} if assists else {}
    record(
        f"case.{move}",
        case,
        actor=actor,
        at=at,
        number=case.number,
        unit=unit.name,
        channel=channel.name if channel else None,
        text=assignment.note,
        why=assignment.why,
        due_at=new[-1].due_at.isoformat(),
        **helping,
    )
    return assignment


@transaction.atomic
def recall(*, case: Case, reason: str, actor: Actor, at: datetime) -> None:
    """收回改派: take the case back from its unit, as from one that was dissolved; it waits to be dispatched anew.

    It is no return of the unit's and does not count as one.
    """
    require(actor, permissions.DISPATCH)
    if not reason.strip():
        raise Invalid(_("Please say why it is taken back."), ["reason"])
    clocks = Clocks(case, at)
    clock = clocks.start(Clock.DISPATCH, at)
    nobody = {"unit": None, "ladder_at": None, "sign_due_at": None}
    claim(case, "recall", actor=actor, **nobody, **show_due(case, clock))
    clocks.drop_all()
    clock.save(force_insert=True)
    units = let_go(case, actor, at)
    for unit in units:
        tell("recalled", people_of(unit, at), case, at)
    names = [unit.name for unit in units]
    record("case.recall", case, actor=actor, at=at, number=case.number, units=names, text=reason)


def _deadlines(clocks: Clocks, case: Case, channel: DirectChannel | None, at: datetime) -> list[Deadline]:
    accepted = _taken_on(case) or at
    if channel is None:
        return [clocks.start(Clock.SIGN, at), clocks.start(Clock.CONTACT, at), clocks.start(Clock.CLOSE, accepted)]
    promise = Limit(channel.contact_minutes, "minutes")
    return [
        clocks.tighter(Clock.SIGN, at, promise, at),
        clocks.tighter(Clock.CONTACT, at, promise, at),
        clocks.tighter(Clock.CLOSE, accepted, Limit(channel.close_days, "days"), at),
    ]


def _taken_on(case: Case) -> datetime | None:
    """When the federation took the matter on: at acceptance, or when a case answered on the spot was reopened."""
    if not case.rework_count:
        return case.accepted_at
    again = Deadline.objects.filter(case=case, clock=Clock.DISPATCH, round__gt=0).order_by("start_at", "id").first()
    return again.start_at if again else case.accepted_at
