"""What every action does in the same way: claim the case, stop and start its clocks, tell people."""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhilian.accounts.models import User
from zhilian.accounts.queries import everybody_with, people_in
from zhilian.cases.models import Assignment, Case, Deadline, TimeLimit
from zhilian.cases.rules import DEFAULT_LIMITS, MOVES, RUNNING, Clock, Stage
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid, NotPossible
from zhilian.core.memory import remembered
from zhilian.core.models import Federation, Organisation, TrailEntry
from zhilian.core.numbers import SHANGHAI
from zhilian.core.queries import calendar_of, trail_of
from zhilian.core.roles import UNIT_ROLES, Role
from zhilian.kit.dates import chinese_date
from zhilian.kit.worktime import Limit, WorkCalendar, deadline
from zhilian.notices import actions as notices


def claim(case: Case, code: str, *, actor: Actor, **changes: Any) -> None:
    """Move the case by one line of the table, with one UPDATE: of two people acting at once one wins.

    Raises NotPossible, with what happened meanwhile, for the other.
    """
    move = MOVES[code]
    rows = Case.objects.visible_to(actor).filter(pk=case.pk, stage__in=sorted(move.sources))
    if rows.update(stage=move.target, **changes) != 1:
        raise NotPossible(_overtaken(case))
    case.stage = move.target
    for name, value in changes.items():
        setattr(case, name, value)


def _overtaken(case: Case) -> object:
    current = Case.objects.filter(pk=case.pk).first()
    last = trail_of(case).last()
    facts = {"stage": current.get_stage_display() if current else "–", "who": _who(last), "when": _when(last)}
    return (
        _(
            "Somebody was faster: the case is now “%(stage)s” (%(who)s, %(when)s). "
            "Nothing was changed by your step; please look at the case again."
        )
        % facts
    )


def _who(last: TrailEntry | None) -> str:
    return last.actor_name if last else ""


def _when(last: TrailEntry | None) -> str:
    if last is None:
        return ""
    at = last.at.astimezone(SHANGHAI)
    return f"{chinese_date(at.date())} {at:%H:%M}"


def own(federation_id: int, *things: Any) -> None:
    """Raise Invalid unless every thing given (None is none) belongs to this federation: no row of a neighbour's."""
    if any(thing is not None and thing.federation_id != federation_id for thing in things):
        raise Invalid(_("That belongs to another federation."))


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
        counted = deadline(start, limit, self.calendar)
        return Deadline(
            federation_id=self.case.federation_id,
            case=self.case,
            clock=clock,
            round=more.get("round", self.case.rework_count),
            start_at=start,
            amount=limit.amount,
            unit=limit.unit,
            basis=more.get("basis", "grade"),
            due_at=counted.due_at,
        )

    def tighter(self, clock: Clock, start: datetime, promise: Limit, promised_from: datetime) -> Deadline:
        """The earlier of the grade's limit and the channel's promise."""
        by_grade = self.start(clock, start)
        by_channel = self.start(clock, promised_from, promise, basis="channel")
        return min(by_grade, by_channel, key=lambda one: one.due_at)

    def stop(self, *clocks: Clock) -> None:
        """These clocks have been met."""
        self._running(clocks).update(met_at=self.at)

    def drop(self, *clocks: Clock) -> None:
        """These clocks are no longer needed."""
        self._running(clocks).update(dropped_at=self.at)

    def _running(self, clocks: Iterable[Clock]) -> Any:
        return Deadline.objects.filter(case=self.case, clock__in=list(clocks), met_at=None, dropped_at=None)


def show_due(case: Case, running: Deadline | None) -> dict[str, Any]:
    """The columns of the case that repeat its running deadline, for lists."""
    return {"due_at": running.due_at if running else None, "due_clock": running.clock if running else ""}


def running_deadline(case: Case, stage: Stage) -> Deadline | None:
    """The stored deadline that runs in this stage."""
    clock = RUNNING.get(stage)
    rows = Deadline.objects.filter(case=case, clock=clock, met_at=None, dropped_at=None)
    return rows.order_by("-start_at", "-id").first() if clock else None


def limits_for(federation: Federation, grade: str, at: datetime) -> dict[Clock, Limit]:
    """The federation's limits for a grade on that day; the defaults where it has no row."""
    day = at.astimezone(SHANGHAI).date()
    valid = [row for row in own_limits(federation, grade) if row.holds_on(day)]
    return {**DEFAULT_LIMITS[grade], **{Clock(row.clock): row.limit for row in valid}}


@remembered
def own_limits(federation: Federation, grade: str) -> list[TimeLimit]:
    """The federation's own rows for a grade, oldest first."""
    return list(TimeLimit.objects.filter(federation=federation, grade=grade).order_by("valid_from"))


def current_assignment(case: Case) -> Assignment | None:
    """The assignment that has not been returned."""
    return Assignment.objects.filter(case=case, returned_at=None).select_related("unit", "channel").first()


def tell(kind: str, people: Iterable[User], case: Case, at: datetime, **context: Any) -> None:
    """Put a notice about the case into the outbox; the template gets the case and whatever else is given."""
    notices.send(
        kind=f"cases/{kind}",
        to=people,
        federation=case.federation,
        at=at,
        link=f"/cases/{case.number}/",
        context={"case": case, **context},
    )


def dispatchers(case: Case) -> Iterable[User]:
    """The federation's dispatchers."""
    return everybody_with(case.federation, Role.DISPATCHER)


def people_of(unit: Organisation) -> Iterable[User]:
    """Handlers and heads of a unit."""
    return people_in(unit, *UNIT_ROLES)


def people_of_firm(case: Case) -> Iterable[User]:
    """The users who speak for the firm."""
    return (
        User.objects.filter(is_active=True, represents__enterprise=case.enterprise).distinct()
        if case.enterprise
        else User.objects.none()
    )
