"""An oracle for deadlines: it walks minute by minute over a calendar of its own and counts every minute.

The walk shares no code with ``zhilian.kit.worktime``: a day is worked when two packages with the yearly arrangements
agree that it is. Moments are minutes since 1970 on the clock on the wall in Shanghai.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random

import chinese_calendar
import holidays

from zhilian.kit.worktime import SHANGHAI, Limit, Pause, WorkCalendar

DAY = 24 * 60
EPOCH = date(1970, 1, 1)
YEARS = range(2018, 2027)
HOURS = (((540, 720), (840, 1080)), ((510, 1020),), ((540, 600), (630, 675), (1200, 1439)))
_OTHER = holidays.country_holidays("CN", years=YEARS)


class OffTheMapError(Exception):
    """The walk left the years both packages know."""


class StandingStillError(Exception):
    """The walk met a pause without an end."""


@cache
def official(day: int) -> bool:
    """Whether people work on the day (counted from 1970)."""
    named = EPOCH + timedelta(days=day)
    if named.year not in YEARS:
        raise OffTheMapError
    works = bool(chinese_calendar.is_workday(named))
    assert works == _OTHER.is_working_day(named), f"the two calendars differ on {named}"
    return works


@cache
def open_minutes(hours: tuple[tuple[int, int], ...]) -> frozenset[int]:
    """The minutes of a working day at which the office is open."""
    return frozenset(minute for opens, closes in hours for minute in range(opens, closes))


@dataclass(frozen=True)
class Question:
    """When is a limit over for something received at ``start``, and how much of it is used at ``now``?"""

    start: int
    amount: int
    unit: str
    now: int
    local: dict[int, bool]
    hours: tuple[tuple[int, int], ...] = HOURS[0]
    cutoff: int = 1050
    pauses: tuple[tuple[int, int | None], ...] = ()

    def works(self, day: int) -> bool:
        return self.local[day] if day in self.local else official(day)

    def is_open(self, minute: int) -> bool:
        return minute % DAY in open_minutes(self.hours) and self.works(minute // DAY)

    def is_paused(self, minute: int) -> bool:
        return any(begin <= minute and (end is None or minute < end) for begin, end in self.pauses)

    def is_lost(self, minute: int) -> bool:
        return self.is_open(minute) and self.is_paused(minute)

    def runs(self, minute: int) -> bool:
        return self.is_open(minute) and not self.is_paused(minute)

    def runs_again(self, minute: int) -> bool:
        """Whether the clock runs, as long as it is not stopped for good."""
        if self.is_open(minute) and any(end is None and begin <= minute for begin, end in self.pauses):
            raise StandingStillError
        return self.runs(minute)

    def walk(self, minute: int, amount: int, counts: Callable[[int], bool]) -> int:
        """The end of the walk in which ``amount`` minutes have counted."""
        while amount:
            amount -= counts(minute)
            minute += 1
        return minute

    def begins(self) -> int:
        """The minute from which time counts."""
        minute = self.start
        if self.works(minute // DAY):
            if minute % DAY > self.cutoff:
                minute += DAY - minute % DAY
            elif self.unit == "days":
                return minute
        while not self.is_open(minute):
            minute += 1
        return minute

    def due_unpaused(self) -> int:
        minute = self.begins()
        if self.unit == "minutes":
            return self.walk(minute, self.amount, self.is_open)
        day, left = minute // DAY, self.amount
        while left:
            day += 1
            left -= self.works(day)
        return day * DAY + self.hours[-1][1]

    def due(self) -> int | None:
        """Paused minutes do not count; what a limit in days lost to pauses is made up after its last day."""
        try:
            if self.unit == "minutes":
                return self.walk(self.begins(), self.amount, self.runs_again)
            end = self.due_unpaused()
            lost = sum(self.is_lost(minute) for minute in range(self.begins(), end))
            return self.walk(end, lost, self.runs_again)
        except StandingStillError:
            return None

    def used(self) -> tuple[int, int]:
        begins = self.begins()
        total = sum(self.is_open(minute) for minute in range(begins, self.due_unpaused()))
        return sum(self.runs(minute) for minute in range(begins, self.now)), total

    def moment_after(self, used: int) -> int | None:
        """When so many minutes are used."""
        try:
            return self.walk(self.begins(), used, self.runs_again)
        except StandingStillError:
            return None


def questions(seed: int, *, local: bool = True, paused: bool = True) -> Iterator[Question]:
    """Questions without end, the same for the same seed; about half have local days and pauses."""
    random = Random(seed)
    first, last = ((date(year, 1, 1) - EPOCH).days for year in (YEARS.start, YEARS.stop))
    while True:
        start = random.randrange(first, last) * DAY + random.choice(
            [random.randrange(DAY), random.randrange(480, 1140)]
        )
        unit = random.choice(["minutes", "days"])
        longest = 30 if unit == "days" else random.choice([420, 4200])
        yield Question(
            start,
            random.randint(1, longest),
            unit,
            start + random.randrange(40 * DAY),
            _local(random, start // DAY) if local and random.random() < 0.5 else {},
            random.choice([HOURS[0], *HOURS]),
            random.choice([1050, 1050, 960]),
            _pauses(random, start) if paused and random.random() < 0.5 else (),
        )


def _local(random: Random, day: int) -> dict[int, bool]:
    return {day + random.randrange(40): random.random() < 0.5 for _ in range(random.randint(1, 5))}


def _pauses(random: Random, start: int) -> tuple[tuple[int, int | None], ...]:
    pauses: list[tuple[int, int | None]] = []
    for _ in range(random.randint(1, 4)):
        begin = start + random.randrange(-2 * DAY, random.choice([DAY, 20 * DAY]))
        pauses.append((begin, begin + random.randrange(random.choice([300, 6 * DAY]))))
    if random.random() < 0.2:
        pauses.append((start + random.randrange(-DAY, 40 * DAY), None))
    return tuple(pauses)


def moment(minute: int) -> datetime:
    """A minute as the product speaks of it."""
    return datetime(1970, 1, 1, tzinfo=SHANGHAI) + timedelta(minutes=minute)


def in_our_words(question: Question) -> tuple[datetime, Limit, WorkCalendar, list[Pause]]:
    """The question as arguments of the functions under test."""
    local = {EPOCH + timedelta(days=day): works for day, works in question.local.items()}
    hours = tuple((_time(opens), _time(closes)) for opens, closes in question.hours)
    pauses = [Pause(moment(begin), None if end is None else moment(end)) for begin, end in question.pauses]
    limit = Limit(question.amount, "days" if question.unit == "days" else "minutes")
    return moment(question.start), limit, WorkCalendar(local, hours, _time(question.cutoff)), pauses


def _time(minute: int) -> time:
    return time(minute // 60, minute % 60)
