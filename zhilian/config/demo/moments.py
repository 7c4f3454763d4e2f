"""When things happen in the demo district: seasons, office hours, evenings at the kitchen table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random

from zhilian.kit.worktime import SHANGHAI, WorkCalendar

DAY_MINUTES = 420
SEASON = (0.9, 0.6, 1.25, 1.1, 1.0, 1.05, 1.0, 0.95, 1.1, 0.85, 1.1, 1.2)
"""How much is told in January, February … compared with an ordinary month."""
GROWTH = 4.5
"""How many times busier the last week is than the first: word gets around."""
RECENT, FINISHED = timedelta(days=25), 0.25
"""Of what came in so recently, only this share is at an end; the rest is open and planned backwards."""
BUSY = ((5, 178, 70), (182, 410, 260))
"""Two peaks of the working day, in working minutes: from, to, most likely."""
STORMS = (9, 24)
"""Month and day around which the district last stopped work for a typhoon."""


def storm_day(today: date) -> date:
    """The latest working day about September 24, at least a month ago, on which a typhoon stopped all work."""
    plain = WorkCalendar()
    day = date(today.year, *STORMS)
    if day > today - timedelta(days=30):
        day = date(today.year - 1, *STORMS)
    while not plain.is_workday(day):
        day -= timedelta(days=1)
    return day


@dataclass
class Moments:
    """Draws moments of the twelve months before ``now``."""

    rng: Random
    calendar: WorkCalendar
    now: datetime

    def __post_init__(self) -> None:
        first = self.now.date() - timedelta(days=364)
        days = [first + timedelta(days=n) for n in range(364)]
        self.days = [day for day in days if self.calendar.is_workday(day)]
        span = max(1, len(self.days) - 1)
        weights = (SEASON[day.month - 1] * GROWTH ** (n / span) for n, day in enumerate(self.days))
        late = self.now.date() - RECENT
        self._steps = list(
            accumulate(weight * (FINISHED if day > late else 1) for day, weight in zip(self.days, weights, strict=True))
        )

    def arrival(self) -> datetime:
        """A moment of office hours in the twelve months at which something came in that is at an end today."""
        day = self.rng.choices(self.days, cum_weights=self._steps)[0]
        low, high, likely = self.rng.choices(BUSY, (3, 2))[0]
        opening = datetime.combine(day, self.calendar.opening, SHANGHAI)
        moment = self.after(opening, round(self.rng.triangular(low, high, likely)))
        return moment + timedelta(seconds=self.rng.randrange(59))

    def after(self, moment: datetime, minutes: int) -> datetime:
        """The moment ``minutes`` of working time later, or earlier when negative."""
        return self.calendar.add_minutes(moment, minutes)

    def evening_before(self, moment: datetime) -> datetime:
        """An evening hour of one of the two days before: when the boss has time to write."""
        day = moment.date() - timedelta(days=self.rng.choice((1, 1, 1, 2)))
        return datetime.combine(day, time(19, self.rng.randrange(60), self.rng.randrange(60)), SHANGHAI) + timedelta(
            minutes=self.rng.randrange(240)
        )

    def evening_of(self, moment: datetime) -> datetime:
        """An evening hour of the same day; the moment itself where that would still be to come."""
        evening = datetime.combine(moment.date(), time(19), SHANGHAI) + timedelta(seconds=self.rng.randrange(12_000))
        return evening if moment < evening < self.now else moment

    def a_little_before(self, moment: datetime) -> datetime:
        """Some seconds earlier: nobody acts on the full minute."""
        return moment - timedelta(seconds=self.rng.randrange(60))
