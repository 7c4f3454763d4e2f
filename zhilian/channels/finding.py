"""What of the channels can be found: direct channels, stations, and the organisations behind them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zhilian.channels.models import DirectChannel, Station
from zhilian.channels.queries.reference import category_list, open_to
from zhilian.channels.words import card_of, category_name
from zhilian.core.actor import Actor
from zhilian.core.models import Organisation
from zhilian.core.numbers import SHANGHAI
from zhilian.core.queries import streets
from zhilian.core.searching import Filter, Findable, Shown, Source, keys_of

ALWAYS: Final = datetime(2000, 1, 1, tzinfo=SHANGHAI)
"""What nobody knows the beginning of stands behind what is dated."""
BEHIND: Final = (
    Organisation.Kind.CHAMBER,
    Organisation.Kind.DEPARTMENT,
    Organisation.Kind.STREET_FEDERATION,
    Organisation.Kind.OFFICE,
)
"""Kinds of organisations that stand behind stations and channels; a station's own is found as the station."""


def _place(actor: Actor, code: str) -> str:
    """What an address of a public page needs for whoever belongs to no district."""
    return "" if actor.federation.code == code else f"?district={code}"


# ---- direct channels


def visible_channels(actor: Actor) -> "QuerySet[DirectChannel]":
    """The channels in service whose page opens for the actor."""
    return DirectChannel.objects.filter(active=True, **open_to(actor))


def _channels(keys: Sequence[int]) -> Iterable[Findable]:
    rows = DirectChannel.objects.filter(pk__in=keys, active=True).select_related("unit").prefetch_related("categories")
    for row in rows:
        kinds = list(row.categories.all())
        words = [row.purpose, row.contact_post, *(one.keywords for one in kinds), *(one.name_en for one in kinds)]
        yield Findable(
            object_id=row.pk,
            federation_id=row.federation_id,
            at=datetime.combine(row.since, time.min, SHANGHAI) if row.since else ALWAYS,
            title=row.name,
            body="\n".join(filter(None, words)),
            names=(row.name, row.unit.name, row.unit.short_name, *(one.name for one in kinds)),
            codes=(row.phone,) if row.phone else (),
        )


def _show_channels(actor: Actor, keys: Sequence[int], at: datetime) -> Iterable[Shown]:
    rows = visible_channels(actor).filter(pk__in=keys).select_related("unit", "federation")
    for row in rows.prefetch_related("categories"):
        card = card_of(row)
        yield Shown(
            object_id=row.pk,
            title=row.name,
            url=reverse("channel", args=[row.no]) + _place(actor, row.federation.code),
            text=" · ".join(filter(None, [_(", ").join(card.names), row.purpose])),
            facts=(row.unit.short_name, _("you are called within %(time)s") % {"time": card.contact}),
        )


def _of_category(actor: Actor, code: str) -> dict[str, Any]:
    return {"categories__code": code}


def _category_choices(actor: Actor) -> list[tuple[str, str]]:
    return [(one.code, category_name(one)) for one in category_list(actor.federation)]


# ---- stations


def visible_stations(actor: Actor) -> "QuerySet[Station]":
    """The stations whose page opens for the actor."""
    return Station.objects.filter(organisation__active=True, **open_to(actor))


def _stations(keys: Sequence[int]) -> Iterable[Findable]:
    rows = Station.objects.filter(pk__in=keys, organisation__active=True)
    for row in rows.select_related("organisation__street", "chamber"):
        place = row.organisation
        streets_named = [place.street.name] if place.street else []
        yield Findable(
            object_id=row.pk,
            federation_id=row.federation_id,
            at=ALWAYS,
            title=place.name,
            body="\n".join(filter(None, [row.services, row.address])),
            names=(place.name, place.short_name, row.chamber.name, *streets_named),
            codes=(row.phone,) if row.phone else (),
        )


def _show_stations(actor: Actor, keys: Sequence[int], at: datetime) -> Iterable[Shown]:
    rows = visible_stations(actor).filter(pk__in=keys)
    for row in rows.select_related("organisation__street", "chamber", "federation"):
        yield Shown(
            object_id=row.pk,
            title=row.organisation.name,
            url=_station_page(row, actor),
            text=" · ".join(filter(None, [row.services, row.address])),
            facts=tuple(filter(None, [row.organisation.street and row.organisation.street.name, row.chamber.name])),
        )


