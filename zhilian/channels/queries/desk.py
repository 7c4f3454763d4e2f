"""What the desk reads of the channels it looks after."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from zhilian.channels.models import ChannelCheck, DirectChannel
from zhilian.channels.rules import AHEAD, Check, check_state, reminder_due
from zhilian.core.actor import Actor
from zhilian.core.models import Federation, Organisation
from zhilian.core.queries import organisations

SHORTEST_QUARTER = timedelta(days=89)


def managed(actor: Actor, *, active: bool = True) -> "QuerySet[DirectChannel]":
    """The federation's channels in service, or those retired, in the order of their numbers."""
    rows = DirectChannel.objects.visible_to(actor).filter(active=active)
    return rows.select_related("unit").prefetch_related("categories")


def due_count(actor: Actor, today: date) -> int:
    """How many channels in service are to be checked now or soon."""
    days = DirectChannel.objects.visible_to(actor).filter(active=True).values_list("verified_on", flat=True)
    return sum(check_state(day, today) != Check.FRESH for day in days)


def managed_channel(actor: Actor, no: int) -> DirectChannel | None:
    """One channel by its number, retired or not."""
    if no > 32_767:
        return None
    return DirectChannel.objects.visible_to(actor).filter(no=no).select_related("unit", "federation").first()


def checks_of(channel: DirectChannel) -> "QuerySet[ChannelCheck]":
    """The checks of a channel's contact, latest first."""
    return channel.checks.select_related("by")


def units_for(federation: Federation) -> "QuerySet[Organisation]":
    """The organisations a channel can belong to."""
    kinds = Organisation.Kind
    return organisations(federation, kinds.DEPARTMENT, kinds.OFFICE, kinds.STREET_FEDERATION).order_by("kind", "code")


def to_remind(today: date) -> list[DirectChannel]:
    """The channels of all federations of whose check the dispatchers are to be told; one query that finds few rows."""
    aged = Q(verified_on=None) | Q(verified_on__lte=today + AHEAD - SHORTEST_QUARTER)
    rows = DirectChannel.objects.filter(aged, active=True).select_related("federation", "unit").order_by("pk")
    return [row for row in rows if reminder_due(row.verified_on, row.reminded_on, today)]
