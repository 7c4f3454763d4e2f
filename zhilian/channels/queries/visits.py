"""Reads of the stations' visits; all through the person."""

from django.db.models import Count, Q, QuerySet

from zhilian.channels.models import Station, StationVisit, VisitNote
from zhilian.core.actor import Actor
from zhilian.core.roles import Role
from zhilian.kit.periods import Period
from zhilian.members.models import Enterprise
from zhilian.members.queries import search

FIRMS_SUGGESTED = 8  # while a name is typed
VISIT_ORDER = ("-visited_at", "-id")


def own_station(actor: Actor) -> Station | None:
    """The station the actor works at, None for others."""
    rows = Station.objects.visible_to(actor).filter(organisation_id=actor.organisation_id)
    return rows.select_related("organisation", "federation").first()


def stations_of(actor: Actor) -> "QuerySet[Station]":
    """The stations whose work the actor looks at: a clerk the own, others all of the federation."""
    rows = Station.objects.visible_to(actor).select_related("organisation__street").order_by("organisation__code")
    return rows.filter(organisation_id=actor.organisation_id) if actor.role == Role.STATION_CLERK else rows


def station_named(actor: Actor, code: str) -> Station | None:
    """One of them by the code of its organisation."""
    return stations_of(actor).filter(organisation__code=code).first()


def visits(actor: Actor, period: Period, station: Station | None = None) -> "QuerySet[StationVisit]":
    """The visits of a period, of one station or of all the actor may see; the caller orders and takes a page."""
    rows = StationVisit.objects.visible_to(actor).filter(_within(period), **({"station": station} if station else {}))
    return rows.select_related("enterprise", "by", "station__organisation").prefetch_related("notes__by")


def counted_by_purpose(actor: Actor, period: Period, station: Station | None = None) -> list[tuple[str, int]]:
    """How many valid visits of the period were for what, in the order of purposes, those without any left out."""
    rows = StationVisit.objects.visible_to(actor).filter(_within(period), void=False)
    rows = rows.filter(station=station) if station else rows
    counts = dict(rows.order_by().values_list("purpose").annotate(n=Count("*")))
    return [(str(one.label), counts[one.value]) for one in StationVisit.Purpose if counts.get(one.value)]


def counted_by_station(actor: Actor, period: Period) -> dict[int, int]:
    """How many valid visits each station had, by its key."""
    rows = StationVisit.objects.visible_to(actor).filter(_within(period), void=False)
    return dict(rows.order_by().values_list("station_id").annotate(n=Count("*")))


def visit_or_none(actor: Actor, key: int) -> StationVisit | None:
    """One visit, if the actor may see it."""
    rows = StationVisit.objects.visible_to(actor).select_related("enterprise", "by", "station__organisation")
    return rows.filter(pk=key).first()


def notes_of(visit: StationVisit) -> "QuerySet[VisitNote]":
    """What was added to the visit later, oldest first."""
    return visit.notes.select_related("by")


def firms_named(actor: Actor, words: str, chosen: str = "") -> list[Enterprise]:
    """Firms of the registry that a name typed so far may mean; the one chosen comes first."""
    found = list(search(actor, words).filter(active=True)[:FIRMS_SUGGESTED]) if words.strip() else []
    if chosen.isdecimal() and len(chosen) < 19 and all(str(one.pk) != chosen for one in found):
        found = [*search(actor).filter(pk=int(chosen)), *found]
    return found


def _within(period: Period) -> Q:
    return Q(visited_at__gte=period.starts_at, visited_at__lt=period.ends_at)
