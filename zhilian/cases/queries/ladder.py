"""How cases stand on the ladder, read for many at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet

from zhilian.cases.models import Assignment, Case, CasePerson, Deadline, LadderMark, LadderStep, Standstill
from zhilian.cases.models.ladder import EVER, midnight
from zhilian.cases.rules import DEFAULT_LADDER, OPEN, Clock, Rung, ahead
from zhilian.core.models import Federation
from zhilian.core.paging import keyset_page
from zhilian.core.queries import calendar_of
from zhilian.kit.worktime import Limit, Pause, WorkCalendar

LOOKED_AT: Final = 20_000  # open cases, at most, when a change is previewed
COLUMNS: Final = ("federation_id", "number", "stage", "unit_id", "ladder_at", "confidentiality", "complained_of_id")


@dataclass(slots=True)
class Running:
    """What the ladder must know of a running time to answer: less than the whole row, for there are many."""

    pk: int
    start_at: datetime
    due_at: datetime
    amount: int
    unit: str

    @property
    def limit(self) -> Limit:
        """The time allowed, with what was granted on top."""
        return Limit(self.amount, "days" if self.unit == "days" else "minutes")


@dataclass(frozen=True, slots=True)
class Standing:
    """One case with what its place on the ladder follows from; ``row`` is its running time to answer, if any."""

    case: Case
    row: Running | None
    pauses: Sequence[Pause] = ()
    taken: frozenset[str] | set[str] = frozenset()
    since: datetime | None = None

    def ahead(self, ladder: Iterable[Rung], calendar: WorkCalendar) -> list[tuple[datetime, Rung]]:
        """The steps not yet taken and when each is reached, in order."""
        if self.row is None:
            return []
        return ahead(self.row, self.pauses, ladder, calendar, taken=self.taken, since=self.since)


def federations_due(at: datetime) -> "QuerySet[Federation]":
    """The federations in which a case has reached a step of the ladder: one look into the index of each."""
    due = Case.objects.filter(federation=OuterRef("pk"), ladder_at__lte=at)
    return Federation.objects.filter(Exists(due)).order_by("pk")


def reached(federation: Federation, at: datetime, count: int) -> list[Case]:
    """Cases that have reached a step, longest ago first, their rows held; those another worker holds are left out."""
    rows = Case.objects.filter(federation=federation, ladder_at__lte=at).order_by("ladder_at", "id").only(*COLUMNS)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    return list(rows[:count])


def federations() -> "QuerySet[Federation]":
    """Every federation, for commands over all of them."""
    return Federation.objects.order_by("pk")


def open_cases(federation: Federation, stages: Collection[str], size: int) -> Iterator[list[Case]]:
    """The federation's cases in these stages of open ones, a few at a time, stage by stage in the order of an index."""
    rows = Case.objects.filter(federation=federation, stage__in=sorted(OPEN)).only(*COLUMNS, "due_at")
    for stage in stages:
        after = ""
        while True:
            page = keyset_page(rows.filter(stage=stage), ("due_at", "id"), after, size)
            yield from [page.rows] if page.rows else []
            if not (after := page.next_token):
                break


def standings(cases: Sequence[Case]) -> list[Standing]:
    """How these cases stand; four queries however many they are."""
    keys = [case.pk for case in cases]
    rows = Deadline.objects.filter(case__in=keys, clock=Clock.CLOSE, met_at=None, dropped_at=None)
    columns = rows.order_by("start_at", "id").annotate(allowed=F("amount") + F("extended"))
    values = columns.values_list("case_id", "id", "start_at", "due_at", "allowed", "unit")
    running = {case_id: Running(*facts) for case_id, *facts in values}
    stills = Standstill.objects.filter(case__in=keys)
    pauses: dict[int, list[Pause]] = defaultdict(list)
    for one in stills:
        if one.stops(Clock.CLOSE):
            pauses[one.case_id].append(one.pause)
    marks = LadderMark.objects.filter(case__in=keys, deadline__met_at=None, deadline__dropped_at=None)
    taken: dict[int, set[str]] = defaultdict(set)
    for case_id, code in marks.order_by().values_list("case_id", "code"):
        taken[case_id].add(code)
    leads = Assignment.objects.leading().filter(case__in=keys).order_by()
    since = dict(leads.values_list("case_id", "dispatched_at"))
    return [
        Standing(one, running.get(one.pk), pauses.get(one.pk, ()), taken.get(one.pk, frozenset()), since.get(one.pk))
        for one in cases
    ]


@dataclass(frozen=True, slots=True)
class Named:
    """The people named for cases: who alone may read, and who is recused."""

    readers: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    recused: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))


def people_named(cases: Sequence[Case]) -> Named:
    """The people named for these cases."""
    named = Named()
    for case_id, user_id, part in CasePerson.objects.filter(case__in=[one.pk for one in cases]).values_list(
        "case_id", "user_id", "part"
    ):
        (named.readers if part == CasePerson.Part.READER else named.recused)[case_id].add(user_id)
    return named


def marks_of(case: Case) -> "QuerySet[LadderMark]":
    """The steps taken for a case, in order."""
    return LadderMark.objects.filter(case=case).order_by("reached_at", "id")


def ladder_rows(federation: Federation, today: date) -> dict[str, list[LadderStep]]:
    """The steps ``now`` in force, ``coming`` and ``past``, lowest first; where none was written down, the defaults."""
    rows = list(LadderStep.objects.filter(federation=federation).select_related("by"))
    usual = [LadderStep(code=one.code, act=one.act, share=one.share, days=one.days) for one in DEFAULT_LADDER]
    for one in usual:
        one.valid_from = EVER
    found = sorted(rows or usual, key=lambda row: (row.share is None, row.share or 0, row.days or 0, row.valid_from))
    return {
        "now": [row for row in found if row.holds_on(today)],
        "coming": [row for row in found if row.valid_from > today],
        "past": [row for row in found if row.valid_to and row.valid_to < today],
    }


def would_stand(
    federation: Federation, rung: Rung, day: date, at: datetime, stages: Collection[str]
) -> tuple[int, bool]:
    """How many open cases would stand on this step on the day it begins, and whether all of them were looked at."""
    begins = max(midnight(day), at)
    step, calendar, looked, count = replace(rung, since=None), calendar_of(federation), 0, 0
    for cases in open_cases(federation, stages, 1_000):
        looked += len(cases)
        for one in standings(cases):
            count += any(moment <= begins for moment, _rung in one.ahead([step], calendar))
        if looked >= LOOKED_AT:
            return count, False
    return count, True
