"""Reads of the spine; every one goes through the person."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Model, Q, QuerySet

from zhilian.cases import permissions
from zhilian.cases.models import Assignment, Case, Deadline, Rating, Reply, TimeLimit
from zhilian.cases.models.case import CaseQuerySet
from zhilian.cases.rules import DEFAULT_LIMITS, GRADES, Clock, Party, Stage
from zhilian.channels.models import Category
from zhilian.core.actor import Actor
from zhilian.core.models import Federation, Organisation, Street, TrailEntry
from zhilian.core.numbers import SHANGHAI
from zhilian.core.powers import Power
from zhilian.core.queries import districts_below, trail_of
from zhilian.core.roles import UNIT_ROLES, Role
from zhilian.files.models import Attachment
from zhilian.kit.worktime import Limit
from zhilian.members.models import Enterprise
from zhilian.members.queries import search

COUNTED_TO = 999  # no counter counts further: "999+"
FIRMS_SEARCHED = 200  # firms whose names match, at most, when a list is searched by firm
FIRMS_SUGGESTED = 8  # while a name is typed
YEARS_SEARCHED = 6  # "317" finds LG-2026-000317 and its namesakes of so many years
VIEWS = ("mine", "open", "late", "today", "waiting_unit", "waiting_firm", "closed", "all")
LIST_FIELDS = ("enterprise", "category", "unit", "street")
SHOWN_IN_LISTS = (
    *("number", "title", "stage", "grade", "due_at", "due_clock", "received_at", "closed_at", "reporter"),
    *("result", "rating", "solved", "federation_id", "enterprise__name", "category__name", "category__name_en"),
    *("unit__short_name", "street__name"),
)
# What a power asks of its holder: the cases in these stages wait for somebody who holds it.
ASKS: tuple[tuple[Power, frozenset[Stage]], ...] = (
    (permissions.ACCEPT, frozenset({Stage.SUBMITTED})),
    (permissions.DISPATCH, frozenset({Stage.ACCEPTED, Stage.RETURNED})),
    (permissions.SIGN, frozenset({Stage.DISPATCHED})),
    (permissions.HANDLE, frozenset({Stage.SIGNED, Stage.PROCESSING, Stage.REWORK})),
    (permissions.REVIEW, frozenset({Stage.REPLIED})),
)
_NUMBER = re.compile(r"(?:([A-Za-z]+)-)?(?:(\d{4})-)?(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is filtered by; empty means any. ``view`` is one of VIEWS, ``order`` due or newest.

    ``district`` is the code of one federation below the reader's own, for whoever sees several.
    """

    view: str = "open"
    words: str = ""
    stage: str = ""
    category: str = ""
    street: str = ""
    unit: str = ""
    grade: str = ""
    order: str = "due"
    district: str = ""


def case_or_none(actor: Actor, number: str) -> Case | None:
    """The case with this number if the actor may see it, with what its page shows."""
    rows = Case.objects.visible_to(actor).select_related("federation", *LIST_FIELDS, "station")
    return rows.filter(number=number).first()


def cases(actor: Actor, wanted: Wanted, at: datetime, *, given: Mapping[str, Any] | None = None) -> "QuerySet[Case]":
    """The list as asked for, ordered so that an index carries it; the caller takes one page."""
    rows = narrowed(actor, wanted.view, conditions(actor, wanted, at) if given is None else given, at)
    return rows.select_related(*LIST_FIELDS).only(*SHOWN_IN_LISTS).order_by(*ordering(wanted))


def narrowed(actor: Actor, view: str, given: Mapping[str, Any], at: datetime) -> CaseQuerySet:
    """The cases of one view that meet the conditions, without order."""
    return _viewed(Case.objects.visible_to(actor), view, actor, at).filter(**given)


