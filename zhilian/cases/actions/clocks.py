"""The clocks of a case: started, stopped, dropped, standing still, derived again; the columns that repeat them."""

# house: allow action: parts of actions, in their transaction

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from zhilian.cases.models import Assignment, Case, Deadline, Extension, Hold, Standstill
from zhilian.cases.queries.limits import ladder_of, limits_for
from zhilian.cases.rules import RUNNING, Clock, Rung, Stage, ahead
from zhilian.core.queries import calendar_of
from zhilian.kit.worktime import Limit, Pause, WorkCalendar, due_at, due_with_pauses

REPEATED = {Clock.SIGN: "sign_due_at", Clock.CONTACT: "contact_due_at", Clock.CLOSE: "limit_at"}


class Clocks:
    """The clocks of one case during one action: the federation's limits and calendar, read once and only if needed."""

    def __init__(self, case: Case, at: datetime) -> None:
        self.case, self.at = case, at

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The federation's calendar; an action that only stops clocks never asks for it."""
        return calendar_of(self.case.federation)

    @cached_property
    def limits(self) -> dict[Clock, Limit]:
        """The federation's limits for the case's grade on that day."""
        return limits_for(self.case.federation, self.case.grade, self.at)

    def start(self, clock: Clock, start: datetime, limit: Limit | None = None, **more: Any) -> Deadline:
        """An unsaved deadline: ``limit`` (default: the grade's) counted from ``start``."""
        limit = limit or self.limits[clock]
        pauses = pauses_of(self.case, clock) if self.case.held else ()
        return Deadline(
            federation_id=self.case.federation_id,
            case=self.case,
            clock=clock,
            start_at=start,
            amount=limit.amount,
            unit=limit.unit,
            due_at=due_with_pauses(start, limit, self.calendar, pauses) or due_at(start, limit, self.calendar),
            **{"round": self.case.rework_count, "basis": "grade", **more},
        )

    def until(self, clock: Clock, due: datetime, **more: Any) -> Deadline:
        """An unsaved deadline at a moment that was set, not counted: a review date."""
        return Deadline(
            federation_id=self.case.federation_id,
            case=self.case,
            clock=clock,
            start_at=self.at,
            amount=1,
            unit="days",
            due_at=due,
            **{"round": self.case.rework_count, "basis": "date", **more},
        )

    def tighter(self, clock: Clock, start: datetime, promise: Limit, promised_from: datetime) -> Deadline:
        """The earlier of the grade's limit and the channel's promise."""
        by_grade = self.start(clock, start)
        by_channel = self.start(clock, promised_from, promise, basis="channel")
        return min(by_grade, by_channel, key=lambda one: one.due_at)

    def stop(self, *clocks: Clock) -> None:
        """These clocks have been met."""
        self._running(clocks).update(met_at=self.at)
        self._void(clocks)

    def drop(self, *clocks: Clock) -> None:
        """These clocks are no longer needed."""
        self._running(clocks).update(dropped_at=self.at)
        self._void(clocks)

    def drop_all(self) -> None:
        """No clock is needed any more: the case is at its end, or begins anew elsewhere."""
        self.drop(*Clock)
        self.end_standstill()

    def stand_still(self, stage: Stage) -> None:
        """From now on the clocks that this stage stops stand still."""
        Standstill.objects.create(federation_id=self.case.federation_id, case=self.case, stage=stage, begin_at=self.at)

    def end_standstill(self) -> None:
        """They go on; a clock set back never makes a pause of negative length."""
        open_one = Standstill.objects.filter(case=self.case, end_at=None).first()
        if open_one:
            open_one.end_at = max(self.at, open_one.begin_at)
            open_one.save(update_fields=["end_at"])
            Hold.objects.filter(case=self.case, granted=True, ended_at=None).update(ended_at=self.at)

    def go_on(self, clock: Clock) -> None:
        """After a move: the clocks go on, this one shows, and all moments are derived from what stood still."""
        self.end_standstill()
        self.case.due_clock = clock
        self.derived({"due_clock": clock})

    def derived(self, columns: dict[str, Any] | None = None) -> None:
        """Derive the moments of the case anew and write them into its row, with other columns."""
        columns = {**(columns or {}), **derive_again(self.case, self.at, self.calendar)}
        Case.objects.filter(pk=self.case.pk).update(**columns)
        for name, value in columns.items():
            setattr(self.case, name, value)

    def _void(self, clocks: Iterable[Clock]) -> None:
        """With the clock to answer ends what was asked for but not decided: more time, or a hold."""
        if Clock.CLOSE in clocks:
            for asked in (Extension, Hold):
                asked.objects.filter(case=self.case, granted=None).update(granted=False, decided_at=self.at)

    def _running(self, clocks: Iterable[Clock]) -> Any:
        return Deadline.objects.filter(case=self.case, clock__in=list(clocks), met_at=None, dropped_at=None)


