"""Reads of the spine; every one goes through the person."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from zhilian.cases.models import Assignment, Case, Deadline, Rating, Reply
from zhilian.cases.models.case import CaseQuerySet
from zhilian.cases.rules import Party
from zhilian.core.actor import Actor
from zhilian.core.models import TrailEntry
from zhilian.core.queries import trail_of
from zhilian.core.roles import Role
from zhilian.members.models import Enterprise

COUNTED_TO = 999  # no counter counts further: "999+"
FIRMS_SEARCHED = 200  # firms whose names match, at most, when a list is searched by firm
LIST_FIELDS = ("enterprise", "category", "unit", "street")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is filtered by; empty means any. ``view`` is one of VIEWS, ``order`` due or newest."""

    view: str = "open"
    words: str = ""
    stage: str = ""
    category: str = ""
    street: str = ""
    unit: str = ""
    grade: str = ""
    order: str = "due"


def case_or_none(actor: Actor, number: str) -> Case | None:
    """The case with this number if the actor may see it, with what its page shows."""
    rows = Case.objects.visible_to(actor).select_related("federation", *LIST_FIELDS, "station")
    return rows.filter(number=number).first()


def cases(actor: Actor, wanted: Wanted, at: datetime) -> "QuerySet[Case]":
    """The list as asked for, ordered so that an index carries it; the caller takes one page."""
    rows = _viewed(Case.objects.visible_to(actor), wanted.view, actor, at)
    for name, value in (("stage", wanted.stage), ("grade", wanted.grade)):
        rows = rows.filter(**{name: value}) if value else rows
    for name, value in (("category", wanted.category), ("street", wanted.street), ("unit", wanted.unit)):
        rows = rows.filter(**{f"{name}__code": value}) if value else rows
    if wanted.words.strip():
        rows = _searched(rows, wanted.words.strip(), actor)
    return rows.select_related(*LIST_FIELDS).order_by(*ordering(wanted))


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
    if view == "mine":
        return open_rows.waiting_for(party_of(actor))
    if view.startswith("waiting_"):
        return open_rows.waiting_for(Party(view.removeprefix("waiting_")))
    return open_rows


def party_of(actor: Actor) -> Party:
    """The side an actor stands on."""
    if actor.in_unit:
        return Party.UNIT
    return Party.FIRM if actor.role == Role.ENTERPRISE_USER else Party.FEDERATION


def _searched(rows: CaseQuerySet, words: str, actor: Actor) -> CaseQuerySet:
    """By number, else by the firm's name; the words of the texts are not searched here."""
    if words.upper().startswith(f"{actor.federation.code}-") or words.isdigit():
        number = words.upper() if not words.isdigit() else None
        return rows.filter(number__startswith=number) if number else rows.filter(number__endswith=words.zfill(6))
    firms = Enterprise.objects.filter(federation_id=actor.federation_id).named_like(words)
    return rows.filter(enterprise_id__in=list(firms.values_list("pk", flat=True)[:FIRMS_SEARCHED]))


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
    rows = case.replies.select_related("unit", "by")
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
