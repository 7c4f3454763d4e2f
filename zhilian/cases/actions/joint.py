"""Joint handling (会办): a meeting is called, its minutes and dated decisions are entered, and the lead goes on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhilian.accounts.models import User
from zhilian.cases import permissions
from zhilian.cases.actions.assisting import Parts, ask_parts, check_parts
from zhilian.cases.actions.steps import claim, dispatchers, own, people_of, people_of_firm, possible, tell
from zhilian.cases.models import Case, Decision, Meeting
from zhilian.cases.queries.joint import decided, today, working_units
from zhilian.cases.rules import Stage
from zhilian.core.actor import Actor
from zhilian.core.errors import Forbidden, Invalid, NotPossible
from zhilian.core.models import Organisation
from zhilian.core.numbers import next_in_series
from zhilian.core.powers import require
from zhilian.core.trail import record

TOPIC_LIMIT = 200  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """What came of a meeting: who was there (one to a line), what was said, and when and where it was held at last."""

    meets_at: datetime
    place: str
    chair: str
    attendees: str
    minutes: str
    absent: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: who does what by when."""

    unit: Organisation
    text: str
    due_on: date


@transaction.atomic
def call_joint(
    *, case: Case, topic: str, meets_at: datetime, place: str, actor: Actor, at: datetime, parts: Parts = ()
) -> Meeting:
    """启动会办: several units must act; they are asked to a meeting, those named anew each with a part of its own.

    In joint handling it calls the next meeting. Raises Invalid where only the lead would come or the moment has
    passed, NotPossible while a meeting is still to be held.
    """
    require(actor, permissions.JOINT)
    if not topic.strip():
        raise Invalid(_("Please write what the meeting is about."), ["topic"])
    if meets_at < at:
        raise Invalid(_("This moment has passed. Please choose when the meeting will be."), ["meets_at"])
    move = "meet" if case.stage == Stage.JOINT else "call_joint"
    possible(case, move, actor=actor)
    if Meeting.objects.filter(case=case, held_at=None).exists():
        raise NotPossible(_("A meeting has been called already. Please enter its minutes first."))
    check_parts(case, parts, case.unit)
    ask_parts(case, parts, actor, at)
    units = working_units(case)
    if len(units) < 2:
        raise Invalid(_("Please name at least one further unit and what it is to do."), ["unit_1"])
    claim(case, move, actor=actor)
    meeting = _meeting(case, topic.strip()[:TOPIC_LIMIT], meets_at, place, units, actor, at)
    tell("meeting_called", _people(units, at), case, at, meeting=meeting)
    if move == "call_joint":
        tell("joint_called", people_of_firm(case), case, at)
    facts = {"minutes": str(meeting), "units": [unit.name for unit in units], "meets_at": meets_at.isoformat()}
    record(f"case.{move}", case, actor=actor, at=at, number=case.number, text=meeting.topic, place=place, **facts)
    return meeting


def _meeting(
    case: Case, topic: str, meets_at: datetime, place: str, units: Sequence[Organisation], actor: Actor, at: datetime
) -> Meeting:
    year, no = next_in_series(case.federation, "minutes", at)
    meeting = Meeting.objects.create(
        federation_id=case.federation_id,
        case=case,
        year=year,
        no=no,
        topic=topic,
        place=place,
        meets_at=meets_at,
        called_at=at,
        called_by_id=actor.user_id,
    )
    meeting.units.set(units)
    return meeting


