"""What the desk chooses from and what it counts."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from zhilian.cases.models import Case
from zhilian.cases.models.case import CaseQuerySet
from zhilian.cases.queries.limits import limits_for
from zhilian.cases.queries.lists import Given, due_within, stages_asking, timed_stages
from zhilian.cases.queries.named import grades_on
from zhilian.cases.rules import WAITING_FOR, Clock, Party, Stage
from zhilian.core.actor import Actor
from zhilian.core.models import Federation
from zhilian.kit.worktime import Limit


def closing_limits(federation: Federation, at: datetime) -> dict[str, Limit]:
    """The time to answer by grade, as it holds on that day: the federation's own rows, else the defaults."""
    grades = [one.code for one in grades_on(federation, at)]
    return {grade: limits_for(federation, grade, at)[Clock.CLOSE] for grade in grades}


@dataclass(frozen=True, slots=True)
class Pile:
    """Open cases of one stage with one unit: how many, how many due before the day ends, how many late.

    ``silent`` are those whose firm has let its time to rate go by; they are not late.
    """

    stage: Stage
    open: int
    today: int
    late: int
    silent: int
    unit_id: int | None = None
    federation_id: int = 0


def piles(actor: Actor, at: datetime) -> list[Pile]:
    """All open cases the actor may see, counted by stage and unit in one pass over the index of open cases."""
    return _counted(Case.objects.held_by(actor).open(), at, "unit_id", "federation_id")


def tallies(actor: Actor, given: Given, at: datetime) -> dict[str, int]:
    """How many cases each view of open ones has under these conditions, counted in one pass."""
    rows = _counted(Case.objects.held_by(actor).open().filter(**given.lookups), at)
    rows = [row for row in rows if row.stage in given.stages]
    mine, timed = stages_asking(actor), timed_stages(actor)
    waiting = {f"waiting_{party}": [row for row in rows if WAITING_FOR[row.stage] == party] for party in Party}
    return {
        "mine": sum(row.open for row in rows if row.stage in mine),
        "open": sum(row.open for row in rows),
        "late": sum(row.late for row in rows if row.stage in timed),
        "today": sum(row.today for row in rows if row.stage in timed),
        "silent": sum(row.silent for row in rows),
        **{view: sum(row.open for row in waits) for view, waits in waiting.items()},
        **({"assist": _assisting(actor, given)} if actor.in_unit else {}),
    }


def _assisting(actor: Actor, given: Given) -> int:
    return Case.objects.helped_by(actor).filter(**given.lookups, stage__in=sorted(given.stages)).count()


def _counted(rows: CaseQuerySet, at: datetime, *by: str) -> list[Pile]:
    late, today = Count("due_at", filter=due_within("late", at)), Count("due_at", filter=due_within("today", at))
    counted = rows.order_by().values("stage", *by).annotate(open=Count("*"), today=today, late=late)
    columns = counted.values_list("stage", "open", "today", "late", *by)
    return [_pile(Stage(stage), *figures) for stage, *figures in columns]


def _pile(stage: Stage, total: int, today: int, late: int, *by: int) -> Pile:
    if WAITING_FOR[stage] == Party.FIRM:
        return Pile(stage, total, 0, 0, late if stage == Stage.AWAITING_RATING else 0, *by)
    return Pile(stage, total, today, late, 0, *by)
