"""Plans what happened in the district during twelve months: whose case, which way, who did what when. No database."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from random import Random
from uuid import UUID

from zhilian.config.demo.moments import Moments
from zhilian.config.demo.parts import channel_for_sub, find_unit, people, read, user_of_firm
from zhilian.config.demo.people import Firm
from zhilian.config.demo.tales import Step, Tale
from zhilian.config.demo.telling import Facts, Players
from zhilian.config.demo.texts import Book, Difficulty, Telling, difficulties
from zhilian.config.demo.ways import ENDED, OPEN, Pace, Way, share_out
from zhilian.core.roles import Role
from zhilian.kit.worktime import WorkCalendar

STATION_SHARE = 0.25
"""How many cases are taken down at a station."""
USERS_PER_CASE = 0.42
"""Firms that write themselves, per case: some come again."""
BY_EVENING = 0.22
"""How many of the firms' own reports are written in the evening."""
LONGER = {"ask_extension", "ask_hold"}
"""Ways only for matters that may take longer."""
TRIES = 400


def firm_user(firm: Firm) -> str:
    """The user name of a firm's boss: the mobile number, as people here sign in everywhere."""
    return user_of_firm(firm.ref) if firm.ref else firm.phone


def suits(way: Way, row: Difficulty) -> bool:
    """Whether a difficulty can go this way: refused ones are refused, a return needs somebody better, and so on."""
    if "refuse" in way or "refuse" in row.extra:
        return "refuse" in way and "refuse" in row.extra
    if LONGER & set(way):
        return row.grade in ("normal", "complex", "major") and row.rating > 2
    if "return" in way:
        return bool(find_unit(row.extra.get("return_to", ""))) and row.rating > 2
    if "answer" in way:
        return row.kind == "consult" and row.grade == "simple" and (row.rating > 2 or way[-1] != "good")
    if "bad" in way:
        return "rework_reply" in row.extra
    return row.rating > 2 or way[-1] != "good"


@dataclass
class Planner:
    """Plans tales, the open ones backwards from now."""

    rng: Random
    firms: list[Firm]
    calendar: WorkCalendar
    now: datetime
    book: Book = field(init=False)

    def __post_init__(self) -> None:
        self.book = Book(self.rng)
        self.moments = Moments(self.rng, self.calendar, self.now)
        self.by_station = self._firms_by_station()

    def plan(self, count: int) -> list[Tale]:
        """Plan ``count`` tales."""
        self.often = count // len(difficulties())
        self.writers = self.rng.sample(self.firms[3:], round(count * USERS_PER_CASE))
        ended_share = sum(ENDED.values()) / (sum(ENDED.values()) + sum(OPEN.values()))
        ended = share_out(min(round(count * ended_share), count - len(OPEN)), ENDED)
        return [self._tale(way, ended=True) for way in ended] + [
            self._tale(way, ended=False) for way in share_out(count - len(ended), OPEN)
        ]

    def _firms_by_station(self) -> dict[str, list[Firm]]:
        stations = {row["code"]: row for row in read("organisations") if row["code"] in people(Role.STATION_CLERK)}
        return {
            code: [firm for firm in self.firms[3:] if row["street"] == firm.street] for code, row in stations.items()
        }

    def _tale(self, way: Way, *, ended: bool) -> Tale:
        station = self._station(way)
        base = self.moments.arrival() if ended else self.now
        firm, told = self._told(way, station, base.month)
        channel = channel_for_sub(told.difficulty.category, told.difficulty.sub)
        pace = Pace(self.rng, told.difficulty.grade, channel["contact_minutes"], channel["close_days"])
        waits = [0, *(pace.between(a, b) for a, b in pairwise(way))]
        rest = self.rng.randint(30, 9000) if ended else pace.dwelling(way[-1])
        if not ended or self.moments.after(base, sum(waits)) > self.now:
            base = self.moments.after(self.now, -(sum(waits) + rest))
        return self._steps(way, waits, base, firm, told, station)

    def _station(self, way: Way) -> str | None:
        if {"withdraw", "ask"} & set(way) or self.rng.random() > STATION_SHARE:
            return None
        return self.rng.choice(sorted(code for code, firms in self.by_station.items() if firms))

    def _told(self, way: Way, station: str | None, month: int) -> tuple[Firm, Telling]:
        """Look for a firm with a difficulty that can go this way in this month; the longer, the less choosy."""
        among = self.by_station[station] if station else self.writers
        for turn in range(TRIES):
            firm, often = self.rng.choice(among), self.often + turn // 8

            def wanted(row: Difficulty, often: int = often) -> bool:
                return suits(way, row) and self.book.told[row.key] <= often

            with suppress(IndexError):
                return firm, self.book.tell(firm, month if turn < TRIES // 4 else turn % 12 + 1, wanted)
        raise LookupError(f"no firm can go the way {way}")

    def _steps(
        self, way: Way, waits: list[int], base: datetime, firm: Firm, told: Telling, station: str | None
    ) -> Tale:
        players = Players(self.rng, firm_user(firm), station, told)
        facts = Facts(self.rng, told, players)
        steps, passed = [], 0
        for number, (move, wait) in enumerate(zip(way, waits, strict=True)):
            passed += wait
            by, given = facts.of(move, way[:number], way[number + 1 :])
            at = self._moment(move, base, passed, free=by == players.writer, last=number == len(way) - 1)
            steps.append(Step(at, move, by, given))
        return Tale(firm, UUID(int=self.rng.getrandbits(128), version=4), tuple(steps))

    def _moment(self, move: str, base: datetime, passed: int, *, free: bool, last: bool) -> datetime:
        at = self.moments.after(base, passed)
        if free and self.rng.random() < BY_EVENING:
            if move == "receive":
                return self.moments.evening_before(at)
            if move == "good" and last:
                return self.moments.evening_of(at)
        return self.moments.a_little_before(at) if passed else at
