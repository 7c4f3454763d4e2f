"""Lists of cases: what is asked for, turned into lookups that an index carries."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from zhilian.cases import permissions
from zhilian.cases.models import Case, Deadline
from zhilian.cases.models.case import CaseQuerySet
from zhilian.cases.queries.reference import reference
from zhilian.cases.queries.secrecy import levels_named, veil
from zhilian.cases.rules import OPEN, WAITING_FOR, WITH_UNIT, Clock, Level, Party, Stage
from zhilian.core.actor import Actor
from zhilian.core.models import Federation
from zhilian.core.numbers import SHANGHAI
from zhilian.core.powers import Power
from zhilian.core.queries import districts_below
from zhilian.core.roles import Role
from zhilian.members.models import Enterprise
from zhilian.members.queries import search

COUNTED_TO = 999  # no counter counts further: "999+"
FIRMS_SEARCHED = 200  # firms whose names match, at most, when a list is searched by firm
FIRMS_SUGGESTED = 8  # while a name is typed
YEARS_SEARCHED = 6  # "317" finds LG-2026-000317 and its namesakes of so many years
VIEWS = (
    *("mine", "open", "late", "today", "waiting_unit", "waiting_firm", "silent", "assist", "stranded"),
    *("closed", "all"),
)
SHOWN_IN_LISTS = (
    *("number", "title", "stage", "grade", "due_at", "due_clock", "received_at", "closed_at", "reporter"),
    *("federation_id", "category_id", "unit_id", "street_id", "enterprise__name"),
    *("source", "solved", "rework_count", "denied", "called_back", "excluded"),  # what the firm said, as marks
    *("confidentiality", "contact_name", "contact_phone", "station_id"),  # what must be hidden of anonymous ones
)
ASKS: tuple[tuple[Power, frozenset[Stage]], ...] = (
    (permissions.ACCEPT, frozenset({Stage.SUBMITTED})),
    (permissions.DISPATCH, frozenset({Stage.ACCEPTED, Stage.RETURNED})),
    (permissions.SIGN, frozenset({Stage.DISPATCHED})),
    (permissions.HANDLE, frozenset({Stage.SIGNED, Stage.PROCESSING, Stage.REWORK})),
    (permissions.REVIEW, frozenset({Stage.REPLIED})),
    (permissions.DECIDE, frozenset({Stage.ESCALATED})),
)
_NUMBER = re.compile(r"(?:([A-Za-z]+)-)?(?:(\d{4})-)?(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is filtered by; empty means any. ``view`` is one of VIEWS, ``waits`` a Party.

    ``district`` is the code of one federation below the reader's own, for whoever sees several.
    """

    view: str = "open"
    words: str = ""
    stage: str = ""
    waits: str = ""
    category: str = ""
    street: str = ""
    unit: str = ""
    grade: str = ""
    order: str = "due"
    district: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What the words and codes asked for come to: lookups with plain keys, and the stages a case may be in."""

    lookups: dict[str, Any] = field(default_factory=dict)
    stages: frozenset[Stage] = frozenset(Stage)


def cases(actor: Actor, wanted: Wanted, at: datetime, *, given: Given | None = None) -> "QuerySet[Case]":
    """The list as asked for, ordered so that an index carries it; the caller takes one page.

    Of what hangs on a case only the firm comes along; for names of categories, streets and units see ``reference``.
    """
    rows = narrowed(actor, wanted.view, given or conditions(actor, wanted, at), at)
    rows = rows.annotate(part_due_at=_part_due(actor)) if wanted.view == "assist" else rows
    return rows.select_related("enterprise").only(*SHOWN_IN_LISTS).order_by(*ordering(wanted))


def conditions(actor: Actor, wanted: Wanted, at: datetime) -> Given:
    """Look up what was asked for, so that the database can use its indexes.

    Words are a number, in full or its last digits, or else part of a firm's name; the texts are not searched here.
    By a firm's name or a street nobody finds anonymous cases whose firm they may not know.
    """
    federation = district_of(actor, wanted.district)
    names = reference(federation)
    own = {} if federation.pk == actor.federation_id else {"federation_id": federation.pk}
    grade = {"grade": wanted.grade} if wanted.grade else {}
    codes = {name: getattr(wanted, name) for name in names if getattr(wanted, name)}
    keys = {f"{name}_id": names[name].key(code) for name, code in codes.items()}
    lookups = {**own, **grade, **keys, **_named(wanted.words.strip(), federation, at)}
    if wanted.street or "enterprise_id__in" in lookups:
        lookups |= _findable(actor)
    return Given(lookups, _stages(wanted))


def _findable(actor: Actor) -> dict[str, Any]:
    levels = levels_named(actor)
    return {} if len(levels) == len(Level) else {"confidentiality__in": levels}


def _stages(wanted: Wanted) -> frozenset[Stage]:
    stages = frozenset(stage for stage in Stage if wanted.stage in ("", stage))
    return stages & waiting_stages(wanted.waits) if wanted.waits else stages


def waiting_stages(party: str) -> frozenset[Stage]:
    """The stages in which a case waits for this party; none for a party that is not known."""
    return frozenset(stage for stage, waits in WAITING_FOR.items() if waits == party)


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


def narrowed(actor: Actor, view: str, given: Given, at: datetime) -> CaseQuerySet:
    """The cases of one view that meet the conditions, without order.

    The stage is asked for once and without OR: else PostgreSQL does not walk the index of open cases in its order.
    """
    if view == "assist":
        return Case.objects.helped_by(actor).filter(**given.lookups, stage__in=sorted(given.stages & OPEN))
    rows = Case.objects.held_by(actor).filter(**given.lookups)
    if view in ("all", "closed"):
        rows = rows.exclude(closed_at=None) if view == "closed" else rows
        return rows if given.stages == frozenset(Stage) else rows.filter(stage__in=sorted(given.stages))
    return rows.filter(_open(actor, view, given.stages & OPEN, at))


def _part_due(actor: Actor) -> Subquery:
    """When the actor's unit owes its part of a case."""
    rows = Deadline.objects.filter(case=OuterRef("pk"), clock=Clock.ASSIST, assignment__unit_id=actor.organisation_id)
    return Subquery(rows.filter(met_at=None, dropped_at=None).order_by("-id").values("due_at")[:1])


