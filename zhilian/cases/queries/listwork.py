"""Reads for work on a list: the cases chosen, every case a filter shows, one's own filters, what was exported."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from zhilian.cases.models import Case, Export, SavedFilter
from zhilian.cases.queries.lists import SHOWN_IN_LISTS, Wanted, cases
from zhilian.core.actor import Actor

AT_ONCE: Final = 500  # cases worked on with one click
EXPORTED: Final = 20_000  # rows of one file


def chosen(actor: Actor, numbers: Iterable[str]) -> list[Case]:
    """The cases with these numbers that the actor may see, the most urgent first, AT_ONCE at most."""
    rows = Case.objects.held_by(actor).filter(number__in=list(numbers)[:AT_ONCE])
    related = ("federation", "enterprise", "category__unit", "unit", "street")
    return list(rows.select_related(*related).order_by("due_at", "id"))


def all_shown(actor: Actor, wanted: Wanted, at: datetime, most: int) -> "QuerySet[Case]":
    """Every case a filter shows, not only one page; ``most`` and one more, so that the caller sees there are more."""
    rows = cases(actor, wanted, at)
    return rows.only(*SHOWN_IN_LISTS, "confidentiality", "accepted_at", "replied_at")[: most + 1]


def filters(actor: Actor) -> "QuerySet[SavedFilter]":
    """The person's own filters by name."""
    return SavedFilter.objects.filter(federation_id=actor.federation_id, user_id=actor.person_id).order_by("name")


def exports(actor: Actor) -> "QuerySet[Export]":
    """What was taken out of the federation's house, newest first."""
    return Export.objects.filter(federation_id=actor.federation_id).order_by("-id")
