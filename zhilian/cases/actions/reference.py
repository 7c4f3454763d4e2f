"""Grades, kinds, limits and routes as dated rows: a change begins on a day, and the row before it is kept."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from zhilian.cases import labels, permissions
from zhilian.cases.actions.steps import own
from zhilian.cases.kinds import KINDS
from zhilian.cases.models import Grade, Kind, RoutingRule, TimeLimit
from zhilian.cases.models.ladder import EVER
from zhilian.cases.queries.named import day_of
from zhilian.cases.rules import DEFAULT_EXTENSIONS, DEFAULT_LIMITS, EXTENSION, GRADES, LEADER_EXTENDS, NORMAL, Clock
from zhilian.channels.models import Category, DirectChannel
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid
from zhilian.core.memory import forget
from zhilian.core.models import Federation, Organisation, Street
from zhilian.core.powers import require
from zhilian.core.trail import record

ONE: Final = timedelta(days=1)
CHANGEABLE: Final = (*DEFAULT_LIMITS[NORMAL], EXTENSION)  # the clocks of the matrix; the others follow from these


@dataclass(frozen=True, slots=True)
class GradeFacts:
    """What a grade says of itself."""

    name: str
    name_en: str = ""
    hint: str = ""
    position: int = 0
    leader_extends: bool = False


@dataclass(frozen=True, slots=True)
class KindFacts:
    """What a kind says of itself; ``grade`` is proposed at acceptance, ``offered`` whether a firm may choose it."""

    name: str
    name_en: str = ""
    hint: str = ""
    position: int = 0
    grade: str = NORMAL
    offered: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule of the dispatch catalogue says; empty aspects fit anything."""

    unit: Organisation
    category: Category | None = None
    street: Street | None = None
    level: str = ""
    size: str = ""
    priority: int = 100
    assists: tuple[Organisation, ...] = ()
    channel: DirectChannel | None = None
    note: str = ""


@transaction.atomic
def change_limit(
    *, grade: str, clock: str, amount: int, unit: str, valid_from: date, actor: Actor, at: datetime
) -> TimeLimit:
    """Set how long a step may take from a day on; running deadlines keep theirs.

    Raises Invalid for a day that has passed or on which it was changed already, and for an amount that cannot be.
    """
    require(actor, permissions.REFERENCE)
    _sensible(clock, amount, unit)
    federation = _held(actor)
    rows = TimeLimit.objects.filter(federation=federation, grade=grade, clock=clock)
    if grade in DEFAULT_LIMITS and not rows.exists():
        _write_down_limit(federation, grade, clock)
    row = TimeLimit(
        federation=federation, grade=grade, clock=clock, amount=amount, unit=unit, valid_from=valid_from
    )  # fmt: skip
    before = _place(rows, row, at)
    forget()
    facts = {"grade": grade, "clock": clock, "before": _amount(before), "after": _amount(row)}
    record("limit.changed", row, actor=actor, at=at, valid_from=valid_from.isoformat(), **facts)
    return row


@transaction.atomic
def change_grade(*, code: str, facts: GradeFacts, valid_from: date, actor: Actor, at: datetime) -> Grade:
    """Set a grade from a day on; an empty ``code`` makes a new one. Raises Invalid as ``change_limit``."""
    require(actor, permissions.REFERENCE)
    row: Grade = _change(Grade, code, facts, valid_from, actor, at)
    return row


@transaction.atomic
def change_kind(*, code: str, facts: KindFacts, valid_from: date, actor: Actor, at: datetime) -> Kind:
    """Set a kind from a day on; an empty ``code`` makes a new one. Raises Invalid as ``change_limit``."""
    require(actor, permissions.REFERENCE)
    row: Kind = _change(Kind, code, facts, valid_from, actor, at)
    return row


