"""The ladder as a staircase: which steps were reached when, and which come next. Reads nothing itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhilian.cases import labels
from zhilian.cases.models import Deadline, LadderMark, LadderStep
from zhilian.cases.rules import Act, Rung, ahead
from zhilian.kit.worktime import Pause, WorkCalendar

ICONS: Final = {"taken": "check", "late": "check", "next": "clock", "ahead": ""}


@dataclass(frozen=True, slots=True)
class Stair:
    """One step as it is shown: ``state`` is taken, late (taken, but late), next or ahead."""

    label: object
    when: str
    state: str
    at: datetime
    taken_at: datetime | None = None
    icon: str = ""


def stairs(
    marks: Iterable[LadderMark],
    row: Deadline | None,
    pauses: Sequence[Pause],
    ladder: Iterable[Rung],
    calendar: WorkCalendar,
    next_at: datetime | None,
) -> list[Stair]:
    """The steps taken, in order, then those ahead from ``next_at`` on; what was passed over is not shown."""
    marks, ladder = list(marks), list(ladder)
    when = {rung.code: words(rung) for rung in ladder}
    taken = [_taken(mark, when.get(mark.code, "")) for mark in marks]
    if row is None or next_at is None:
        return taken
    done = {mark.code for mark in marks if mark.deadline_id == row.pk}
    coming = ahead(row, pauses, ladder, calendar, taken=done)
    return taken + [_coming(rung, at, at == next_at) for at, rung in coming if at >= next_at]


def _taken(mark: LadderMark, when: str) -> Stair:
    state = "late" if mark.late else "taken"
    return Stair(labels.ACTS[Act(mark.act)], when, state, mark.reached_at, mark.taken_at, ICONS[state])


def _coming(rung: Rung, at: datetime, is_next: bool) -> Stair:
    state = "next" if is_next else "ahead"
    return Stair(labels.ACTS[rung.act], words(rung), state, at, icon=ICONS[state])


def words(rung: Rung | LadderStep) -> str:
    """When a step is reached, in words."""
    if rung.share is not None:
        return _("time is over") if rung.share == 100 else _("%(share)s %% of the time used") % {"share": rung.share}
    days = rung.days or 0
    return ngettext("%(n)s working day overdue", "%(n)s working days overdue", days) % {"n": days}
