"""What moves when the calendar changes: the deadlines of open cases derived again, without a write."""

# house: allow action: parts of actions, which write nothing

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from zhilian.cases.actions.clocks import REPEATED, climbs, derived_due, next_rung_at, pauses_of, repeated
from zhilian.cases.models import Assignment, Case, Deadline, LadderMark, Standstill
from zhilian.cases.queries.limits import ladder_of, limits_for
from zhilian.cases.rules import Clock, Stage
from zhilian.core.models import Federation
from zhilian.kit.worktime import WorkCalendar, due_at

MOMENTS = (*REPEATED.values(), "due_at", "ladder_at")
SHOWN = ("number", "federation", "stage", "grade", "accepted_at", "rework_count", "due_clock", *MOMENTS)
_UNTOLD = {Stage.ACCEPTED, Stage.RETURNED}  # no unit has it: its time to answer is only repeated in the case


@dataclass(slots=True)
class Moved:
    """What moves in one case: deadlines from when to when, and what its row repeats of them."""

    case: Case
    rows: list[tuple[Deadline, datetime, datetime]] = field(default_factory=list)
    columns: dict[str, Any] = field(default_factory=dict)

    @property
    def values(self) -> list[Any]:
        """All moments of the case's row as they are to be."""
        return [self.columns.get(name, getattr(self.case, name)) for name in MOMENTS]

    @property
    def shown(self) -> tuple[Deadline, datetime, datetime]:
        """The one people look at: the running clock, else the clock to answer, else any."""
        order = {self.case.due_clock: 0, Clock.CLOSE: 1}
        return min(self.rows, key=lambda one: order.get(one[0].clock, 2))


def open_cases(federation: Federation, after: int = 0) -> "QuerySet[Case]":
    """The open cases after this key, in the order of their keys, with what deriving needs."""
    return Case.objects.of(federation).open().filter(pk__gt=after).order_by("pk").only(*SHOWN)


@dataclass(slots=True)
class Kept:
    """What hangs on some cases: deadlines, standstills and since when a unit has it, by case; steps by deadline."""

    deadlines: dict[int, list[Deadline]]
    stills: dict[int, list[Standstill]]
    taken: dict[int, set[str]]
    since: dict[int, datetime]


def moving(federation: Federation, cases: Iterable[Case], calendar: WorkCalendar) -> Iterator[Moved]:
    """What moves in these cases under a calendar; changes nothing, so that it can be shown beforehand."""
    cases = list(cases)
    kept = _kept([case.pk for case in cases])
    for case in cases:
        case.federation = federation
        moved = _moving(case, kept, calendar)
        if moved.rows or moved.columns:
            yield moved


def _kept(keys: list[int]) -> Kept:
    running = Q(dropped_at=None) | Q(clock=Clock.CLOSE)
    rows = Deadline.objects.filter(running, case__in=keys, met_at=None).order_by("start_at", "id")
    kept = Kept(defaultdict(list), defaultdict(list), defaultdict(set), {})
    for row in rows:
        kept.deadlines[row.case_id].append(row)
    for still in Standstill.objects.filter(case__in=keys):
        kept.stills[still.case_id].append(still)
    for deadline, code in LadderMark.objects.filter(case__in=keys).values_list("deadline_id", "code"):
        kept.taken[deadline].add(code)
    kept.since = dict(Assignment.objects.leading().filter(case__in=keys).values_list("case_id", "dispatched_at"))
    return kept


def _moving(case: Case, kept: Kept, calendar: WorkCalendar) -> Moved:
    moved, columns = Moved(case), dict[str, Any]()
    for row in kept.deadlines[case.pk]:
        if not row.running:
            continue
        pauses, was = pauses_of(case, row.clock, kept.stills[case.pk]), row.due_at
        will = derived_due(row, pauses, calendar) or was
        if will != was:
            moved.rows.append((row, was, will))
            row.due_at = will
        columns |= repeated(case, row)
        if climbs(case, row):
            taken, since = kept.taken[row.pk], kept.since.get(case.pk)
            columns["ladder_at"] = next_rung_at(row, pauses, ladder_of(case.federation), calendar, taken, since)
    columns |= _without_unit(case, kept.deadlines[case.pk], calendar)
    moved.columns = {name: value for name, value in columns.items() if value != getattr(case, name)}
    return moved


def _without_unit(case: Case, rows: list[Deadline], calendar: WorkCalendar) -> dict[str, Any]:
    """The time to answer of a case that no unit has: of the last unit's clock, else as it was accepted."""
    if Stage(case.stage) not in _UNTOLD or case.rework_count or case.accepted_at is None:
        return {}
    last = next((row for row in reversed(rows) if row.clock == Clock.CLOSE), None)
    start = last.start_at if last else case.accepted_at
    limit = last.limit if last else limits_for(case.federation, case.grade, start)[Clock.CLOSE]
    return {"limit_at": due_at(start, limit, calendar)}
