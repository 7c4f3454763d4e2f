"""Assisting units (协办): asked for a part with a time of its own, reminded, excused; the lead waits for all."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhilian.accounts.models import User
from zhilian.cases import permissions
from zhilian.cases.actions.clocks import Clocks
from zhilian.cases.actions.steps import claim, dispatchers, holdable, only_lead, own, people_of, possible, tell
from zhilian.cases.models import Assignment, Case, Deadline, Reminder
from zhilian.cases.queries.joint import lead_clock, owing_names
from zhilian.cases.rules import Clock, Stage, assist_limit
from zhilian.core.actor import Actor
from zhilian.core.errors import Forbidden, Invalid, NotPossible
from zhilian.core.models import Organisation
from zhilian.core.numbers import SHANGHAI
from zhilian.core.powers import require
from zhilian.core.trail import record
from zhilian.files import actions as files
from zhilian.files.store import Stored
from zhilian.kit.worktime import Limit

Parts = Sequence[tuple[Organisation, str]]  # unit and task
SETTLED = _("This part has been answered, excused or taken away meanwhile.")


@transaction.atomic
def add_assist(
    *, case: Case, unit: Organisation, task: str, actor: Actor, at: datetime, days: int | None = None
) -> Assignment:
    """请协办: ask another unit for a part, within half of the lead's time or ``days``, never later than the lead.

    The federation asks; in joint handling the lead may, too. Raises Invalid for the lead itself, the unit complained
    of, one that is closed and one that owes its part already.
    """
    require(actor, permissions.ASSIST)
    only_lead(case, actor)
    if actor.in_unit and case.stage != Stage.JOINT:
        raise NotPossible(_("Please ask the federation to call for joint handling; then you can ask units to assist."))
    claim(case, "assist", actor=actor)
    check_parts(case, [(unit, task)], case.unit)
    row = ask_parts(case, [(unit, task)], actor, at, days)[0]
    record("case.assist", case, actor=actor, at=at, number=case.number, unit=unit.name, text=row.task)
    return row


# house: allow action: a part of actions, in their transaction
def check_parts(case: Case, parts: Parts, lead: Organisation | None) -> None:
    """Raise Invalid unless each of these units may be asked for its part while ``lead`` leads."""
    asked = {row.unit_id for row in Assignment.objects.owing().filter(case=case)} if parts else set()
    for unit, task in parts:
        _may_assist(case, unit, task, lead)
        if unit.pk in asked:
            raise Invalid(_("%(unit)s assists already and still owes its part.") % {"unit": unit.name}, ["unit"])
        asked.add(unit.pk)


# house: allow action: a part of actions, in their transaction
def ask_parts(case: Case, parts: Parts, actor: Actor, at: datetime, days: int | None = None) -> list[Assignment]:
    """Give each unit its part and its clock, and tell its people; checked before, the case's row held."""
    return [_ask(case, unit, task.strip(), actor, at, days) for unit, task in parts]


def _ask(case: Case, unit: Organisation, task: str, actor: Actor, at: datetime, days: int | None) -> Assignment:
    Assignment.objects.assisting().filter(case=case, unit=unit).update(ended_at=at)  # an earlier part that is done
    row = Assignment.objects.create(
        federation_id=case.federation_id,
        case=case,
        unit=unit,
        role="assist",
        task=task,
        dispatched_at=at,
        dispatched_by_id=actor.user_id,
    )
    clock = _clock(case, row, at, days)
    clock.save(force_insert=True)
    tell("part_asked", people_of(unit, at), case, at, due_at=clock.due_at, lead=case.unit)
    return row


def _may_assist(case: Case, unit: Organisation, task: str, lead: Organisation | None) -> None:
    own(case.federation_id, unit)
    holdable(case, unit)
    if not task.strip():
        raise Invalid(_("Please write what the unit is to do."), ["task"])
    if not unit.active:
        raise Invalid(_("This unit cannot take cases."), ["unit"])
    if unit == lead:
        raise Invalid(_("%(unit)s leads already.") % {"unit": unit.name}, ["unit"])


def _clock(case: Case, row: Assignment, at: datetime, days: int | None) -> Deadline:
    """Half of the lead's time; not later than the lead itself, unless the lead's time is over anyway."""
    lead, clocks = lead_clock(case), Clocks(case, at)
    limit = Limit(days, "days") if days else assist_limit(lead.limit if lead else clocks.limits[Clock.CLOSE])
    clock = clocks.start(Clock.ASSIST, at, limit, assignment=row, basis="set" if days else "assist")
    if lead and at < lead.due_at < clock.due_at:
        basis = lead.basis if lead.basis == "date" else "lead"
        same = {name: getattr(lead, name) for name in ("start_at", "amount", "unit", "extended", "due_at")}
        for name, value in {**same, "basis": basis}.items():
            setattr(clock, name, value)
    return clock