@transaction.atomic
def change_rule(
    *, no: int, rule: Rule, valid_from: date, actor: Actor, at: datetime, valid_to: date | None = None
) -> RoutingRule:
    """Set a rule of the dispatch catalogue from a day on; number 0 makes a new one.

    Raises Invalid as ``change_limit``, for a unit that is closed and a channel of another unit; as ``own`` for what
    is another federation's.
    """
    require(actor, permissions.REFERENCE)
    federation = _held(actor)
    own(federation.pk, rule.unit, rule.category, rule.street, rule.channel, *rule.assists)
    _leads(rule, valid_from, valid_to)
    known = RoutingRule.objects.filter(federation=federation)
    no = no or (known.aggregate(most=Max("no"))["most"] or 0) + 1
    names = ("unit", "category", "street", "level", "size", "priority", "channel", "note")
    values = {name: getattr(rule, name) for name in names}
    row = RoutingRule(
        federation=federation, no=no, valid_from=valid_from, valid_to=valid_to, by_id=actor.user_id, at=at, **values
    )  # fmt: skip
    before = _place(known.filter(no=no), row, at)
    row.assists.set([one for one in rule.assists if one != rule.unit])
    forget()
    facts = {"no": no, "before": _said(before), "after": _said(row)}
    record("rule.changed", row, actor=actor, at=at, valid_from=valid_from.isoformat(), **facts)
    return row


@transaction.atomic
def end_rule(*, no: int, valid_from: date, actor: Actor, at: datetime) -> RoutingRule:
    """Take a rule out of the catalogue from a day on. Raises Invalid for a day that has passed, or if it has ended."""
    require(actor, permissions.REFERENCE)
    row: RoutingRule = _end(RoutingRule.objects.filter(federation=_held(actor), no=no), valid_from, at)
    forget()
    record("rule.ended", row, actor=actor, at=at, no=no, before=_said(row), valid_from=valid_from.isoformat())
    return row


@transaction.atomic
def end_grade(*, code: str, valid_from: date, actor: Actor, at: datetime) -> Grade:
    """Give no case this grade from a day on; cases that have it keep it. Raises Invalid for the normal one."""
    require(actor, permissions.REFERENCE)
    if code == NORMAL:
        raise Invalid(_("The normal grade is what a case has until it is graded; it cannot end."), ["valid_from"])
    federation = _held(actor)
    _write_down(Grade, federation)
    row: Grade = _end(Grade.objects.filter(federation=federation, code=code), valid_from, at)
    forget()
    record("grade.ended", row, actor=actor, at=at, name=row.name, valid_from=valid_from.isoformat())
    return row


def _sensible(clock: str, amount: int, unit: str) -> None:
    if clock not in CHANGEABLE or (clock == EXTENSION and unit != "days") or unit not in ("days", "minutes"):
        raise Invalid(_("This time cannot be set that way."), ["unit"])
    if not (0 if clock == EXTENSION else 1) <= amount <= (250 if unit == "days" else 10_000):
        raise Invalid(_("At most 250 working days or 10,000 working minutes, and at least one."), ["amount"])


def _leads(rule: Rule, valid_from: date, valid_to: date | None) -> None:
    if not rule.unit.active or (rule.channel and rule.channel.unit_id != rule.unit.pk):
        raise Invalid(_("The channel belongs to another unit, or the unit is closed."), ["channel"])
    if valid_to and valid_to < valid_from:
        raise Invalid(_("The last day comes before the first."), ["valid_to"])


def _held(actor: Actor) -> Federation:
    """The federation, held until the commit, so that of two changes at once the second finds the first."""
    return Federation.objects.select_for_update(no_key=True).get(pk=actor.federation_id)


def _change(model: Any, code: str, facts: GradeFacts | KindFacts, day: date, actor: Actor, at: datetime) -> Any:
    federation, word, values = _held(actor), model.__name__.lower(), asdict(facts)
    if not str(values["name"]).strip():
        raise Invalid(_("Please give it a name."), ["name"])
    _write_down(model, federation)
    rows = model.objects.filter(federation=federation)
    code = code or _new_code(word[0], set(rows.values_list("code", flat=True)))
    row = model(federation=federation, code=code, valid_from=day, by_id=actor.user_id, at=at, **values)
    before = _place(rows.filter(code=code), row, at)
    forget()
    was = {name: getattr(before, name) for name in values} if before else {}
    record(f"{word}.changed", row, actor=actor, at=at, before=was, after=values, name=row.name, valid_from=f"{day}")
    return row


