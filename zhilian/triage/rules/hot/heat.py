"""How hot an issue is, in points that a page can show one by one.

A firm counts once, its further texts less and less; everything fades by half every ``half_life``. So one more text
never cools an issue, waiting alone never heats it, and ten firms are hotter than one firm ten times.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Final

from zhilian.triage.rules.hot.texts import Group, Text

HALF_LIFE: Final = timedelta(days=14)
PACE: Final = timedelta(days=7)
"""What is compared with what came before it: the last week with the week before."""
_SPEED: Final = 0.25
"""Speed is what counts when everything fades four times as fast."""
_SEVERE: Final = 1.0
_LATE: Final = 0.5
_VOTES: Final = 1.0
_RISING: Final = 1.25
_COOLING: Final = 0.5


class State(StrEnum):
    """How an issue moves."""

    NEW = "new"
    RISING = "rising"
    STEADY = "steady"
    COOLING = "cooling"


@dataclass(frozen=True, slots=True)
class Heat:
    """How hot an issue is at ``at``: the points it is made of, and the counts behind them.

    Points: ``spread`` one for each firm, ``number`` for its further texts (1/2, 1/3, …), ``speed`` for firms of these
    days, ``severity``, ``lateness`` half a point for each firm with a late answer, ``votes`` log2(1 + votes).
    Counts: all texts, firms and late texts up to ``at``; firms in the last ``pace`` and in the one before; days from
    the first text to the last.
    """

    at: datetime
    spread: float = 0.0
    number: float = 0.0
    speed: float = 0.0
    severity: float = 0.0
    lateness: float = 0.0
    votes: float = 0.0
    texts: int = 0
    firms: int = 0
    late: int = 0
    days: int = 0
    recent: int = 0
    before: int = 0
    state: State = State.COOLING

    @property
    def total(self) -> float:
        """All points together."""
        return sum(self.points.values())

    @property
    def points(self) -> dict[str, float]:
        """The parts by name, the reason for the whole first."""
        parts = (self.spread, self.number, self.speed, self.severity, self.lateness, self.votes)
        return dict(zip(PARTS, parts, strict=True))

    @property
    def times(self) -> float | None:
        """How many times as many firms as in the week before; None where there were none."""
        return self.recent / self.before if self.before else None

    def to_json(self) -> dict[str, float | int | str]:
        """Points and counts as plain values; points with three digits."""
        counts = {"texts": self.texts, "firms": self.firms, "late": self.late, "days": self.days}
        pace = {"recent": self.recent, "before": self.before, "state": self.state.value}
        return {**{name: round(value, 3) for name, value in self.points.items()}, **counts, **pace}


PARTS: Final = ("spread", "number", "speed", "severity", "lateness", "votes")


def heat(
    group: Group | Iterable[Text], at: datetime, *, half_life: timedelta = HALF_LIFE, pace: timedelta = PACE
) -> Heat:
    """How hot an issue is at a time; texts that came later are not looked at."""
    told = sorted(
        (text for text in _texts(group) if text.at <= at), key=lambda text: (text.sender, -text.at.timestamp())
    )
    if not told:
        return Heat(at)
    firms = [list(texts) for _, texts in groupby(told, lambda text: text.sender)]
    fade, soon = Fading(at, half_life), Fading(at, half_life * _SPEED)
    recent, before = (_firms_between(told, at - pace * (back + 1), at - pace * back) for back in (0, 1))
    first, last = min(text.at for text in told), max(text.at for text in told)
    return Heat(
        at=at,
        spread=sum(fade(texts[0]) for texts in firms),
        number=sum(fade(text) / place for texts in firms for place, text in enumerate(texts[1:], 2)),
        speed=sum(soon(texts[0]) for texts in firms),
        severity=_SEVERE * sum(max(fade(text) * text.severity for text in texts) for texts in firms),
        lateness=_LATE * sum(max(fade(text) * text.late for text in texts) for texts in firms),
        votes=_VOTES * math.log2(1 + sum(fade(text) * max(text.votes_for - text.votes_against, 0) for text in told)),
        texts=len(told),
        firms=len(firms),
        late=sum(text.late for text in told),
        days=(last.date() - first.date()).days + 1,
        recent=recent,
        before=before,
        state=_state(first, at - pace, recent, before),
    )


@dataclass(frozen=True, slots=True)
class Fading:
    """What a text still counts: 1 when it is new, half after each half-life."""

    at: datetime
    half_life: timedelta

    def __call__(self, text: Text) -> float:
        """Between 0 and 1."""
        return float(0.5 ** ((self.at - text.at) / self.half_life))


def _firms_between(texts: list[Text], after: datetime, until: datetime) -> int:
    return len({text.sender for text in texts if after < text.at <= until})


def _state(first: datetime, lately: datetime, recent: int, before: int) -> State:
    if first > lately:
        return State.NEW
    if recent >= 2 and recent >= _RISING * before:
        return State.RISING
    if recent == 0 or recent <= _COOLING * before:
        return State.COOLING
    return State.STEADY


@dataclass(frozen=True, slots=True)
class Point:
    """One step of a curve: texts that came on ``day`` (or in the days up to it), and the heat at its end."""

    day: date
    texts: int
    heat: float


def curve(
    group: Group | Iterable[Text], until: datetime, *, step: int = 1, half_life: timedelta = HALF_LIFE
) -> list[Point]:
    """The course of an issue from its first text, one point for every ``step`` days, the last for the day of ``until``.

    Days are those of the texts' own clock; heat is taken at the end of the day, on the last day at ``until``.
    """
    told = sorted((text for text in _texts(group) if text.at <= until), key=lambda text: text.at)
    if not told:
        return []
    return [_point(told, day, until, step, half_life) for day in _days(told[0].at.date(), until.date(), step)]


def _days(first: date, last: date, step: int) -> Iterator[date]:
    """The ends of the steps, counted back from the last day so that the newest one is whole."""
    count = -(-((last - first).days + 1) // step)
    return (last - timedelta(days=step * back) for back in range(count - 1, -1, -1))


def _point(told: list[Text], day: date, until: datetime, step: int, half_life: timedelta) -> Point:
    start = day - timedelta(days=step)
    end = datetime.combine(day + timedelta(days=1), datetime.min.time(), until.tzinfo) - timedelta(microseconds=1)
    came = sum(start < text.at.date() <= day for text in told)
    return Point(day, came, round(heat(told, min(end, until), half_life=half_life).total, 3))


def _texts(group: Group | Iterable[Text]) -> Iterable[Text]:
    return group.texts if isinstance(group, Group) else group