@transaction.atomic
def answer_part(
    *, assignment: Assignment, text: str, actor: Actor, at: datetime, attachments: Sequence[Stored] = ()
) -> None:
    """反馈协办意见: the unit's part, for the lead and the federation; a late one is taken, and marked."""
    require(actor, permissions.PART)
    case = assignment.case
    if assignment.unit_id != actor.organisation_id:
        raise Forbidden(_("This part is another unit's."))
    if not text.strip():
        raise Invalid(_("Please write what your unit has done or found."), ["text"])
    claim(case, "part", actor=actor)
    _settle(assignment, answer=text, answered_at=at, answered_by_id=actor.user_id)
    late = _running(assignment).filter(due_at__lt=at).exists()
    _running(assignment).update(met_at=at)
    stored = files.attach(subject=assignment, stored=attachments, actor=actor, at=at) if attachments else []
    missing = owing_names(case)
    tell("part_answered", [*_lead(case, at), *dispatchers(case, at)], case, at, unit=assignment.unit, missing=missing)
    facts = {"unit": assignment.unit.name, "late": late, "files": [one.name for one in stored]}
    record("case.part", case, actor=actor, at=at, number=case.number, text=text, **facts)


@transaction.atomic
def excuse_part(*, assignment: Assignment, reason: str, actor: Actor, at: datetime) -> None:
    """免予协办: the federation goes on without this part, and says why."""
    require(actor, permissions.JOINT)
    case = assignment.case
    if not reason.strip():
        raise Invalid(_("Please say why it goes on without this part."), ["reason"])
    claim(case, "excuse", actor=actor)
    _settle(assignment, excused_at=at, excuse=reason.strip()[:200])
    _running(assignment).update(dropped_at=at)
    tell("part_excused", [*people_of(assignment.unit, at), *_lead(case, at)], case, at, unit=assignment.unit)
    facts = {"unit": assignment.unit.name, "text": reason}
    record("case.excuse", case, actor=actor, at=at, number=case.number, **facts)


@transaction.atomic
def remind_part(*, assignment: Assignment, actor: Actor, at: datetime, text: str = "") -> None:
    """催协办: ask the unit to hurry, once a day; the federation may, and the lead."""
    require(actor, permissions.REMIND_PART)
    case = assignment.case
    only_lead(case, actor)
    possible(case, "part", actor=actor)
    if not Assignment.objects.owing().filter(pk=assignment.pk).exists():
        raise NotPossible(SETTLED)
    today = datetime.combine(at.astimezone(SHANGHAI).date(), time(), SHANGHAI)
    if Reminder.objects.filter(case=case, unit=assignment.unit, at__gte=today, at__lte=at).exists():
        raise NotPossible(_("%(unit)s has been reminded today already.") % {"unit": assignment.unit.name})
    Reminder.objects.create(
        federation_id=case.federation_id, case=case, unit=assignment.unit, text=text[:500], by_id=actor.user_id, at=at
    )
    due = _running(assignment).values_list("due_at", flat=True).first()
    tell("part_reminded", people_of(assignment.unit, at), case, at, due_at=due)
    record("case.part_reminded", case, actor=actor, at=at, number=case.number, unit=assignment.unit.name, text=text)


@transaction.atomic
def tell_of_late_part(*, deadline: Deadline, actor: Actor, at: datetime) -> bool:
    """协办超期提醒: the time is over; the unit, the lead and the dispatchers are told, once however often this runs."""
    require(actor, permissions.LAPSE)
    late = deadline.assignment
    if late is None or Assignment.objects.owing().filter(pk=late.pk, told_late_at=None).update(told_late_at=at) != 1:
        return False
    case, unit = deadline.case, late.unit
    people = [*people_of(unit, at), *_lead(case, at), *dispatchers(case, at)]
    tell("part_late", people, case, at, unit=unit, due_at=deadline.due_at)
    facts = {"unit": unit.name, "due_at": deadline.due_at.isoformat()}
    record("case.part_late", case, actor=actor, at=at, number=case.number, **facts)
    return True


# house: allow action: a part of actions, in their transaction
def all_parts_in(case: Case) -> None:
    """Raise NotPossible, naming the units, while a part is owed: the lead cannot close first."""
    missing = owing_names(case)
    if missing:
        units = str(_(", ")).join(missing)
        raise NotPossible(
            _("%(units)s still owes its part. The answer waits for it, unless the federation goes on without.")
            % {"units": units}
        )


# house: allow action: a part of actions, in their transaction
def release_parts(case: Case, at: datetime) -> list[Organisation]:
    """Nobody assists any more: parts end, their clocks are dropped; returns the units that still owed theirs."""
    owed = [row.unit for row in Assignment.objects.owing().filter(case=case).select_related("unit")]
    Assignment.objects.assisting().filter(case=case).update(ended_at=at)
    Clocks(case, at).drop(Clock.ASSIST)
    return owed


def _settle(assignment: Assignment, **columns: object) -> None:
    """Of an answer and an excuse at once one wins."""
    if Assignment.objects.owing().filter(pk=assignment.pk).update(**columns) != 1:
        raise NotPossible(SETTLED)
    for name, value in columns.items():
        setattr(assignment, name, value)


def _running(assignment: Assignment) -> "QuerySet[Deadline]":
    return Deadline.objects.filter(assignment=assignment, clock=Clock.ASSIST, met_at=None, dropped_at=None)


def _lead(case: Case, at: datetime) -> Iterable[User]:
    return people_of(case.unit, at) if case.unit else ()
