"""How cases are shown: deadlines in words, the trail as a timeline, the firm's five steps. Reads nothing itself."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhilian.cases import labels
from zhilian.cases.models import Case, Deadline, Standstill
from zhilian.cases.rules import Clock, Stage, tone
from zhilian.core.models import TrailEntry
from zhilian.core.registry import SENTENCES, Sentence
from zhilian.kit.worktime import Pause, WorkCalendar, deadline, explain, explain_pauses, used_minutes

PAUSED = "paused"
DATE = "date"  # the basis of a deadline that was set, not counted


@dataclass(frozen=True, slots=True)
class Chip:
    """A deadline for ``{% deadline_chip %}``: ``state`` ok, amber, late, done or paused, ``label`` in words, ``steps``
    why."""

    due_at: datetime
    state: str
    label: str
    clock: object = ""
    steps: tuple[str, ...] = ()

    @property
    def date(self) -> datetime | None:
        """The date to show: none while the clock stands still, for it will be a later one."""
        return None if self.state == PAUSED else self.due_at


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the timeline."""

    at: datetime
    title: str
    who: str
    text: str
    tone: str = ""
    url: str = ""


FIRM_STEP = {
    Stage.SUBMITTED: 2,
    Stage.SUPPLEMENT: 2,
    Stage.REFUSED: 2,
    Stage.ACCEPTED: 3,
    Stage.DISPATCHED: 3,
    Stage.RETURNED: 3,
    Stage.SIGNED: 3,
    Stage.PROCESSING: 3,
    Stage.JOINT: 3,
    Stage.ON_HOLD: 3,
    Stage.SYSTEMIC: 3,
    Stage.REWORK: 3,
    Stage.REPLIED: 3,
    Stage.AWAITING_RATING: 5,
    Stage.CLOSED: 6,
    Stage.ESCALATED: 5,
    Stage.WITHDRAWN: 2,
    Stage.MERGED: 3,
}


def chip(case: Case, now: datetime, calendar: WorkCalendar) -> Chip | None:
    """The running deadline of a case in a list, without asking the database."""
    if case.due_at is None:
        return None
    state = "late" if now > case.due_at else _nearness(case.due_at, now, calendar)
    return Chip(case.due_at, state, remaining(case.due_at, now, calendar), case.due_clock_label)


def _nearness(due_at: datetime, now: datetime, calendar: WorkCalendar) -> str:
    """Amber within the last quarter of a working day; a list does not know when the clock started."""
    return "amber" if calendar.minutes_between(now, due_at) <= calendar.minutes_per_day // 4 else "ok"


def explained(
    row: Deadline, now: datetime, calendar: WorkCalendar, language: str, stills: Sequence[Standstill] = ()
) -> Chip:
    """A stored deadline with its state and how it came about, in sentences; ``stills`` are those of its case."""
    steps = _steps(row, calendar, language, stills)
    if row.met_at or row.dropped_at:
        late = bool(row.met_at and row.met_at > row.due_at)
        word = _("met late") if late else _("met in time") if row.met_at else _("dropped")
        return Chip(row.due_at, "late" if late else "done", word, row.label, steps)
    pauses = [still.pause for still in stills if still.stops(row.clock)]
    if any(pause.end is None for pause in pauses):
        return Chip(row.due_at, PAUSED, _("The clock stands still"), row.label, steps)
    if row.clock == Clock.RATE and now > row.due_at:
        return Chip(row.due_at, "amber", _("Time to rate is over"), row.label, steps)
    used, total = _used(row, now, calendar, pauses)
    state = tone(now=now, due_at=row.due_at, used=used, total=total)
    return Chip(row.due_at, state, remaining(row.due_at, now, calendar), row.label, steps)


def _used(row: Deadline, now: datetime, calendar: WorkCalendar, pauses: Sequence[Pause]) -> tuple[int, int]:
    """Working minutes used and allowed; of a date that was set, those since it was set."""
    if row.basis == DATE:
        return calendar.minutes_between(row.start_at, now), calendar.minutes_between(row.start_at, row.due_at)
    return used_minutes(row.start_at, row.limit, calendar, pauses, now)


def _steps(row: Deadline, calendar: WorkCalendar, language: str, stills: Sequence[Standstill]) -> tuple[str, ...]:
    """How the deadline came about: what it rests on, the days, the times in which the clock stood still."""
    if row.basis == DATE:
        return (_("A date that was set, until the end of that day's work."),)
    counted = deadline(row.start_at, row.limit, calendar)
    reasons = [(still.pause, str(labels.PAUSES[Stage(still.stage)])) for still in stills if still.stops(row.clock)]
    told = explain_pauses(counted, reasons, calendar, language) if reasons else ()
    return (*_basis(row, calendar), *explain(counted, language), *told)


def _basis(row: Deadline, calendar: WorkCalendar) -> tuple[str, ...]:
    words = {
        "channel": _("As the direct channel promises."),
        "rework": _("Rework: half the original time."),
        "assist": _("Assisting: half of the lead's time, at most three working days."),
        "lead": _("Not later than the lead itself."),
    }
    basis = (words[row.basis],) if row.basis in words else ()
    days = row.extended if row.unit == "days" else row.extended // calendar.minutes_per_day
    if not days:
        return basis
    extended = ngettext("Extended by %(n)s working day.", "Extended by %(n)s working days.", days) % {"n": days}
    return (*basis, extended)


def remaining(due_at: datetime, now: datetime, calendar: WorkCalendar) -> str:
    """How much working time is left, or how late it is, in words: days first, else hours, else minutes."""
    late = now > due_at
    minutes = abs(calendar.minutes_between(now, due_at))
    if late and minutes == 0:
        return _("Time is over")
    amount = _amount(minutes, calendar.minutes_per_day)
    return _("%(amount)s late") % {"amount": amount} if late else _("%(amount)s left") % {"amount": amount}


def _amount(minutes: int, per_day: int) -> str:
    if minutes >= per_day:
        days = minutes // per_day
        return ngettext("%(n)s working day", "%(n)s working days", days) % {"n": days}
    if minutes >= 60:
        hours = minutes // 60
        return ngettext("%(n)s working hour", "%(n)s working hours", hours) % {"n": hours}
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


def timeline(entries: Iterable[TrailEntry], *, for_firm: bool) -> list[Line]:
    """The trail as people read it; the firm sees what concerns it, without officials' names."""
    lines = [_line(entry, SENTENCES.get(entry.verb), for_firm) for entry in entries]
    return [line for line in lines if line is not None]


def _line(entry: TrailEntry, sentence: Sentence | None, for_firm: bool) -> Line | None:
    if sentence is None or (for_firm and sentence.outside is None):
        return None
    facts = _Facts(json.loads(entry.facts))
    if entry.verb == "case.contact" and not facts["text"]:
        return None  # nobody spoke with an unnamed firm: the question has a line of its own
    words = str(sentence.outside if for_firm else sentence.inside) % facts
    text = str(facts[sentence.detail] or "") if sentence.detail else ""
    who = "" if for_firm else " · ".join(part for part in (entry.actor_name, entry.actor_organisation) if part)
    return Line(entry.at, words, who, text)


class _Facts(dict[str, object]):
    def __missing__(self, key: str) -> object:
        return ""


def rating_words(solved: str, score: int | None) -> str:
    """The firm's word in words."""
    parts = [labels.SOLVED.get(solved, ""), labels.SCORES.get(score or 0, "")]
    return " · ".join(str(part) for part in parts if part)
