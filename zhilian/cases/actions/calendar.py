"""A changed calendar: all running deadlines of a federation are derived again, and what moved is in the trail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from zhilian.cases.actions.deriving import MOMENTS, Moved, moving, open_cases
from zhilian.cases.models import CalendarStamp, Case, Deadline, SupervisionOrder
from zhilian.cases.rules import ORDER_LIMIT
from zhilian.core.actor import Actor, system_actor
from zhilian.core.bulk import change_many
from zhilian.core.models import Federation
from zhilian.core.numbers import SHANGHAI
from zhilian.core.queries import calendar_now, local_days
from zhilian.core.trail import record_many
from zhilian.kit.worktime import WorkCalendar, due_at

AT_ONCE = 500  # cases
IN_ONE_GO = 2_000  # open cases: so many are derived again while the day is declared; of more, the worker takes care
SETTLED = timedelta(seconds=15)  # by then every process has let go of the calendar it remembered


# house: allow action: it is called as a watcher, within the transaction that changes the calendar
def derive_at_once(actor: Actor, at: datetime) -> None:
    """The calendar has changed: move all open deadlines at once; of very many, leave it to the worker."""
    if open_cases(actor.federation)[IN_ONE_GO:].exists():
        return
    calendar, after = calendar_now(actor.federation), 0
    while True:
        after, _moved = derive_next(after=after, calendar=calendar, actor=actor, at=at)
        if not after:
            break
    move_orders(calendar=calendar, actor=actor, at=at)


@transaction.atomic
def derive_next(*, after: int, calendar: WorkCalendar, actor: Actor, at: datetime) -> tuple[int, int]:
    """Derive the deadlines of the next open cases after this key anew; gives the last key (0: no more), how many moved.

    The cases' rows are held first, as by every action, and what hangs on them is read under that hold.
    """
    cases = list(open_cases(actor.federation, after).select_for_update()[:AT_ONCE])
    found = list(moving(actor.federation, cases, calendar))
    change_many(Deadline, ["due_at"], [(row.pk, will) for one in found for row, _was, will in one.rows])
    change_many(Case, MOMENTS, [(one.case.pk, *one.values) for one in found if one.columns])
    moved = [one for one in found if one.rows]
    if moved:
        record_many("case.due_moved", [(one.case, _facts(one)) for one in moved], actor=actor, at=at)
    return (cases[-1].pk if len(cases) == AT_ONCE else 0), len(moved)


@transaction.atomic
def move_orders(*, calendar: WorkCalendar, actor: Actor, at: datetime) -> None:
    """Derive the time to answer open supervision orders anew."""
    rows = SupervisionOrder.objects.filter(federation=actor.federation, answered_at=None, lifted_at=None)
    changes = [(row, row.due_at, due_at(row.issued_at, ORDER_LIMIT, calendar)) for row in rows.select_related("case")]
    changes = [(row, was, will) for row, was, will in changes if was != will]
    change_many(SupervisionOrder, ["due_at"], [(row.pk, will) for row, _was, will in changes])
    told = [
        (row.case, {"number": row.case.number, "order": str(row), "before": _told(was), "after": _told(will)})
        for row, was, will in changes
    ]
    if told:
        record_many("case.order_moved", told, actor=actor, at=at)


@dataclass(frozen=True, slots=True)
class Preview:
    """How many open cases' deadlines would move; ``many``: more are open than are looked at beforehand."""

    moved: int
    many: bool


# house: allow action: it writes nothing
def preview(federation: Federation, days: Mapping[date, bool]) -> Preview:
    """What moves if these days are, or are not, working days, before anybody decides."""
    calendar = WorkCalendar(local={**local_days(federation), **days})
    cases = list(open_cases(federation)[: IN_ONE_GO + 1])
    if len(cases) > IN_ONE_GO:
        return Preview(0, many=True)
    pieces = (cases[n : n + AT_ONCE] for n in range(0, len(cases), AT_ONCE))
    return Preview(sum(bool(one.rows) for piece in pieces for one in moving(federation, piece, calendar)), many=False)


def _facts(moved: Moved) -> dict[str, Any]:
    _row, before, after = moved.shown
    moments = [[row.clock, was.isoformat(), will.isoformat()] for row, was, will in moved.rows]
    return {"number": moved.case.number, "before": _told(before), "after": _told(after), "moments": moments}


def _told(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


@transaction.atomic
def follow_calendar(*, federation: Federation, at: datetime) -> int:
    """One piece of deriving anew, if the deadlines rest on another calendar than holds now; returns what was done.

    It begins when no process counts with the calendar of before any more, goes on where it was stopped, and begins
    again if the calendar changes meanwhile. A clock set back only makes it begin sooner.
    """
    stamp, _new = CalendarStamp.objects.select_for_update().get_or_create(federation=federation)
    calendar = calendar_now(federation)
    current = calendar.fingerprint()
    if current == stamp.fingerprint and not stamp.going:
        return 0
    if stamp.going != current or stamp.since is None:
        stamp.going, stamp.since, stamp.after = current, at, 0
        stamp.save()
        return 0
    if abs(at - stamp.since) < SETTLED:
        return 0
    actor = system_actor(federation)
    stamp.after, moved = derive_next(after=stamp.after, calendar=calendar, actor=actor, at=at)
    if not stamp.after:
        move_orders(calendar=calendar, actor=actor, at=at)
        stamp.fingerprint, stamp.at, stamp.going = current, at, ""
    stamp.save()
    return max(moved, 1)
