"""What a change of limits, grades, kinds or routes would mean for open cases: read beforehand, nothing is written."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db.models import F

from zhilian.cases.models import Assignment, Case, Deadline, RoutingRule, Standstill, TimeLimit
from zhilian.cases.queries.limits import own_limits
from zhilian.cases.queries.routing import matter_of, own_rules, row_of
from zhilian.cases.rules import EXTENSION, Clock, Stage
from zhilian.cases.rules.routing import RouteRow, fitting
from zhilian.core.actor import Actor
from zhilian.core.models import Federation, Organisation
from zhilian.core.queries import calendar_of
from zhilian.kit.worktime import Limit, WorkCalendar, due_with_pauses

LOOKED_AT: Final = 2_000  # open cases, at most, whose dates are worked out
ROUTES_LOOKED_AT: Final = 500
SHOWN: Final = 20
UNDISPATCHED: Final = (Stage.SUBMITTED, Stage.SUPPLEMENT, Stage.ACCEPTED, Stage.RETURNED)


@dataclass(slots=True)
class Effect:
    """How many open cases were looked at, whether those are all, and what would be different: number, old, new."""

    count: int = 0
    whole: bool = True
    earlier: int = 0
    later: int = 0
    changed: int = 0
    rows: list[tuple[str, object, object]] = field(default_factory=list)

    def note(self, number: str, old: object, new: object) -> None:
        """One that would be different."""
        self.changed += 1
        if len(self.rows) < SHOWN:
            self.rows.append((number, old, new))


def limit_effect(actor: Actor, grade: str, clock: str, amount: int, unit: str) -> Effect:
    """Which dates would be others if this limit had held when the clocks began that run now; they keep theirs."""
    cases = Case.objects.held_by(actor).open().filter(grade=grade)
    looked_at = Clock.CLOSE if clock == EXTENSION else clock
    running = Deadline.objects.filter(case__in=cases, clock=looked_at, basis="grade", met_at=None, dropped_at=None)
    rows = list(running.annotate(number=F("case__number")).order_by("due_at", "id")[: LOOKED_AT + 1])
    effect = Effect(count=min(len(rows), LOOKED_AT), whole=len(rows) <= LOOKED_AT)
    if clock == EXTENSION or not amount:
        return effect
    limit = Limit(amount, "days" if unit == "days" else "minutes")
    rows, calendar = rows[:LOOKED_AT], calendar_of(actor.federation)
    stills: dict[int, list[Standstill]] = defaultdict(list)
    for still in Standstill.objects.filter(case__in=[row.case_id for row in rows]):
        stills[still.case_id].append(still)
    for row in rows:
        pauses = [one.pause for one in stills[row.case_id] if one.stops(clock)]
        new = due_with_pauses(row.start_at, _with_extension(row, limit, calendar), calendar, pauses)
        if new and new != row.due_at:
            effect.earlier += new < row.due_at
            effect.later += new > row.due_at
            effect.note(row.number, row.due_at, new)
    return effect


def _with_extension(row: Deadline, limit: Limit, calendar: WorkCalendar) -> Limit:
    """The limit and what was granted on top of the old one; granted days are days in minutes, too."""
    granted = row.extended if limit.unit == row.unit else row.extended * calendar.minutes_per_day
    return Limit(limit.amount + granted, limit.unit)


def carried_by(actor: Actor, column: str, code: str) -> int:
    """How many open cases have this grade or kind; counted to 10,000."""
    rows = Case.objects.held_by(actor).open().filter(**{column: code})
    return len(rows.values_list("pk")[:10_000])


def rule_effect(actor: Actor, no: int, fresh: RouteRow | None, day: date) -> Effect:
    """Which open cases that no unit has yet would be proposed to another unit, with rule ``no`` changed or ended."""
    held = [row_of(rule) for rule in own_rules(actor.federation) if rule.holds_on(day)]
    changed = [row for row in held if row.no != no] + ([fresh] if fresh else [])
    units = {one.code: one for one in Organisation.objects.filter(federation=actor.federation, active=True)}
    rows = Case.objects.held_by(actor).filter(stage__in=UNDISPATCHED).order_by("due_at", "id")
    along = ("category__unit", "street", "enterprise")
    cases = list(rows.select_related(*along)[: ROUTES_LOOKED_AT + 1])
    effect = Effect(count=min(len(cases), ROUTES_LOOKED_AT), whole=len(cases) <= ROUTES_LOOKED_AT)
    returned = _returned(cases)
    for case in cases[:ROUTES_LOOKED_AT]:
        barred = {*returned[case.pk], case.complained_of_id}
        old, new = (_lead(one, case, units, barred) for one in (held, changed))
        if old != new:
            effect.note(case.number, old, new)
    return effect


def _returned(cases: Iterable[Case]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = Assignment.objects.filter(case__in=[one.pk for one in cases]).exclude(returned_at=None)
    for case_id, unit_id in rows.values_list("case_id", "unit_id"):
        found[case_id].add(unit_id)
    return found


def _lead(
    rows: Iterable[RouteRow], case: Case, units: dict[str, Organisation], barred: set[int | None]
) -> str:  # fmt: skip
    """The unit proposed for a case by these rules, by name; as ``route_of`` does."""
    named = (units.get(row.unit) for row in fitting(rows, matter_of(case)))
    usual = case.category.unit if case.category else None
    found = [*named, usual]
    return next((one.short_name for one in found if one and one.active and one.pk not in barred), "")


def limit_history(federation: Federation, grade: str, clock: str) -> list[TimeLimit]:
    """All rows of one limit, the newest first."""
    return [row for row in own_limits(federation) if (row.grade, row.clock) == (grade, clock)][::-1]


def alike(federation: Federation, no: int, fresh: RouteRow, day: date) -> list[RoutingRule]:
    """Other rules in force on that day that name the same aspects: only the first of them is ever followed."""
    rows = [rule for rule in own_rules(federation) if rule.no != no and rule.holds_on(day)]
    return [rule for rule in rows if _aspects(row_of(rule)) == _aspects(fresh)]


def _aspects(row: RouteRow) -> tuple[str, ...]:
    return row.category, row.street, row.level, row.size


def rules_of(federation: Federation, no: int) -> list[RoutingRule]:
    """All rows of one rule, the newest first."""
    return [rule for rule in own_rules(federation) if rule.no == no][::-1]


def catalogue(federation: Federation, day: date) -> list[RoutingRule]:
    """The rules in force or to come, the one to follow first."""
    return sorted(
        (rule for rule in own_rules(federation) if rule.valid_to is None or rule.valid_to >= day),
        key=lambda rule: (rule.priority, -row_of(rule).named, rule.no, rule.valid_from),
    )  # fmt: skip
