"""The rates: each one a pair of conditions, counted in one pass over an index and opened as a list by the same two.

Base of all: valid cases whose time to answer ended in the period (refused, withdrawn and merged ones are none). The
formulas are usual in the field's rules, which name the rates but no formula; a federation reads them on the page.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import Case as When_
from django.db.models import Count, F, IntegerField, Q, QuerySet, Sum, Value, When

from zhilian.cases.models import Case
from zhilian.cases.queries.lists import SHOWN_IN_LISTS
from zhilian.cases.rules import CONTENT_FROM, UNCOUNTED, Stage
from zhilian.core.actor import Actor
from zhilian.core.models import Federation
from zhilian.kit.periods import Period

ENOUGH: Final = 5  # units with fewer cases in the period are not ranked
ALL: Final = Q()
_RUNS = ~Q(stage=Stage.ON_HOLD)
_ANSWERED = Q(answered_at__isnull=False)
_IN_TIME = Q(answered_at__lte=F("limit_at"))
_SAID = ~Q(solved="") & Q(excluded=False)
_RATED = Q(rating__isnull=False, excluded=False)


@dataclass(frozen=True, slots=True)
class Rate:
    """``met`` of ``due``, both within the base; ``half`` counts half. ``lower`` says that less is better."""

    code: str
    due: Q
    met: Q
    half: Q | None = None
    lower: bool = False


RATES: dict[str, Rate] = {
    rate.code: rate
    for rate in (
        Rate("response", ALL, Q(contacted_at__lte=F("contact_due_at"))),
        Rate("sign", Q(sign_due_at__isnull=False), Q(signed_at__lte=F("sign_due_at"))),
        Rate("on_time", _RUNS, _IN_TIME),
        Rate("closing", ALL, Q(stage__in=[Stage.AWAITING_RATING, Stage.CLOSED])),
        Rate("solving", _SAID, Q(solved="yes"), half=Q(solved="partly")),
        Rate("satisfaction", _RATED, Q(rating__gte=CONTENT_FROM)),
        Rate("call_back", _ANSWERED, Q(called_back=True) | ~Q(solved="")),
        Rate("rework", _ANSWERED, Q(rework_count__gt=0), lower=True),
        Rate("denied", _ANSWERED, Q(denied=True), lower=True),
        Rate("return", ALL, Q(return_count__gt=0), lower=True),
        Rate("extension", ALL, Q(extended=True), lower=True),
        Rate("overdue", _RUNS, ~_IN_TIME | Q(answered_at=None), lower=True),
        Rate("hold", ALL, Q(held=True), lower=True),
    )
}
WEIGHTS: Final = {"response": 10, "solving": 45, "satisfaction": 45}  # as often described for Beijing; not a rule
MARKS: Final = {5: 100, 4: 80, 3: 60, 2: 30, 1: 0}


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; ``halves`` count half. None as ``percent`` where nothing was due."""

    met: int = 0
    due: int = 0
    halves: int = 0

    @property
    def percent(self) -> float | None:
        """In percent with one decimal, None where nothing was due."""
        return round((self.met + self.halves / 2) * 100 / self.due, 1) if self.due else None

    def __add__(self, other: "Share") -> "Share":
        return Share(self.met + other.met, self.due + other.due, self.halves + other.halves)


@dataclass(frozen=True, slots=True)
class Measured:
    """One unit (None: no unit had it) in one period: its cases, its rates, the mean mark of its ratings."""

    unit_id: int | None
    cases: int
    shares: dict[str, Share] = field(default_factory=dict)
    marks: int = 0

    @property
    def enough(self) -> bool:
        """Whether there are cases enough to rank the unit."""
        return self.cases >= ENOUGH

    @property
    def mark(self) -> float | None:
        """The mean of 100, 80, 60, 30 and 0 over the ratings given."""
        rated = self.shares["satisfaction"].due
        return round(self.marks / rated, 1) if rated else None

    @property
    def score(self) -> float | None:
        """The weighted score; None for what is no unit, for one with too few cases or where a part has nothing due."""
        if self.unit_id is None:
            return None
        parts = [(self.shares[code].percent, weight) for code, weight in WEIGHTS.items()]
        if not self.enough or any(percent is None for percent, _ in parts):
            return None
        return round(sum((percent or 0) * weight for percent, weight in parts) / 100, 1)


def measured(actor: Actor, federation: Federation, period: Period, at: datetime) -> list[Measured]:
    """Every unit's figures in one pass over the index ``case_rates``; best score first, unranked ones last."""
    rows = _base(actor, federation, period, at).order_by().values("unit_id").annotate(**_counts())
    found = [_measured(row) for row in rows]
    return sorted(found, key=lambda one: (one.score is None, -(one.score or 0), -one.cases))


def total(rows: Iterable[Measured]) -> Measured:
    """All units together, added up from what was counted."""
    listed = list(rows)
    shares = {code: sum((one.shares[code] for one in listed), Share()) for code in RATES}
    return Measured(None, sum(one.cases for one in listed), shares, sum(one.marks for one in listed))


def cases_behind(
    actor: Actor, federation: Federation, period: Period, at: datetime, *, rate: str = "", part: str = "due",
    unit: str = "",
) -> "QuerySet[Case]":  # fmt: skip
    """The cases a figure counts: ``part`` is met, due or missed; ``unit`` a key, "none", or empty for all."""
    rows = _base(actor, federation, period, at)
    if unit:
        rows = rows.filter(unit_id=None if unit == "none" else int(unit))
    if rate:
        chosen = RATES[rate]
        counted = chosen.met | chosen.half if chosen.half else chosen.met
        rows = rows.filter(chosen.due)
        rows = rows.filter(counted) if part == "met" else rows
        rows = rows.exclude(pk__in=rows.filter(counted).values("pk")) if part == "missed" else rows
    return rows.select_related("enterprise").only(*SHOWN_IN_LISTS, "limit_at", "confidentiality")


def _base(actor: Actor, federation: Federation, period: Period, at: datetime) -> "QuerySet[Case]":
    """Valid cases whose time to answer ended in the period, and has ended by now."""
    until = min(period.ends_at, at)
    ended = Q(limit_at__isnull=False) & ~Q(stage__in=sorted(UNCOUNTED))
    rows = Case.objects.held_by(actor).filter(federation_id=federation.pk)
    return rows.filter(ended, limit_at__gte=period.starts_at, limit_at__lt=until)


def _counts() -> dict[str, Any]:
    counts: dict[str, Any] = {"n": Count("*")}
    for code, rate in RATES.items():
        if rate.due != ALL:
            counts[f"due_{code}"] = Count("limit_at", filter=rate.due)
        counts[f"met_{code}"] = Count("limit_at", filter=rate.due & rate.met)
        if rate.half:
            counts[f"half_{code}"] = Count("limit_at", filter=rate.due & rate.half)
    marks = When_(
        *(When(_RATED & Q(rating=score), then=Value(mark)) for score, mark in MARKS.items()),
        default=Value(0),
        output_field=IntegerField(),
    )
    return {**counts, "marks": Sum(marks)}


def _measured(row: Mapping[str, Any]) -> Measured:
    shares = {
        code: Share(row[f"met_{code}"], row.get(f"due_{code}", row["n"]), row.get(f"half_{code}", 0)) for code in RATES
    }
    return Measured(row["unit_id"], row["n"], shares, row["marks"] or 0)
