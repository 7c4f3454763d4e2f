"""Supervision orders and reminders: the federation asks a unit to hurry, and the unit's head answers in writing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.actions.clocks import CLIMBED
from zhilian.cases.actions.digests import Digests, People
from zhilian.cases.actions.issuing import issue_many
from zhilian.cases.actions.steps import dispatchers, tell
from zhilian.cases.models import Case, Reminder, SupervisionOrder
from zhilian.cases.queries.ladder import people_named
from zhilian.cases.rules import Stage
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid, NotPossible
from zhilian.core.numbers import SHANGHAI
from zhilian.core.powers import require
from zhilian.core.queries import calendar_of
from zhilian.core.roles import Role
from zhilian.core.trail import record, record_many

URGED: Final = (Role.DEPARTMENT_HANDLER, Role.DEPARTMENT_HEAD)


@dataclass(slots=True)
class Reminded:
    """What came of reminding many: the cases done, and those not, each with the reason."""

    done: list[Case] = field(default_factory=list)
    failed: list[tuple[Case, object]] = field(default_factory=list)


@transaction.atomic
def remind(*, case: Case, text: str, actor: Actor, at: datetime) -> None:
    """催办: ask the unit to hurry. Raises NotPossible where no unit has the case, or after the same words today."""
    found = remind_many(cases=[case], text=text, actor=actor, at=at)
    if found.failed:
        raise NotPossible(found.failed[0][1])


@transaction.atomic
def remind_many(*, cases: Sequence[Case], text: str, actor: Actor, at: datetime) -> Reminded:
    """批量催办: the same for many cases, with one message to each person; what is not possible is named.

    A person reminds of a case once in a working day, unless in other words.
    """
    require(actor, permissions.REMIND)
    found, words = Reminded(), text.strip()
    keys = {one.pk for one in cases}
    rows = Case.objects.select_for_update(of=("self",)).visible_to(actor).filter(pk__in=keys).order_by("pk")
    now = {one.pk: one for one in rows.select_related("unit")}
    again = _reminded_today(now, words, actor, at)
    for case in cases:
        problem = _problem(now.get(case.pk), again)
        found.failed.append((case, problem)) if problem else found.done.append(now[case.pk])
    if found.done:
        _remind(found.done, words, actor, at)
    return found


def _problem(case: Case | None, again: set[int]) -> object | None:
    if case is None or case.unit is None or Stage(case.stage) not in CLIMBED:
        return _("No unit is working on it now: there is nobody to remind.")
    return _("You have reminded of it today, in the same words.") if case.pk in again else None


def _reminded_today(cases: Iterable[int], words: str, actor: Actor, at: datetime) -> set[int]:
    """Those of the cases of which this person has reminded in the same words since the working day began."""
    calendar, day = calendar_of(actor.federation), at.astimezone(SHANGHAI).date()
    while not calendar.is_workday(day):
        day -= timedelta(days=1)
    since = datetime.combine(day, time(), SHANGHAI)
    rows = Reminder.objects.filter(case__in=list(cases), by_id=actor.user_id, text=words, at__gte=since)
    return set(rows.values_list("case_id", flat=True))


def _remind(cases: Sequence[Case], words: str, actor: Actor, at: datetime) -> None:
    people, digests = People(actor.federation, at), Digests(actor.federation, at)
    people.meet(cases)
    named = people_named(cases)
    Reminder.objects.bulk_create(
        Reminder(federation_id=one.federation_id, case=one, unit=one.unit, text=words, by_id=actor.user_id, at=at)
        for one in cases
    )
    for one in cases:
        unit = people.unit_of(one)
        urged = [who for role in URGED for who in people.of_unit(unit, role)] if unit else []
        digests.add("reminded", people.allowed(urged, one, named), one)
    digests.send()
    facts = ({"number": one.number, "unit": one.unit.name if one.unit else "", "text": words} for one in cases)
    record_many("case.remind", zip(cases, facts, strict=True), actor=actor, at=at)


@transaction.atomic
def issue_order(*, case: Case, reason: str, actor: Actor, at: datetime) -> SupervisionOrder:
    """督办: order the unit's head in writing to see to it, with a time to answer. Raises NotPossible without a unit."""
    require(actor, permissions.ORDER)
    if not reason.strip():
        raise Invalid(_("Please say why the order is issued."), ["reason"])
    held = Case.objects.select_for_update(of=("self",)).visible_to(actor).filter(pk=case.pk).first()
    if held is None or held.unit_id is None or Stage(held.stage) not in CLIMBED:
        raise NotPossible(_("No unit is working on it now: there is nobody to order."))
    (row,) = issue_many([(held, reason)], actor=actor, at=at)
    order = SupervisionOrder.objects.get(federation=actor.federation, year=row.year, no=row.no)
    people, digests = People(actor.federation, at), Digests(actor.federation, at)
    people.meet([held])
    unit = people.unit_of(held)
    told = people.of_unit(unit, Role.DEPARTMENT_HEAD, Role.DEPARTMENT_HANDLER) if unit else []
    allowed = people.allowed(told, held, people_named([held]))
    digests.add("ladder_order", allowed, held, order.name)
    digests.send()
    facts = {"order": order.name, "unit": order.unit.name, "due_at": order.due_at.isoformat()}
    record("case.order", held, actor=actor, at=at, number=held.number, text=reason, **facts)
    return order


@transaction.atomic
def answer_order(*, order: SupervisionOrder, text: str, actor: Actor, at: datetime) -> None:
    """答复督办单: the unit says why it took so long and until when it will be done; a late answer is taken, too.

    Raises NotPossible when the order was answered or lifted meanwhile.
    """
    require(actor, permissions.ANSWER_ORDER)
    if not text.strip():
        raise Invalid(_("Please write the answer."), ["text"])
    owed = SupervisionOrder.objects.filter(pk=order.pk, unit_id=actor.organisation_id, answered_at=None, lifted_at=None)
    if owed.update(answer=text, answered_at=at, answered_by_id=actor.user_id) != 1:
        raise NotPossible(_("This order has been answered or lifted meanwhile."))
    order.answer, order.answered_at = text, at
    case = order.case
    tell("order_answered", dispatchers(case, at), case, at, order=order)
    facts = {"order": order.name, "unit": actor.organisation_name, "late": order.answered_late}
    record("case.order_answer", case, actor=actor, at=at, number=case.number, text=text, **facts)
