"""What the desk chooses from and what it counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from zhilian.cases.models import Case, TimeLimit
from zhilian.cases.queries.lists import due_within
from zhilian.cases.rules import DEFAULT_LIMITS, GRADES, Clock, Stage
from zhilian.channels.models import Category
from zhilian.core.actor import Actor
from zhilian.core.models import Federation, Organisation, Street
from zhilian.core.numbers import SHANGHAI
from zhilian.core.roles import UNIT_ROLES
from zhilian.kit.worktime import Limit


def filter_values(federation: Federation) -> dict[str, list[tuple[str, str]]]:
    """Codes and names to filter a list by, per column; short lists, without those no longer in use."""
    tables: dict[str, Iterable[Category] | Iterable[Street] | Iterable[Organisation]] = {
        "category": Category.objects.of(federation).filter(active=True),
        "street": Street.objects.filter(federation=federation, active=True),
        "unit": handling_units(federation),
    }
    return {column: [(row.code, _shown(row)) for row in rows] for column, rows in tables.items()}


def _shown(row: Category | Street | Organisation) -> str:
    return row.short_name if isinstance(row, Organisation) else row.name


def handling_units(federation: Federation) -> "QuerySet[Organisation]":
    """The units that can be given a case: active, with at least one person who may sign for it."""
    held = Q(holdings__role__in=sorted(UNIT_ROLES), holdings__until=None)
    return Organisation.objects.filter(held, federation=federation, active=True).distinct().order_by("code")


def closing_limits(federation: Federation, at: datetime) -> dict[str, Limit]:
    """The time to answer by grade, as it holds on that day: the federation's own rows, else the defaults."""
    day = at.astimezone(SHANGHAI).date()
    valid = Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))
    rows = TimeLimit.objects.filter(valid, federation=federation, clock=Clock.CLOSE).order_by("valid_from")
    own = {row.grade: Limit(row.amount, "days" if row.unit == "days" else "minutes") for row in rows}
    return {grade: own.get(grade, DEFAULT_LIMITS[grade][Clock.CLOSE]) for grade in GRADES}


@dataclass(frozen=True, slots=True)
class Pile:
    """Open cases of one stage with one unit: how many, how many of them late, how many due before the day ends."""

    stage: Stage
    unit_id: int | None
    federation_id: int
    open: int
    late: int
    today: int


def piles(actor: Actor, at: datetime) -> list[Pile]:
    """All open cases the actor may see, counted by stage and unit in one pass over the index of open cases."""
    late, today = due_within("late", at), due_within("today", at)
    rows = Case.objects.visible_to(actor).open().order_by().values("stage", "unit_id", "federation_id")
    counted = rows.annotate(open=Count("pk"), late=Count("pk", filter=late), today=Count("pk", filter=today))
    columns = counted.values_list("stage", "unit_id", "federation_id", "open", "late", "today")
    return [Pile(Stage(stage), *figures) for stage, *figures in columns]


def unit_names(keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Code and short name of these units."""
    rows = Organisation.objects.filter(pk__in=keys).values_list("pk", "code", "short_name")
    return {key: (code, name) for key, code, name in rows}