def show_due(case: Case, running: Deadline | None) -> dict[str, Any]:
    """The columns of the case that repeat its running deadline, for lists."""
    return {"due_at": running.due_at if running else None, "due_clock": running.clock if running else ""}


def show_all(case: Case, deadlines: Iterable[Deadline], calendar: WorkCalendar, at: datetime) -> dict[str, Any]:
    """The columns that repeat what these new deadlines of a first round promise, and the ladder's next moment."""
    promised = {REPEATED[Clock(one.clock)]: one.due_at for one in deadlines if one.clock in REPEATED and not one.round}
    close = next((one for one in deadlines if one.clock == Clock.CLOSE), None)
    ladder = {"ladder_at": next_rung_at(close, (), ladder_of(case.federation), calendar, since=at)} if close else {}
    return {**promised, **ladder}


def next_rung_at(
    row: Deadline,
    pauses: Sequence[Pause],
    ladder: Iterable[Rung],
    calendar: WorkCalendar,
    taken: Collection[str] = (),
    since: datetime | None = None,
) -> datetime | None:
    """When the next step of the ladder is reached that has not been taken; None at the ladder's end or if it stands.

    What was reached by ``since``, when the present unit was given the case, is not held against it.
    """
    return next((moment for moment, _ in ahead(row, pauses, ladder, calendar, taken=taken, since=since)), None)


def derived_due(row: Deadline, pauses: Sequence[Pause], calendar: WorkCalendar) -> datetime | None:
    """When this deadline falls, from its own row, the pauses and the calendar; None while it stands still."""
    if row.basis == "date":
        return row.due_at
    return due_with_pauses(row.start_at, row.limit, calendar, pauses)


def pauses_of(case: Case, clock: str, stills: Iterable[Standstill] | None = None) -> list[Pause]:
    """The times in which this clock of the case stood still."""
    rows = Standstill.objects.filter(case=case) if stills is None else stills
    return [one.pause for one in rows if one.stops(clock)]


def derive_again(case: Case, at: datetime, calendar: WorkCalendar | None = None) -> dict[str, Any]:
    """Derive all running deadlines of the case anew, save what changed; returns the case's columns as they are now.

    Called after a pause ended, an extension was granted or the calendar changed. Raises nothing; a clock that stands
    still keeps its last moment until it goes on.
    """
    calendar = calendar or calendar_of(case.federation)
    stills = list(Standstill.objects.filter(case=case))
    columns: dict[str, Any] = {}
    for row in Deadline.objects.filter(case=case, met_at=None, dropped_at=None):
        pauses = pauses_of(case, row.clock, stills)
        due = derived_due(row, pauses, calendar)
        if due is not None and due != row.due_at:
            row.due_at = due
            row.save(update_fields=["due_at"])
        columns |= _repeated(case, row, pauses, calendar)
    return columns


def _repeated(case: Case, row: Deadline, pauses: Sequence[Pause], calendar: WorkCalendar) -> dict[str, Any]:
    columns = repeated(case, row)
    if climbs(case, row):
        taken = set(row.ladder_marks.values_list("code", flat=True))
        since = Assignment.objects.leading().filter(case=case).values_list("dispatched_at", flat=True).first()
        columns["ladder_at"] = next_rung_at(row, pauses, ladder_of(case.federation), calendar, taken, since)
    return columns


def repeated(case: Case, row: Deadline) -> dict[str, Any]:
    """What the case repeats of one running deadline."""
    columns: dict[str, Any] = {}
    if row.clock in REPEATED and not row.round:
        columns[REPEATED[Clock(row.clock)]] = row.due_at
    if row.clock == case.due_clock:
        columns["due_at"] = row.due_at
    return columns


def climbs(case: Case, row: Deadline) -> bool:
    """Whether the ladder is climbed along this running deadline now."""
    return row.clock == Clock.CLOSE and Stage(case.stage) in CLIMBED


# The stages in which the ladder is climbed: a unit owes its answer and the clock runs.
CLIMBED = frozenset({Stage.DISPATCHED, Stage.SIGNED, Stage.PROCESSING, Stage.JOINT, Stage.SYSTEMIC, Stage.REWORK})


def running_deadline(case: Case, stage: Stage) -> Deadline | None:
    """The stored deadline that runs in this stage."""
    clock = RUNNING.get(stage)
    rows = Deadline.objects.filter(case=case, clock=clock, met_at=None, dropped_at=None)
    return rows.order_by("-start_at", "-id").first() if clock else None
