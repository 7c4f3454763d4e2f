"""The ladder: what happens to a case whose time runs out, step by step. Rows of a federation; here its beginning."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Protocol

from zhilian.kit.worktime import Limit, Pause, WorkCalendar, after_due, due_with_pauses, moment_at


class Act(StrEnum):
    """What a step of the ladder does."""

    REMIND = "remind"
    LETTER = "letter"
    ORDER = "order"
    COPY = "copy"
    LIST = "list"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: reached when ``share`` percent of the time is used, or ``days`` working days after the due moment.

    It holds from ``since`` on, and for whatever was due by then at that moment; from ``until`` on no more.
    """

    code: str
    act: Act
    share: int | None = None
    days: int | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands on the ladder, lowest first."""
        return (self.share, 0) if self.share is not None else (100, self.days or 0)

    def held(self, moment: datetime) -> datetime | None:
        """When the step counts as reached if its time came at ``moment``; None if it did not hold any more."""
        moment = max(moment, self.since) if self.since else moment
        return None if self.until and moment >= self.until else moment


class Promised(Protocol):
    """What the ladder must know of a promised time."""

    start_at: datetime
    due_at: datetime

    @property
    def limit(self) -> Limit:
        """The time allowed."""


# Ideas of Jiangmen, Beijing, Weifang and Quanzhou; none is law: a federation's own rows decide.
DEFAULT_LADDER: tuple[Rung, ...] = (
    Rung("amber", Act.REMIND, share=75),
    Rung("due", Act.LETTER, share=100),
    Rung("order", Act.ORDER, days=1),
    Rung("copy", Act.COPY, days=3),
    Rung("list", Act.LIST, days=5),
    Rung("talk", Act.TALK, days=10),
)
LATE_AFTER = timedelta(minutes=30)  # a step taken so long after it was reached is late: the worker was down


def ahead(
    row: Promised,
    pauses: Sequence[Pause],
    ladder: Iterable[Rung],
    calendar: WorkCalendar,
    *,
    taken: Collection[str] = (),
    since: datetime | None = None,
) -> list[tuple[datetime, Rung]]:
    """When each step not yet taken is reached, in order; a step at or below ``since`` was another unit's and is passed.

    Steps that cannot be reached, because the clock stands still before them, are left out.
    """
    due = due_with_pauses(row.start_at, row.limit, calendar, pauses) if pauses else row.due_at
    found: dict[str, tuple[datetime, Rung]] = {}
    for rung in ladder:
        moment = None if rung.code in taken else _reached(rung, row, due, pauses, calendar)
        if moment is None or (since and moment <= since):
            continue
        if rung.code not in found or moment < found[rung.code][0]:
            found[rung.code] = (moment, rung)
    return sorted(found.values(), key=lambda one: (one[0], one[1].place))


def _reached(
    rung: Rung, row: Promised, due: datetime | None, pauses: Sequence[Pause], calendar: WorkCalendar
) -> datetime | None:
    """When one step is reached; None while the clock stands still before it, or if it does not hold then."""
    if rung.share is not None and rung.share < 100:
        moment = moment_at(row.start_at, row.limit, calendar, pauses, rung.share / 100)
    else:
        moment = _after(due, rung.days, calendar) if due and rung.days else due
    return rung.held(moment) if moment else None


@lru_cache(maxsize=1_024)
def _after(due: datetime, days: int, calendar: WorkCalendar) -> datetime:
    """Many cases are due at the same closing hour: over thousands of them this is asked for a few moments only."""
    return after_due(due, days, calendar)