@transaction.atomic
def enter_minutes(
    *,
    meeting: Meeting,
    minutes: Minutes,
    actor: Actor,
    at: datetime,
    decisions: Sequence[Decided] = (),
    conclude: bool = True,
) -> None:
    """会办纪要: what was said and decided; with ``conclude`` the lead goes on at once.

    Raises Invalid for a decision without text or dated before the meeting, NotPossible when the minutes are in.
    """
    require(actor, permissions.JOINT)
    case = meeting.case
    _check(minutes, decisions, case)
    possible(case, "joint_decided", actor=actor)
    columns = {name: getattr(minutes, name) for name in Minutes.__dataclass_fields__}
    held = {**columns, "held_at": at, "held_by_id": actor.user_id}
    if Meeting.objects.filter(pk=meeting.pk, held_at=None).update(**held) != 1:
        raise NotPossible(_("The minutes of this meeting have been entered already."))
    common = {"federation_id": case.federation_id, "meeting": meeting}
    Decision.objects.bulk_create(
        Decision(**common, unit=one.unit, text=one.text.strip(), due_on=one.due_on) for one in decisions
    )
    tell("minutes_entered", _people(meeting.units.all(), at), case, at, meeting=meeting)
    told = "\n".join(f"{one.unit.name}（{one.due_on}）：{one.text.strip()}" for one in decisions)
    record(
        "case.minutes", case, actor=actor, at=at, number=case.number, meeting=str(meeting), minutes=minutes.minutes,
        text=told,
    )  # fmt: skip
    if conclude:
        conclude_joint(case=case, actor=actor, at=at)


def _check(minutes: Minutes, decisions: Sequence[Decided], case: Case) -> None:
    own(case.federation_id, *(one.unit for one in decisions))
    if not minutes.minutes.strip():
        raise Invalid(_("Please write what was said."), ["minutes"])
    if not minutes.chair.strip() or not minutes.attendees.strip():
        raise Invalid(_("Please write who was in the chair and who was there."), ["chair", "attendees"])
    for one in decisions:
        if not one.text.strip():
            raise Invalid(_("Please write what was decided."), ["text_1"])
        if one.due_on < today(minutes.meets_at):
            raise Invalid(_("A decision cannot be due before the meeting: %(day)s.") % {"day": one.due_on})


@transaction.atomic
def conclude_joint(*, case: Case, actor: Actor, at: datetime) -> None:
    """会办议定: the lead goes on with what was decided. Raises NotPossible without minutes and a dated decision."""
    require(actor, permissions.JOINT)
    possible(case, "joint_decided", actor=actor)
    made = decided(case)
    if not made:
        raise NotPossible(_("It goes on when the minutes are in, with at least one decision that has a date."))
    claim(case, "joint_decided", actor=actor)
    if case.unit:
        tell("joint_decided", people_of(case.unit, at), case, at)
    units = sorted({one.unit.name for one in made})
    record("case.joint_decided", case, actor=actor, at=at, number=case.number, units=units, decisions=len(made))


@transaction.atomic
def decision_done(*, decision: Decision, note: str, actor: Actor, at: datetime) -> None:
    """议定事项办结: reported by its unit or noted by the federation. Raises NotPossible when it was done already."""
    require(actor, permissions.DECISION_DONE)
    case = decision.meeting.case
    if actor.in_unit and decision.unit_id != actor.organisation_id:
        raise Forbidden(_("This was decided for another unit."))
    if not note.strip():
        raise Invalid(_("Please write in a line what has been done."), ["note"])
    if not Case.objects.visible_to(actor).filter(pk=case.pk).exists():
        raise NotPossible(_("The case is not open to you any more. Nothing was changed by your step."))
    columns = {"done_at": at, "done_by_id": actor.user_id, "done_note": note.strip()}
    if Decision.objects.filter(pk=decision.pk, done_at=None).update(**columns) != 1:
        raise NotPossible(_("Somebody has reported this as done already."))
    if actor.in_unit:
        tell("decision_done", dispatchers(case, at), case, at, unit=decision.unit)
    facts = {"unit": decision.unit.name, "decision": decision.text, "late": today(at) > decision.due_on}
    record("case.decision_done", case, actor=actor, at=at, number=case.number, text=note, **facts)


def _people(units: Iterable[Organisation], at: datetime) -> list[User]:
    return [person for unit in units for person in people_of(unit, at)]
