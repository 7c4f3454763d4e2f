"""What the stations do: who came, what was taken down, what a station answered itself and what went up."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from zhilian.cases.models import Case, Reply
from zhilian.cases.queries.lists import SHOWN_IN_LISTS
from zhilian.channels.models import Station
from zhilian.channels.queries import counted_by_station, stations_of
from zhilian.core.actor import Actor
from zhilian.kit.periods import Period


@dataclass(frozen=True, slots=True)
class Work:
    """One station in one period: visits, and the cases taken down there by what became of them.

    ``closed`` the station answered on the spot and no firm denied it; ``sent_up`` the district took on; ``other`` still
    wait for acceptance, were refused or withdrawn.
    """

    station: Station
    visits: int
    taken: int
    closed: int
    sent_up: int
    other: int

    @property
    def percent(self) -> int | None:
        """The share closed at the station, in whole percent rounded down; None where nothing came to either end."""
        ended = self.closed + self.sent_up
        return self.closed * 100 // ended if ended else None


def station_work(actor: Actor, period: Period) -> list[Work]:
    """The stations the actor looks at; three queries, carried by the index over station and day of receipt."""
    stations, visits = list(stations_of(actor)), counted_by_station(actor, period)
    counts = {f"n_{name}": Count("pk", filter=rule) for name, rule in FIGURES.items()}
    rows = _taken_down(actor, period, [one.organisation_id for one in stations])
    found = {key: values for key, *values in rows.order_by().values_list("station_id").annotate(**counts)}
    none = [0] * len(FIGURES)
    return [Work(one, visits.get(one.pk, 0), *found.get(one.organisation_id, none)) for one in stations]


def station_cases(actor: Actor, station: Station, figure: str, period: Period) -> "QuerySet[Case]":
    """The cases behind one figure of one station, as far as the actor may see them."""
    rows = _taken_down(actor, period, [station.organisation_id]).filter(FIGURES[figure])
    return rows.select_related("enterprise").only(*SHOWN_IN_LISTS)


def _taken_down(actor: Actor, period: Period, organisations: list[int]) -> "QuerySet[Case]":
    own = Reply.objects.filter(case=OuterRef("pk"), unit=OuterRef("station_id"), round=0, passed=True)
    rows = Case.objects.visible_to(actor).filter(station_id__in=organisations)
    rows = rows.filter(received_at__gte=period.starts_at, received_at__lt=period.ends_at)
    return rows.alias(by_station=Exists(own))


_CLOSED = Q(by_station=True, rework_count=0)
_SENT_UP = ~_CLOSED & Q(accepted_at__isnull=False)
FIGURES = {"taken": Q(), "closed": _CLOSED, "sent_up": _SENT_UP, "other": ~_CLOSED & Q(accepted_at=None)}