def _station_page(row: Station, actor: Actor) -> str:
    return f"{reverse('stations')}{_place(actor, row.federation.code)}#{row.organisation.code}"


def _street_choices(actor: Actor) -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in streets(actor.federation)]


def _in_street(actor: Actor, code: str) -> dict[str, Any]:
    return {"organisation__street__code": code}


# ---- the organisations behind them


def visible_organisations(actor: Actor) -> "QuerySet[Organisation]":
    """Departments with a channel and chambers with a station: what they do for firms is the page that shows them."""
    channels, stations = visible_channels(actor), visible_stations(actor)
    shown = Q(pk__in=channels.values("unit_id")) | Q(pk__in=stations.values("chamber_id"))
    return Organisation.objects.filter(shown, active=True, kind__in=BEHIND, **open_to(actor))


def _organisations(keys: Sequence[int]) -> Iterable[Findable]:
    for row in Organisation.objects.filter(pk__in=keys, active=True, kind__in=BEHIND).select_related("street"):
        yield Findable(
            object_id=row.pk,
            federation_id=row.federation_id,
            at=ALWAYS,
            title=row.name,
            names=tuple(dict.fromkeys((row.name, row.short_name, *([row.street.name] if row.street else [])))),
        )


def _show_organisations(actor: Actor, keys: Sequence[int], at: datetime) -> Iterable[Shown]:
    rows = list(visible_organisations(actor).filter(pk__in=keys).select_related("federation"))
    channels = _by("unit_id", visible_channels(actor).filter(unit__in=rows))
    stations = visible_stations(actor).filter(chamber__in=rows).select_related("organisation", "federation")
    houses = _by("chamber_id", stations)
    for row in rows:
        url, told = _behind(row, channels.get(row.pk, []), houses.get(row.pk, []), actor)
        yield Shown(object_id=row.pk, title=row.name, url=url, text=told, facts=(row.get_kind_display(),))


def _by(name: str, rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, name), []).append(row)
    return found


def _behind(row: Organisation, channels: list[DirectChannel], stations: list[Station], actor: Actor) -> tuple[str, str]:
    """The page that shows an organisation, and what it shows: its station, its one channel, or its channels."""
    place = _place(actor, row.federation.code)
    if not channels:
        return _station_page(stations[0], actor), _(", ").join(one.organisation.name for one in stations)
    names = _(", ").join(one.name for one in channels)
    count = ngettext("%(n)s direct channel", "%(n)s direct channels", len(channels)) % {"n": len(channels)}
    if len(channels) == 1:
        return reverse("channel", args=[channels[0].no]) + place, names
    page = f"{reverse('channels')}{place or '?'}{'&' if place else ''}{urlencode({'q': row.name})}"
    return page, _("%(what)s: %(names)s") % {"what": count, "names": names}


SOURCES: Final = (
    Source(
        kind="channel",
        label=gettext_lazy("Direct channels"),
        subjects=frozenset({"channels.directchannel"}),
        findable=_channels,
        ids=keys_of(DirectChannel.objects.filter(active=True)),
        visible=visible_channels,
        show=_show_channels,
        filters={"category": Filter(gettext_lazy("Category"), _of_category, _category_choices)},
        order=30,
    ),
    Source(
        kind="station",
        label=gettext_lazy("Service stations"),
        subjects=frozenset({"channels.station"}),
        findable=_stations,
        ids=keys_of(Station.objects.all()),
        visible=visible_stations,
        show=_show_stations,
        filters={"street": Filter(gettext_lazy("Street"), _in_street, _street_choices)},
        order=40,
    ),
    Source(
        kind="organisation",
        label=gettext_lazy("Departments and chambers"),
        subjects=frozenset({"core.organisation"}),
        findable=_organisations,
        ids=keys_of(Organisation.objects.filter(active=True, kind__in=BEHIND)),
        visible=visible_organisations,
        show=_show_organisations,
        order=50,
    ),
)