def conditions(actor: Actor, wanted: Wanted, at: datetime) -> dict[str, Any]:
    """What the words and codes asked for come to, as lookups with plain keys, so that the database can use its indexes.

    Words are a number, in full or its last digits, or else part of a firm's name; the texts are not searched here.
    """
    federation = district_of(actor, wanted.district)
    tables: dict[str, type[Category] | type[Street] | type[Organisation]]
    tables = {"category": Category, "street": Street, "unit": Organisation}
    own = {} if federation.pk == actor.federation_id else {"federation_id": federation.pk}
    values = {name: getattr(wanted, name) for name in ("stage", "grade") if getattr(wanted, name)}
    codes = {name: getattr(wanted, name) for name in tables if getattr(wanted, name)}
    keys = {f"{name}_id": _key(tables[name], federation, code) for name, code in codes.items()}
    return {**own, **values, **keys, **_named(wanted.words.strip(), federation, at)}


def _key(table: "type[Model]", federation: Federation, code: str) -> int:
    rows = table._default_manager.filter(federation=federation, code=code)
    return int(rows.values_list("pk", flat=True).first() or 0)


def districts(actor: Actor) -> list[Federation]:
    """The federations whose cases the actor may look into: those below a city's observer, else the own one."""
    if actor.role != Role.CITY_OBSERVER:
        return [actor.federation]
    below = districts_below(actor.federation).exclude(pk=actor.federation_id)
    return list(below.order_by("code")) or [actor.federation]


def district_of(actor: Actor, code: str) -> Federation:
    """The one federation a list is about: the one named if the actor may look into it, else the first."""
    offered = districts(actor)
    return next((one for one in offered if one.code == code), offered[0])


def ordering(wanted: Wanted) -> tuple[str, ...]:
    """The fields a list is sorted by: the running deadline for open cases, else the newest first."""
    by_due = wanted.order == "due" and wanted.view not in ("all", "closed")
    return ("due_at", "id") if by_due else ("-received_at", "-id")


def _viewed(rows: CaseQuerySet, view: str, actor: Actor, at: datetime) -> CaseQuerySet:
    open_rows = rows.open()
    if view == "all":
        return rows
    if view == "closed":
        return rows.exclude(closed_at=None)
    if view == "late":
        return open_rows.filter(due_at__lt=at)
    if view == "today":
        return open_rows.filter(due_at__gte=at, due_at__lt=end_of_day(at))
    if view == "mine":
        return open_rows.filter(_asked(actor, at))
    if view.startswith("waiting_"):
        return open_rows.waiting_for(Party(view.removeprefix("waiting_")))
    return open_rows


def end_of_day(at: datetime) -> datetime:
    """The midnight that ends the day in Shanghai."""
    return at.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def stages_asking(actor: Actor) -> frozenset[Stage]:
    """The stages in which a case waits for the actor's role; a station's clerk calls firms back for their word."""
    asked = frozenset[Stage]().union(*(stages for power, stages in ASKS if actor.has(power)))
    return asked | {Stage.AWAITING_RATING} if actor.role == Role.STATION_CLERK else asked


def _asked(actor: Actor, at: datetime) -> Q:
    """What waits for the actor: by stage, and cases to be closed because the firm's time to answer is over."""
    asked = Q(stage__in=sorted(stages_asking(actor)))
    silent = Q(stage=Stage.AWAITING_RATING, due_at__lt=at)
    return asked | silent if actor.has(permissions.CLOSE_UNRATED) else asked


def next_asked(actor: Actor, at: datetime, after: Case) -> Case | None:
    """The most urgent other case that waits for the actor."""
    rows = narrowed(actor, "mine", {}, at).exclude(pk=after.pk)
    return rows.only("number", "title").order_by("due_at", "id").first()


def party_of(actor: Actor) -> Party:
    """The side an actor stands on."""
    if actor.in_unit:
        return Party.UNIT
    return Party.FIRM if actor.role == Role.ENTERPRISE_USER else Party.FEDERATION


