"""How the direct channels are used, and what they promised against what they kept. Every figure opens as a list."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber

from zhilian.cases.models import Assignment, Case
from zhilian.cases.queries.lists import SHOWN_IN_LISTS
from zhilian.cases.rules import OPEN, UNCOUNTED
from zhilian.channels.models import DirectChannel
from zhilian.channels.rules import lies_idle
from zhilian.core.actor import Actor
from zhilian.core.numbers import SHANGHAI
from zhilian.core.queries import calendar_of
from zhilian.kit.periods import Period

ENOUGH = 5  # fewer cases are too few to judge by
LATEST = 200  # of a channel's cases in the period tell how quickly it calls
CHANNEL_FIGURES = ("all", "open", "contact", "contact_late", "answer", "answer_late")


@dataclass(frozen=True, slots=True)
class Promise:
    """How many promised times have come to their end, and how many of them were kept."""

    due: int = 0
    late: int = 0

    @property
    def kept(self) -> int:
        """Those kept."""
        return self.due - self.late

    @property
    def percent(self) -> int | None:
        """The share kept, in whole percent rounded down; None where nothing was due or too little to judge by."""
        return self.kept * 100 // self.due if self.enough else None

    @property
    def enough(self) -> bool:
        """Whether there are cases enough to judge by."""
        return self.due >= ENOUGH


@dataclass(frozen=True, slots=True)
class Use:
    """One channel in one period; ``minutes`` is the median of working minutes to the first contact."""

    channel: DirectChannel
    cases: int
    open: int
    contact: Promise
    answer: Promise
    minutes: int | None
    last_used: datetime | None
    idle: bool


def channel_use(actor: Actor, period: Period, at: datetime) -> list[Use]:
    """The channels in service the actor looks at, and retired ones that were used or still have open cases.

    Four queries, carried by the index over channel and day of dispatch.
    """
    counted, quick = _counted(actor, period, at), _minutes(actor, period, at)
    rows = [_use(one, counted.get(one.pk, {}), quick.get(one.pk), at) for one in _channels(actor)]
    return [row for row in rows if row.channel.active or row.cases or row.open]


def channel_cases(actor: Actor, channel: DirectChannel, figure: str, period: Period, at: datetime) -> "QuerySet[Case]":
    """The cases behind one figure of one channel, as far as the actor may see them."""
    behind = Assignment.objects.filter(_figures(period, at)[figure], channel=channel, role="lead")
    rows = Case.objects.visible_to(actor).filter(pk__in=behind.values("case_id"))
    return rows.select_related("enterprise").only(*SHOWN_IN_LISTS)


def _figures(period: Period, at: datetime) -> dict[str, Q]:
    """Which assignments each figure counts. A promise counts once it is kept or its time is over, whichever is first.

    What holds is the time promised when the case was dispatched, with holds and extensions as the case has them.
    """
    within = Q(dispatched_at__gte=period.starts_at, dispatched_at__lt=period.ends_at)
    leads = Q(returned_at=None, ended_at=None)
    valid = within & leads & ~Q(case__stage__in=sorted(UNCOUNTED))
    contact, answer = ("case__contact_due_at", "case__contacted_at"), ("case__limit_at", "case__answered_at")
    return {
        "all": within,
        "open": leads & Q(case__stage__in=sorted(OPEN)),
        "contact": valid & _over(*contact, at),
        "contact_late": valid & _over(*contact, at) & _late(*contact),
        "answer": valid & _over(*answer, at),
        "answer_late": valid & _over(*answer, at) & _late(*answer),
    }


def _over(due: str, done: str, at: datetime) -> Q:
    """The promise came to its end; not by what was done before this dispatch, such as an answer on the spot."""
    promised, here = Q(**{f"{due}__isnull": False}), Q(**{f"{done}__gte": F("dispatched_at")})
    return promised & (here | Q(**{f"{done}__isnull": True, f"{due}__lt": at}))


def _late(due: str, done: str) -> Q:
    return Q(**{f"{done}__isnull": True}) | Q(**{f"{done}__gt": F(due)})


def _channels(actor: Actor) -> "QuerySet[DirectChannel, Any]":
    used = Assignment.objects.filter(channel=OuterRef("pk")).order_by("-dispatched_at").values("dispatched_at")
    rows = DirectChannel.objects.concerning(actor).select_related("unit").order_by("no")
    return rows.annotate(last_used=Subquery(used[:1]))


def _led(actor: Actor) -> "QuerySet[Assignment]":
    """What was dispatched over the actor's channels, of the cases the actor may see."""
    channels = DirectChannel.objects.concerning(actor).values("pk")
    return Assignment.objects.filter(channel__in=channels, role="lead", case__in=Case.objects.visible_to(actor))


def _counted(actor: Actor, period: Period, at: datetime) -> dict[int, dict[str, int]]:
    """Each channel's figures: those of the period in one pass, and the open cases of any time in another."""
    figures, found = _figures(period, at), defaultdict[int, dict[str, int]](dict)
    for names, rows in (
        ([name for name in CHANNEL_FIGURES if name != "open"], _led(actor).filter(figures["all"])),
        (["open"], _led(actor).filter(figures["open"])),
    ):
        counts = [Count("case_id", filter=figures[name], distinct=True) for name in names]
        named = {f"n_{name}": count for name, count in zip(names, counts, strict=True)}
        for channel, *values in rows.order_by().values_list("channel_id").annotate(**named):
            found[channel] |= dict(zip(names, values, strict=True))
    return found


def _minutes(actor: Actor, period: Period, at: datetime) -> dict[int, int]:
    """The median of working minutes from dispatch to first contact, by channel, of its latest cases."""
    rows = _led(actor).filter(_figures(period, at)["contact"], case__contacted_at__isnull=False)
    newest = Window(RowNumber(), partition_by=F("channel_id"), order_by=F("dispatched_at").desc())
    kept = rows.order_by().annotate(place=newest).filter(place__lte=LATEST)
    calendar, spans = calendar_of(actor.federation), defaultdict[int, list[int]](list)
    for channel, start, end in kept.values_list("channel_id", "dispatched_at", "case__contacted_at"):
        spans[channel].append(max(0, calendar.minutes_between(start, end or at)))
    return {channel: round(median(found)) for channel, found in spans.items()}


def _use(channel: Any, counts: dict[str, int], minutes: int | None, at: datetime) -> Use:
    used: datetime | None = channel.last_used
    day = used.astimezone(SHANGHAI).date() if used else None
    today = at.astimezone(SHANGHAI).date()
    return Use(
        channel=channel,
        cases=counts.get("all", 0),
        open=counts.get("open", 0),
        contact=Promise(counts.get("contact", 0), counts.get("contact_late", 0)),
        answer=Promise(counts.get("answer", 0), counts.get("answer_late", 0)),
        minutes=minutes,
        last_used=used,
        idle=channel.active and lies_idle(day, channel.since, today),
    )
