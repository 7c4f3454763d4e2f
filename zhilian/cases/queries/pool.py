"""Reads of the one pool: merged cases, parts of a split, systemic issues and what hangs on them."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from zhilian.accounts.models import RoleHolding, User, held
from zhilian.cases.models import Case, SystemicIssue
from zhilian.cases.models.case import CaseQuerySet, above, secrecy_for
from zhilian.cases.models.pool import SystemicIssueQuerySet
from zhilian.cases.queries.lists import SHOWN_IN_LISTS
from zhilian.cases.rules import MOVES, Stage
from zhilian.core.actor import Actor
from zhilian.core.models import TrailEntry
from zhilian.core.numbers import SHANGHAI
from zhilian.core.queries import trail_of
from zhilian.core.roles import UNIT_ROLES

GATHERED_AT_MOST: Final = 200  # rows to tick
GATHERED_WITHIN: Final = timedelta(days=30)  # after that the same words are hardly the same matter
FINISHED_WITHIN: Final = timedelta(days=90)  # the worker looks at no older issue; its button still finishes it


# ---- merged, split


def root_of(case: Case) -> Case:
    """The case under which this one is followed in the end, over any number of merges; itself if it is not merged."""
    seen: set[int] = set()
    while case.merged_into is not None and case.pk not in seen:
        seen.add(case.pk)
        case = case.merged_into
    return case


def below(case: Case) -> list[Case]:
    """The cases merged under this one, directly or under one of them, oldest first."""
    rows = Case.objects.filter(pk__in=_keys_below([case.pk])).select_related("enterprise")
    return _oldest_first(rows)


def _keys_below(edge: list[int]) -> set[int]:
    """The keys of all cases merged under these; one query for each level."""
    found: set[int] = set()
    while edge:
        level = Case.objects.filter(merged_into__in=edge).values_list("pk", flat=True)
        edge = [key for key in level if key not in found]
        found |= set(edge)
    return found


def _oldest_first(rows: Iterable[Case]) -> list[Case]:
    return sorted(rows, key=lambda one: (one.received_at, one.pk))


def readable(actor: Actor) -> CaseQuerySet:
    """What a reader of a case may know of those it stands for: its unit has their matter, too.

    Restricted ones stay with the people named; of what is said of a unit, it reads nothing. The case was found through
    the person; a condition on the federation would keep the database from the index over what hangs together.
    """
    if not (actor.in_unit or actor.in_federation):
        return Case.objects.visible_to(actor)
    rows = Case.objects.filter(secrecy_for(actor))
    return rows.exclude(complained_of_id__in=above(actor)) if actor.in_unit else rows


def hanging_on(case: Case, actor: Actor) -> tuple[list[Case], list[Case]]:
    """The cases merged under this one, over any number of merges, and the parts split from it; one query for none."""
    merged, parts = Case.objects.filter(merged_into=case), Case.objects.filter(origin=case)
    near = dict(merged.values_list("pk", "merged_into_id").union(parts.values_list("pk", "merged_into_id")))
    if not near:
        return [], []
    under = [key for key, master in near.items() if master == case.pk]
    keys = _keys_below(under) | set(near)
    rows = _oldest_first(readable(actor).filter(pk__in=keys).select_related("enterprise", "origin"))
    split = [one for one in rows if one.origin_id == case.pk]
    return [one for one in rows if one.pk in keys - set(near) or one.merged_into_id == case.pk], split


def parts_of(case: Case, actor: Actor) -> list[Case]:
    """The cases split from this one that the actor may see; one query where there is none."""
    keys = list(Case.objects.filter(origin=case).values_list("pk", flat=True))
    return list(Case.objects.visible_to(actor).filter(pk__in=keys).order_by("pk")) if keys else []


def similar(actor: Actor, at: datetime, *, words: str = "", category: str = "", street: str = "") -> "QuerySet[Case]":
    """Open cases of the last thirty days whose titles say it, of one category or street, newest first.

    Commas part the ways to say it, of which one is enough; of ``park outage, no power`` either all of the first or all
    of the second. None that hangs on a systemic issue already, and none that has been answered.
    """
    stages = MOVES["merge"].sources - {Stage.SYSTEMIC}
    rows = Case.objects.held_by(actor).filter(stage__in=sorted(stages), received_at__gte=at - GATHERED_WITHIN)
    rows = rows.filter(_says(words))
    rows = rows.filter(category__code=category) if category else rows
    rows = rows.filter(street__code=street) if street else rows
    return rows.select_related("enterprise").only(*SHOWN_IN_LISTS).order_by("-received_at", "-id")[:GATHERED_AT_MOST]


def _says(words: str) -> Q:
    """Titles with all words of one of the wordings; any title where none is given."""
    wordings = [one.split() for one in re.split("[,，、;；]", words)]
    return reduce(or_, (Q(*(("title__icontains", word) for word in one)) for one in wordings if one), Q())


def numbered(actor: Actor, numbers: list[str]) -> list[Case]:
    """The cases with these numbers that the actor may see, oldest first; at most as many as can be ticked."""
    rows = Case.objects.visible_to(actor).filter(number__in=numbers[:GATHERED_AT_MOST])
    return list(rows.select_related("federation", "enterprise", "unit", "category").order_by("received_at", "id"))


# ---- systemic issues


def issues(actor: Actor) -> SystemicIssueQuerySet:
    """The issues the actor may see, each with how many cases hang on it."""
    hanging = Count("cases", filter=Q(cases__stage=Stage.SYSTEMIC))
    rows = SystemicIssue.objects.visible_to(actor).select_related("unit", "owner", "category", "federation")
    return rows.annotate(hanging=hanging, answered=Count("cases") - hanging)


def issue_list(actor: Actor, *, concluded: bool) -> "QuerySet[SystemicIssue]":
    """The open issues, the most urgent first; or those concluded, the latest first."""
    rows = issues(actor).filter(concluded_at__isnull=not concluded)
    return rows.order_by("-concluded_at", "-id") if concluded else rows.order_by(F("due_at").asc(nulls_last=True), "id")


def open_issues(actor: Actor) -> "QuerySet[SystemicIssue]":
    """The issues on which cases can be hung."""
    return SystemicIssue.objects.visible_to(actor).filter(concluded_at=None).select_related("unit")


def issue_or_none(actor: Actor, year: int, no: int) -> SystemicIssue | None:
    """The issue with this number, as far as the actor may see it."""
    return issues(actor).filter(year=year, no=no).first()


def issue_numbered(actor: Actor, number: str) -> SystemicIssue | None:
    """The same for a number as it is written, ``2026-3``."""
    year, _, no = number.partition("-")
    known = year.isdecimal() and no.isdecimal() and len(year) == 4 and len(no) < 9
    return issue_or_none(actor, int(year), int(no)) if known else None


def cases_of(issue: SystemicIssue, actor: Actor) -> "QuerySet[Case]":
    """The cases that hang, or hung, on the issue, as far as the actor may see them; a unit those it leads."""
    rows = readable(actor).filter(systemic=issue)
    rows = rows.filter(unit_id=actor.organisation_id) if actor.in_unit else rows
    return rows.select_related("enterprise").only(*SHOWN_IN_LISTS, "systemic_id")


def issue_trail(issue: SystemicIssue) -> "QuerySet[TrailEntry]":
    """The issue's lines of the trail: what was done about it."""
    return trail_of(issue)


def unfinished(at: datetime) -> "QuerySet[SystemicIssue]":
    """Issues concluded lately on which cases still hang: answering was interrupted."""
    hanging = Case.objects.filter(systemic=OuterRef("pk"), stage=Stage.SYSTEMIC)
    rows = SystemicIssue.objects.filter(Exists(hanging), concluded_at__gte=at - FINISHED_WITHIN)
    return rows.select_related("federation")


def owners(actor: Actor, at: datetime) -> list[RoleHolding]:
    """The people of units who may own an issue, with their unit, by unit and name."""
    rows = RoleHolding.objects.filter(
        held(at.astimezone(SHANGHAI).date()), federation_id=actor.federation_id, role__in=UNIT_ROLES
    )
    found = rows.filter(user__is_active=True, organisation__active=True).select_related("user", "organisation")
    return list(found.order_by("organisation__code", "user__name", "pk"))


def works_in(user: User, unit_id: int, at: datetime) -> bool:
    """Whether the person handles cases in this unit on that day."""
    rows = RoleHolding.objects.filter(held(at.astimezone(SHANGHAI).date()), user=user, organisation_id=unit_id)
    return user.is_active and rows.filter(role__in=UNIT_ROLES).exists()
