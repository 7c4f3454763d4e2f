"""Intake: a difficulty comes in; it is accepted, refused, answered on the spot, or taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.actions.assisting import release_parts
from zhilian.cases.actions.clocks import Clocks, show_due
from zhilian.cases.actions.issuing import lift_orders
from zhilian.cases.actions.merging import release_merged, tell_merged
from zhilian.cases.actions.secrecy import name_readers
from zhilian.cases.actions.steps import claim, dispatchers, own, people_of, people_of_firm, tell
from zhilian.cases.models import Case, Refusal, Reply
from zhilian.cases.rules import WATCHED, Clock, Level, Stage, fingerprint
from zhilian.channels.models import Category
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid
from zhilian.core.models import Organisation, Street
from zhilian.core.numbers import next_number, reserve_number
from zhilian.core.powers import require
from zhilian.core.trail import record
from zhilian.files import actions as files
from zhilian.files.models import Attachment
from zhilian.files.store import Stored
from zhilian.kit.text import title_from
from zhilian.members.models import Enterprise

OF_THE_FIRM = ("web", "relapse")  # sources: what the firm tells itself


@dataclass(frozen=True, slots=True)
class Intake:
    """What is told: the own words are all that is needed; everything else is suggested or optional."""

    text: str
    title: str = ""
    kind: str = "help"
    category: Category | None = None
    enterprise: Enterprise | None = None
    reporter: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    street: Street | None = None
    station: Organisation | None = None
    source: str = "web"
    origin: Case | None = None  # the case it comes from
    told_at: datetime | None = None  # of a part split off: when the whole was told
    confidentiality: str = Level.INTERNAL
    complained_of: Organisation | None = None


# house: allow action: its transaction is _write's; the number before it has one of its own
def receive(
    *, intake: Intake, key: UUID | None, actor: Actor, at: datetime, attachments: Sequence[Stored] = ()
) -> Case:
    """登记: take a difficulty in, give it its number and start the accept clock.

    ``key`` is the form's own: the same form sent twice, even at the same moment, is one case.
    """
    require(actor, permissions.SUBMIT if intake.source in OF_THE_FIRM else permissions.TAKE_DOWN)
    own(
        actor.federation_id,
        intake.enterprise,
        intake.category,
        intake.street,
        intake.station,
        intake.origin,
        intake.complained_of,
    )
    case = _new(intake, key, actor, at)
    if key and (earlier := _same_form(actor, key)):
        return earlier
    number = reserve_number(actor.federation, at)
    try:
        return _write(case, number, actor, at, attachments)
    except IntegrityError:
        if key and (earlier := _same_form(actor, key)):  # the same form, sent at the same moment, was faster
            return earlier
        raise


@transaction.atomic
def _write(case: Case, number: str | None, actor: Actor, at: datetime, attachments: Sequence[Stored]) -> Case:
    """The rows of one intake, in one transaction."""
    case.number = number or next_number(actor.federation, at)
    clock = Clocks(case, at).start(Clock.ACCEPT, case.received_at)
    case.due_at, case.due_clock = clock.due_at, clock.clock
    case.save(force_insert=True)
    clock.save(force_insert=True)
    stored = files.attach(subject=case, stored=attachments, actor=actor, at=at) if attachments else []
    tell("received", dispatchers(case, at), case, at)
    record(
        "case.received",
        case,
        actor=actor,
        at=at,
        number=case.number,
        **_told_by(case, stored),
        source=case.source,
        text_sha256=fingerprint(case.text),
        due_at=clock.due_at.isoformat(),
        **({"origin": case.origin.number} if case.origin else {}),
    )
    return case


def _told_by(case: Case, files: Sequence[Attachment]) -> dict[str, Any]:
    """Who told what, for the trail; of a confidential case nothing that could name anybody."""
    if case.confidentiality in WATCHED:
        return {"files": len(files)}
    return {"firm": case.firm_name, "title": case.title, "files": [one.name for one in files]}


def _same_form(actor: Actor, key: UUID) -> Case | None:
    rows = Case.objects.filter(federation_id=actor.federation_id, submission_key=key)
    return rows.get() if list(rows.values_list("pk")[:1]) else None


def _new(intake: Intake, key: UUID | None, actor: Actor, at: datetime) -> Case:
    if not intake.text.strip():
        raise Invalid(_("Please write what the difficulty is."), ["text"])
    firm = intake.enterprise
    return Case(
        federation=actor.federation,
        submission_key=key,
        source=intake.source,
        kind=intake.kind,
        enterprise=firm,
        reporter=intake.reporter,
        contact_name=intake.contact_name,
        contact_phone=intake.contact_phone,
        street=intake.street or (firm.street if firm else None),
        station=intake.station,
        title=(intake.title or title_from(intake.text))[:100],
        text=intake.text,
        category=intake.category,
        stage=Stage.SUBMITTED,
        received_at=intake.told_at or at,
        received_by_id=actor.user_id,
        origin=intake.origin,
        confidentiality=intake.confidentiality,
        complained_of=intake.complained_of,
    )


@transaction.atomic
def accept(
    *,
    case: Case,
    category: Category,
    grade: str,
    actor: Actor,
    at: datetime,
    title: str = "",
    secrecy: tuple[str, Organisation | None] | None = None,
    proposed: Mapping[str, Any] | None = None,
) -> None:
    """受理: the matter is the federation's; category and grade are set, the dispatch clock starts.

    ``secrecy`` is how confidential it is and which unit it complains of; without it both stay as told. ``proposed`` is
    what the reader of texts had proposed to whoever decides, for the trail: so it is known how often it is followed.
    """
    require(actor, permissions.ACCEPT)
    level, complained_of = secrecy or (case.confidentiality, case.complained_of)
    own(case.federation_id, category, complained_of)
    before = case.confidentiality
    if before in WATCHED and level != before:
        raise Invalid(_("To change this, please use the step “Confidentiality”."), ["level"])
    case.grade, case.category = grade, category
    clocks = Clocks(case, at)
    clock = clocks.start(Clock.DISPATCH, at)
    closes = clocks.start(Clock.CLOSE, at).due_at  # as long as no unit has it, it counts against the federation
    changes = {"grade": grade, "category": category, "accepted_at": at, "title": (title or case.title)[:100]}
    changes |= {"limit_at": closes, "confidentiality": level, "complained_of": complained_of}
    claim(case, "accept", actor=actor, **changes, **show_due(case, clock))
    clocks.stop(Clock.ACCEPT)
    clock.save(force_insert=True)
    if level != before:
        name_readers(case, (), actor, at)
    tell("accepted", people_of_firm(case), case, at)
    named = {} if level in WATCHED else {"title": case.title}
    facts = {"number": case.number, **named, "category": category.name, "grade": grade, "level": level}
    shown = {"proposed": {**proposed, "chosen": category.code}} if proposed else {}
    record("case.accept", case, actor=actor, at=at, **facts, **shown)


@transaction.atomic
def refuse(*, case: Case, ground: int, text: str, actor: Actor, at: datetime) -> Refusal:
    """不予受理: on one of seven grounds (《深圳市企业诉求服务指引(第一版)》), with words for the firm."""
    require(actor, permissions.ACCEPT)
    if not text.strip():
        raise Invalid(_("Please tell the firm why, and where it can turn."), ["text"])
    claim(case, "refuse", actor=actor, closed_at=at, **show_due(case, None))
    Clocks(case, at).stop(Clock.ACCEPT)
    refusal = Refusal.objects.create(
        federation_id=case.federation_id, case=case, ground=ground, text=text, by_id=actor.user_id, at=at
    )
    release_merged(case, at)
    tell("refused", people_of_firm(case), case, at, refusal=refusal)
    record("case.refuse", case, actor=actor, at=at, number=case.number, ground=ground, text=text)
    return refusal


@transaction.atomic
def answer_at_once(
    *, case: Case, text: str, result: str, actor: Actor, at: datetime, category: Category | None = None
) -> Reply:
    """即时答复: a question solved on the spot; it counts as accepted, contacted and answered now."""
    require(actor, permissions.ANSWER_AT_ONCE)
    if not text.strip():
        raise Invalid(_("Please write the answer."), ["text"])
    clocks = Clocks(case, at)
    clock = clocks.start(Clock.RATE, at)
    changes = {"accepted_at": at, "replied_at": at, "result": result, "category": category or case.category}
    now = ("answered_at", "limit_at", "contacted_at", "contact_due_at")
    changes |= dict.fromkeys(now, at)
    claim(case, "answer_at_once", actor=actor, **changes, **show_due(case, clock))
    clocks.stop(Clock.ACCEPT)
    clock.save(force_insert=True)
    answer = Reply.objects.create(
        federation_id=case.federation_id,
        case=case,
        unit=actor.organisation,
        text=text,
        result=result,
        by_id=actor.user_id,
        at=at,
        reviewed_at=at,
        reviewed_by_id=actor.user_id,
        passed=True,
    )
    tell("answered", people_of_firm(case), case, at)
    tell_merged(case, "answered", at)
    record("case.answer_at_once", case, actor=actor, at=at, number=case.number, result=result, text=text)
    return answer


@transaction.atomic
def withdraw(*, case: Case, reason: str, actor: Actor, at: datetime) -> None:
    """撤回: the firm takes it back; whoever had it is told."""
    require(actor, permissions.WITHDRAW)
    unit = case.unit
    claim(case, "withdraw", actor=actor, closed_at=at, ladder_at=None, **show_due(case, None))
    Clocks(case, at).drop_all()
    lift_orders(case, at)
    release_merged(case, at)
    tell("withdrawn", dispatchers(case, at), case, at)
    if unit:
        tell("withdrawn", people_of(unit, at), case, at)
    for helping in release_parts(case, at):
        tell("part_released", people_of(helping, at), case, at)
    record("case.withdraw", case, actor=actor, at=at, number=case.number, text=reason)
