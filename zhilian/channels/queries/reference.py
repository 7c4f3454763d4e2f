"""The channels, categories and stations themselves."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from zhilian.channels.models import Category, DirectChannel, Station
from zhilian.core.actor import Actor
from zhilian.core.memory import remembered
from zhilian.core.models import Federation


def categories(federation: Federation) -> "QuerySet[Category]":
    """The federation's active categories in their order."""
    return Category.objects.of(federation).filter(active=True)


@remembered
def category_list(federation: Federation) -> list[Category]:
    """The same as a list, for forms."""
    return list(categories(federation))


def channels(federation: Federation) -> "QuerySet[DirectChannel]":
    """The federation's active channels with department and categories; open to any firm."""
    rows = DirectChannel.objects.of(federation).filter(active=True).select_related("unit")
    return rows.prefetch_related(Prefetch("categories"))


def channel(federation: Federation, no: int) -> DirectChannel | None:
    """One channel by its number."""
    return channels(federation).filter(no=no).first()


def stations(federation: Federation) -> "QuerySet[Station]":
    """The federation's stations with chamber and street."""
    rows = Station.objects.of(federation).filter(organisation__active=True)
    return rows.select_related("organisation__street", "chamber").order_by("organisation__street__code", "id")


def open_to(actor: Actor) -> dict[str, Any]:
    """Whose public pages open for somebody signed in: the own district's; all districts' for who belongs to none."""
    level = Federation.Level.DISTRICT
    return {"federation_id": actor.federation_id} if actor.federation.level == level else {"federation__level": level}