def _named(words: str, federation: Federation, at: datetime) -> dict[str, Any]:
    if not words:
        return {}
    if found := _NUMBER.fullmatch(words):
        return {"number__in": _numbers(found, federation.code, at)}
    firms = Enterprise.objects.filter(federation=federation).named_like(words)
    return {"enterprise_id__in": list(firms.values_list("pk", flat=True)[:FIRMS_SEARCHED])}


def _numbers(found: "re.Match[str]", code: str, at: datetime) -> list[str]:
    """The numbers meant, written out, so that the index over numbers finds them."""
    years = [int(found[2])] if found[2] else [at.astimezone(SHANGHAI).year - back for back in range(YEARS_SEARCHED)]
    starts = [f"{(found[1] or code).upper()}-{year}" for year in years]
    return [f"{start}-{digits}" for start in starts for digits in {found[3], f"{int(found[3]):06d}"}]


def count_to(rows: "QuerySet[Case]") -> int:
    """How many there are, counted to 1,000 at most; show more than COUNTED_TO as '999+'."""
    return rows.order_by().values("pk")[: COUNTED_TO + 1].count()


def own_cases(actor: Actor) -> "QuerySet[Case]":
    """A firm's cases, newest first."""
    return Case.objects.visible_to(actor).select_related("category", "unit").order_by("-received_at", "-id")


def handling(case: Case) -> "QuerySet[Assignment]":
    """The units that had the case, in order."""
    return case.assignments.select_related("unit", "channel", "proposed_unit", "dispatched_by", "signed_by")


def deadlines(case: Case) -> "QuerySet[Deadline]":
    """All promised times of the case, in order."""
    return case.deadlines.all()


def answers(case: Case, *, passed_only: bool) -> "QuerySet[Reply]":
    """The answers; the firm sees only those that passed the review."""
    rows = case.replies.select_related("unit", "by", "reviewed_by")
    return rows.filter(passed=True) if passed_only else rows


def ratings(case: Case) -> "QuerySet[Rating]":
    """The firm's words."""
    return case.ratings.all()


def trail(case: Case) -> "QuerySet[TrailEntry]":
    """The case's lines of the trail."""
    return trail_of(case)


def may_read_files(actor: Actor, subject_id: str) -> bool:
    """Whether the actor may read files that hang on this case: whoever may see the case."""
    return Case.objects.visible_to(actor).filter(pk=int(subject_id)).exists()


def attachments(case: Case) -> "QuerySet[Attachment]":
    """The files that hang on the case, in the order they came."""
    rows = Attachment.objects.filter(subject_type=case._meta.label_lower, subject_id=str(case.pk))
    return rows.select_related("uploaded_by").order_by("id")


# ---- what the desk chooses from and counts


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
    late, today = Q(due_at__lt=at), Q(due_at__gte=at, due_at__lt=end_of_day(at))
    rows = Case.objects.visible_to(actor).open().order_by().values("stage", "unit_id", "federation_id")
    counted = rows.annotate(open=Count("pk"), late=Count("pk", filter=late), today=Count("pk", filter=today))
    columns = counted.values_list("stage", "unit_id", "federation_id", "open", "late", "today")
    return [Pile(Stage(stage), *figures) for stage, *figures in columns]


def unit_names(keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Code and short name of these units."""
    rows = Organisation.objects.filter(pk__in=keys).values_list("pk", "code", "short_name")
    return {key: (code, name) for key, code, name in rows}


def firms_named(actor: Actor, words: str, chosen: str = "") -> list[Enterprise]:
    """Firms of the registry that a name typed so far may mean, with their contacts; the one chosen comes first."""
    rows = search(actor, words).filter(active=True).prefetch_related("contacts")
    found = list(rows[:FIRMS_SUGGESTED]) if words.strip() else []
    if chosen.isdecimal() and len(chosen) < 19 and all(str(one.pk) != chosen for one in found):
        found = [*Enterprise.objects.visible_to(actor).filter(pk=int(chosen)), *found]
    return found
