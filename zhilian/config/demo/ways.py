"""The ways a case may go in the demo district, how often each is gone, and how long people take for a step."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from zhilian.cases.rules import DEFAULT_LIMITS, Clock
from zhilian.config.demo.moments import DAY_MINUTES
from zhilian.kit.worktime import Limit

Way = tuple[str, ...]

_ROUTED = "receive accept dispatch"
_HANDLED = f"{_ROUTED} sign contact"
_ANSWERED = f"{_HANDLED} reply pass"
_REWORKED = f"{_ANSWERED} bad reply pass"
_RETURNED = f"{_ROUTED} return dispatch"

ENDED: dict[str, float] = {
    f"{_ANSWERED} good": 50,
    f"{_ANSWERED} unreached unreached unrated": 5.5,
    f"{_RETURNED} sign contact reply pass good": 4,
    f"{_HANDLED} reply reject reply pass good": 3,
    f"{_REWORKED} good": 4,
    f"{_REWORKED} bad reply pass bad decide": 0.4,
    "receive ask more accept dispatch sign contact reply pass good": 1.2,
    f"{_HANDLED} ask_extension extend reply pass good": 2,
    f"{_HANDLED} ask_hold hold resume reply pass good": 0.6,
    "receive answer good": 6,
    "receive answer unreached unreached unrated": 0.8,
    "receive answer bad dispatch sign contact reply pass good": 0.4,
    "receive refuse": 4,
    "receive withdraw": 0.4,
    f"{_ROUTED} sign withdraw": 0.6,
}
"""Ways that have come to their end, in per cent of all cases."""

OPEN: dict[str, float] = {
    "receive": 1.3,
    "receive accept": 0.7,
    _ROUTED: 1.2,
    f"{_ROUTED} return": 0.6,
    _RETURNED: 0.3,
    f"{_ROUTED} sign": 1.0,
    _HANDLED: 6.5,
    f"{_HANDLED} reply reject": 0.5,
    f"{_HANDLED} reply": 1.0,
    _ANSWERED: 5.2,
    "receive answer": 0.4,
    f"{_ANSWERED} bad": 1.3,
    "receive ask": 0.3,
    f"{_HANDLED} ask_extension": 0.2,
    f"{_HANDLED} ask_extension extend": 0.6,
    f"{_HANDLED} ask_hold": 0.15,
    f"{_HANDLED} ask_hold hold": 0.6,
    f"{_REWORKED} bad reply pass bad": 0.2,
}
"""Ways on which a case stands today, at the last step named."""

CLOCK_AFTER = {
    "receive": Clock.ACCEPT,
    "accept": Clock.DISPATCH,
    "return": Clock.DISPATCH,
    "dispatch": Clock.SIGN,
    "sign": Clock.CONTACT,
    "contact": Clock.CLOSE,
    "reject": Clock.CLOSE,
    "reply": Clock.REVIEW,
    "pass": Clock.RATE,
    "answer": Clock.RATE,
    "bad": Clock.CLOSE,
    "ask": Clock.SUPPLEMENT,
    "more": Clock.ACCEPT,
    "ask_extension": Clock.REVIEW,
    "extend": Clock.CLOSE,
    "ask_hold": Clock.REVIEW,
    "hold": Clock.DECIDE,
    "resume": Clock.CLOSE,
    "unreached": Clock.RATE,
    "decide": Clock.DECIDE,
}
IN_TIME = frozenset({"ask_extension", "extend", "ask_hold", "hold", "ask", "more"})
"""Steps that are possible only within their time."""
STILL = frozenset({"ask", "ask_extension", "ask_hold", "hold"})
"""After these a case of today waits, but is not late."""
LATE = 0.08
"""How often somebody misses the limit of a step."""
SHARE = {"sign": 0.4, "contact": 0.6}
"""Signing and calling share one limit: both count from the dispatch."""
PATIENCE = 0.3
"""Most people act long before a limit ends: the likeliest share of it that they use."""


def share_out(total: int, table: dict[str, float]) -> list[Way]:
    """Give each way one of ``total`` cases and then its part, the commonest the remainder. Errors: ValueError."""
    if total < len(table):
        raise ValueError("fewer cases than ways")
    whole, rest = sum(table.values()), total - len(table)
    counts = {way: 1 + int(rest * weight / whole) for way, weight in table.items()}
    counts[max(table, key=lambda way: table[way])] += total - sum(counts.values())
    return [tuple(way.split()) for way, count in counts.items() for _ in range(count)]


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast things go in one case: its grade, and what its channel promises."""

    rng: Random
    grade: str
    contact_minutes: int
    close_days: int

    def allowed(self, clock: Clock) -> int:
        """The time a step may take, in working minutes."""
        limit = _minutes(DEFAULT_LIMITS[self.grade][clock])
        if clock in (Clock.SIGN, Clock.CONTACT):
            return min(limit, self.contact_minutes)
        return min(limit, self.close_days * DAY_MINUTES) if clock == Clock.CLOSE else limit

    def between(self, previous: str, move: str) -> int:
        """Working minutes from one step to the next."""
        if move == "unreached":  # the firm had its five days; the second try is on another day
            waited = DAY_MINUTES if previous == "unreached" else 15 * DAY_MINUTES // 2
            return waited + self.rng.randint(30, 300)
        if move == "unrated":
            return self.rng.randint(30, 200)
        if move == "resume":
            return self.rng.randint(4, 12) * DAY_MINUTES
        allowed = self.allowed(Clock.DISPATCH if move == "dispatch" else CLOCK_AFTER[previous])
        if previous == "reject":
            return self.rng.randint(30, 400)
        if move == "return":
            return self.rng.randint(5, 25)  # a wrong unit's channel may promise less than the right one's
        if move in IN_TIME:
            return max(3, round(allowed * self.rng.uniform(0.05, 0.5)))
        if self.rng.random() < LATE:
            return round(allowed * self.rng.uniform(1.1, 1.9)) + (DAY_MINUTES if allowed >= DAY_MINUTES else 0)
        return max(3, round(allowed * self.rng.triangular(0.03, 0.9, PATIENCE) * SHARE.get(move, 1)))

    def dwelling(self, last: str) -> int:
        """Working minutes a case has been where it stands today: mostly in time, some nearly over, some late."""
        allowed = self.allowed(CLOCK_AFTER[last])
        fate = self.rng.random() * (0.84 if last in STILL else 1)
        if fate < 0.64:
            return max(2, round(allowed * self.rng.uniform(0.02, 0.7)))
        if fate < 0.84:
            return round(allowed * self.rng.uniform(0.78, 0.98))
        return round(allowed * self.rng.triangular(1.1, 4.5, 1.2)) + (DAY_MINUTES if allowed >= DAY_MINUTES else 0)


def _minutes(limit: Limit) -> int:
    return limit.amount * DAY_MINUTES if limit.unit == "days" else limit.amount