def _open(actor: Actor, view: str, stages: frozenset[Stage], at: datetime) -> Q:
    """A view of open cases. Late is what officials are late with; firms that keep silent are a view of their own."""
    if view in ("late", "today"):
        return Q(stage__in=sorted(stages & timed_stages(actor))) & due_within(view, at)
    if view == "silent":
        return Q(stage__in=sorted(stages & {Stage.AWAITING_RATING})) & due_within("late", at)
    if view == "stranded":
        return Q(stage__in=sorted(stages & WITH_UNIT), unit_id__in=units_without_people(actor.federation))
    if view == "mine":
        stages &= stages_asking(actor)
    if view.startswith("waiting_"):
        stages &= waiting_stages(view.removeprefix("waiting_"))
    return Q(stage__in=sorted(stages))


def timed_stages(actor: Actor) -> frozenset[Stage]:
    """The stages in which being late counts for the actor: for a unit its own, for others all but the firm's."""
    return waiting_stages(Party.UNIT) if actor.in_unit else OPEN - waiting_stages(Party.FIRM)


def units_without_people(federation: Federation) -> list[int]:
    """The keys of units where nobody can sign any more, or that were closed: what they hold must be taken back."""
    return [row.pk for row in reference(federation)["unit"].rows if not row.offered]


def due_within(view: str, at: datetime) -> Q:
    """Late at this moment, or (``today``) due before the day ends."""
    return Q(due_at__lt=at) if view == "late" else Q(due_at__gte=at, due_at__lt=end_of_day(at))


def end_of_day(at: datetime) -> datetime:
    """The midnight that ends the day in Shanghai."""
    return at.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def stages_asking(actor: Actor) -> frozenset[Stage]:
    """The stages in which a case waits for the actor's role; a station's clerk calls firms back for their word."""
    asked = frozenset[Stage]().union(*(stages for power, stages in ASKS if actor.has(power)))
    return asked | {Stage.AWAITING_RATING} if actor.role == Role.STATION_CLERK else asked


def next_asked(actor: Actor, at: datetime, after: Case) -> Case | None:
    """The most urgent other case that waits for the actor."""
    rows = narrowed(actor, "mine", Given(), at).exclude(pk=after.pk).select_related("enterprise")
    found = rows.only(*SHOWN_IN_LISTS).order_by("due_at", "id").first()
    return veil(found, actor) if found else None


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


def own_cases(actor: Actor) -> "QuerySet[Case]":
    """A firm's cases, newest first."""
    return Case.objects.visible_to(actor).select_related("category", "unit").order_by("-received_at", "-id")


def cases_of_firm(actor: Actor, enterprise: Enterprise) -> "QuerySet[Case]":
    """One firm's cases as far as the actor may see them and may know whose they are, newest first."""
    rows = Case.objects.held_by(actor).filter(enterprise=enterprise, **_findable(actor))
    return rows.select_related("enterprise").only(*SHOWN_IN_LISTS).order_by("-received_at", "-id")


def firms_named(actor: Actor, words: str, chosen: str = "") -> list[Enterprise]:
    """Firms of the registry that a name typed so far may mean, with their contacts; the one chosen comes first."""
    rows = search(actor, words).filter(active=True).prefetch_related("contacts")
    found = list(rows[:FIRMS_SUGGESTED]) if words.strip() else []
    if chosen.isdecimal() and len(chosen) < 19 and all(str(one.pk) != chosen for one in found):
        found = [*Enterprise.objects.visible_to(actor).filter(pk=int(chosen)), *found]
    return found