def _new_code(letter: str, taken: set[str]) -> str:
    return next(code for n in range(1, len(taken) + 2) if (code := f"{letter}{n}") not in taken)


def _place(rows: "QuerySet[Any]", row: Any, at: datetime) -> Any:
    """Fit a row among the dated ones of the same thing: what held ends the day before, a planned one gives way.

    Returns what held before, None if nothing did. What begins later still holds from then on.
    """
    day, found = row.valid_from, list(rows.order_by("valid_from"))
    _not_passed(day, at)
    same = next((one for one in found if one.valid_from == day), None)
    if same and day == day_of(at):
        raise Invalid(_("It has been changed from that day on already. Please choose a later day."), ["valid_from"])
    before = next((one for one in found if one.valid_from < day and one.holds_on(day - ONE)), None)
    if before and before.holds_on(day):
        rows.filter(pk=before.pk).update(valid_to=day - ONE)
    later = [one.valid_from - ONE for one in found if one.valid_from > day]
    row.pk = same.pk if same else None
    row.valid_to = min([*later, *([row.valid_to] if row.valid_to else [])], default=None)
    row.save(force_update=bool(same), force_insert=not same)
    return before


def _end(rows: "QuerySet[Any]", day: date, at: datetime) -> Any:
    """What holds ends the day before; what was planned for later never begins."""
    _not_passed(day, at)
    found = [one for one in rows if one.valid_to is None or one.valid_to >= day]
    if not found:
        raise Invalid(_("It has ended by that day already."), ["valid_from"])
    if any(one.valid_from == day == day_of(at) for one in found):
        raise Invalid(_("It has been changed from that day on already. Please choose a later day."), ["valid_from"])
    rows.filter(valid_from__gte=day).delete()
    rows.filter(pk__in=[one.pk for one in found]).update(valid_to=day - ONE)
    return min(found, key=lambda one: one.valid_from)


def _not_passed(day: date, at: datetime) -> None:
    if day < day_of(at):
        raise Invalid(_("That day has passed. Please choose today or a later day."), ["valid_from"])


def _write_down(model: Any, federation: Federation) -> None:
    """The first change makes what held so far rows of the federation's own."""
    if model.objects.filter(federation=federation).exists():
        return
    usual: list[tuple[str, object, dict[str, Any]]] = (
        [(code, labels.GRADES[code], {"leader_extends": code in LEADER_EXTENDS}) for code in GRADES]
        if model is Grade
        else [(one.code, one.label, {"grade": one.grade, "offered": one.offered}) for one in KINDS.values()]
    )
    rows = [
        model(federation=federation, code=code, valid_from=EVER, position=n, **_names(label), **more)
        for n, (code, label, more) in enumerate(usual, 1)
    ]
    model.objects.bulk_create(rows)


def _names(label: object) -> dict[str, str]:
    with translation.override("zh-hans"):
        name = str(label)
    with translation.override("en"):
        return {"name": name, "name_en": str(label)}


def _write_down_limit(federation: Federation, grade: str, clock: str) -> None:
    values: dict[str, Any] = {"amount": DEFAULT_EXTENSIONS.get(grade, 0), "unit": "days", "valid_from": EVER}
    if clock != EXTENSION:
        limit = DEFAULT_LIMITS[grade][Clock(clock)]
        values |= {"amount": limit.amount, "unit": limit.unit}
    TimeLimit.objects.create(federation=federation, grade=grade, clock=clock, **values)


def _amount(row: TimeLimit | None) -> str:
    return f"{row.amount} {row.unit}" if row else ""


def _said(row: RoutingRule | None) -> dict[str, Any]:
    """A rule in words, for the trail."""
    if row is None:
        return {}
    assists = sorted(one.short_name for one in row.assists.all())
    named = {"category": row.category, "street": row.street}
    words = {name: one.name if one else "" for name, one in named.items()}
    plain = {"level": row.level, "size": row.size, "priority": row.priority, "assists": assists}
    return {**words, **plain, "unit": row.unit.short_name, "channel": row.channel.no if row.channel else 0}
