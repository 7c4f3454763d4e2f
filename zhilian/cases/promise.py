"""What a firm is told about its case: who acts next, by when, and how far it has come. Reads nothing itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from zhilian.cases import labels
from zhilian.cases.models import Assignment, Case, Deadline, Standstill
from zhilian.cases.present import Chip, chip, explained
from zhilian.cases.rules import MOVES, RUNNING, Clock, Level, Stage
from zhilian.core.numbers import SHANGHAI
from zhilian.kit.worktime import WorkCalendar, deadline

NEXT = {
    Clock.ACCEPT: gettext_lazy("%(federation)s will decide by %(by)s and tell you which department handles it."),
    Clock.SUPPLEMENT: gettext_lazy("Please add what is missing by %(by)s; until then the clock stands still."),
    Clock.DISPATCH: gettext_lazy("%(federation)s will hand it to the department in charge by %(by)s."),
    Clock.SIGN: gettext_lazy("%(unit)s will take it on by %(by)s and then call you."),
    Clock.CONTACT: gettext_lazy("%(unit)s will call you by %(by)s."),
    Clock.CLOSE: gettext_lazy("%(unit)s will answer you by %(by)s."),
    Clock.HOLD: gettext_lazy("It cannot be solved now. %(federation)s looks at it again by %(by)s."),
    Clock.DECIDE: gettext_lazy("A leader of %(federation)s decides by %(by)s and writes to you."),
    Clock.REVIEW: gettext_lazy("%(unit)s has answered. %(federation)s checks it by %(by)s, then you can read it."),
    Clock.RATE: gettext_lazy("Please tell us by %(by)s whether it is solved."),
}
LATE = {
    Clock.RATE: gettext_lazy("The time for your rating ended at %(by)s. You can still rate until it is closed."),
}
NEXT_UNNAMED = {  # of a firm the department does not know
    **NEXT,
    Clock.SIGN: gettext_lazy("%(unit)s will take it on by %(by)s. It does not learn who you are."),
    Clock.CONTACT: gettext_lazy("%(unit)s will ask by %(by)s what it needs to know; %(federation)s passes it on."),
}
LATE_BY_OTHERS = gettext_lazy("This was promised for %(by)s and is late.")

STAGES = {  # as a firm reads them, without the desk's words
    Stage.SUBMITTED: gettext_lazy("The federation is reading it"),
    Stage.SUPPLEMENT: gettext_lazy("Please add what is missing"),
    Stage.REFUSED: labels.STAGES[Stage.REFUSED],
    Stage.ACCEPTED: gettext_lazy("Accepted, on its way to a department"),
    Stage.DISPATCHED: gettext_lazy("With the department"),
    Stage.RETURNED: gettext_lazy("Another department is being found"),
    Stage.SIGNED: gettext_lazy("The department will call you"),
    Stage.PROCESSING: gettext_lazy("The department works on it"),
    Stage.JOINT: gettext_lazy("Several departments work on it"),
    Stage.ON_HOLD: gettext_lazy("Cannot be solved now; looked at again"),
    Stage.SYSTEMIC: gettext_lazy("Worked on together with others of its kind"),
    Stage.REPLIED: gettext_lazy("The answer is being checked"),
    Stage.AWAITING_RATING: gettext_lazy("Please rate"),
    Stage.REWORK: gettext_lazy("Being worked on again"),
    Stage.ESCALATED: gettext_lazy("A leader decides in writing"),
    Stage.CLOSED: gettext_lazy("Finished"),
    Stage.WITHDRAWN: labels.STAGES[Stage.WITHDRAWN],
    Stage.MERGED: gettext_lazy("Followed under another case"),
}


def stage_words(case: Case) -> object:
    """The stage as the firm reads it; nobody calls a firm that stays unnamed."""
    if case.stage == Stage.SIGNED and case.confidentiality == Level.ANONYMOUS:
        return STAGES[Stage.DISPATCHED]
    return STAGES[Stage(case.stage)]


TURN = (Stage.AWAITING_RATING, Stage.SUPPLEMENT)  # the firm's turn


@dataclass(frozen=True, slots=True)
class Card:
    """A case in a firm's list."""

    case: Case
    stage: object
    chip: Chip | None


def cards(rows: Iterable[Case], now: datetime, calendar: WorkCalendar) -> list[Card]:
    """The cases with their stage in a firm's words and their running deadline."""
    return [Card(case, stage_words(case), chip(case, now, calendar)) for case in rows]


@dataclass(frozen=True, slots=True)
class Promise:
    """The next thing that happens: a sentence, the deadline as a chip, whether it is late."""

    sentence: str
    chip: Chip
    late: bool
    counts_from: str = ""  # a moment in words, where it came in out of hours


def promise(
    case: Case,
    deadlines: Sequence[Deadline],
    now: datetime,
    calendar: WorkCalendar,
    language: str,
    stills: Sequence[Standstill] = (),
) -> Promise | None:
    """What happens next by when; None for a case at its end or without a running deadline."""
    clock = RUNNING.get(Stage(case.stage))
    row = next((one for one in reversed(deadlines) if one.clock == clock and one.running), None)
    if row is None or clock is None:
        return None
    late = now > row.due_at
    following = NEXT_UNNAMED if case.confidentiality == Level.ANONYMOUS else NEXT
    words = LATE.get(clock, LATE_BY_OTHERS) if late else following[clock]
    facts = {
        "federation": case.federation.short_name,
        "unit": case.unit.short_name if case.unit else case.federation.short_name,
        "by": moment(row.due_at, now),
    }
    told = explained(row, now, calendar, language, stills)
    return Promise(str(words) % facts, told, late, _counts_from(row, now, calendar))


def _counts_from(row: Deadline, now: datetime, calendar: WorkCalendar) -> str:
    """When counting begins, if that is not at once."""
    counted = deadline(row.start_at, row.limit, calendar)
    return moment(counted.begins, now) if counted.begins - row.start_at > timedelta(minutes=1) else ""


def moment(at: datetime, now: datetime) -> str:
    """A moment as people say it: with the weekday, today and tomorrow by their names, the year only if another."""
    here, today = at.astimezone(SHANGHAI), now.astimezone(SHANGHAI).date()
    if here.date() == today:
        words = pgettext("a moment", "\\t\\o\\d\\a\\y (N j) H:i")
    elif here.date() == today + timedelta(days=1):
        words = pgettext("a moment", "\\t\\o\\m\\o\\r\\r\\o\\w (N j) H:i")
    elif here.year == today.year:
        words = pgettext("a moment", "D, N j, H:i")
    else:
        words = pgettext("a moment", "D, N j, Y, H:i")
    return date_format(here, words)


def step_dates(case: Case, handling: Sequence[Assignment]) -> list[datetime | None]:
    """When each of the firm's five steps was reached: received, accepted, with the department, answered, rated."""
    dispatched = handling[0].dispatched_at if handling else None
    rated = case.closed_at if case.stage == Stage.CLOSED else None
    answered = case.replied_at if case.stage in (Stage.AWAITING_RATING, Stage.CLOSED) else None
    return [case.received_at, case.accepted_at, dispatched, answered, rated]


def may_withdraw(case: Case) -> bool:
    """Whether the firm can still take it back."""
    return Stage(case.stage) in MOVES["withdraw"].sources


def lapsed(case: Case, deadlines: Sequence[Deadline]) -> bool:
    """Whether it ended because the firm did not add in time what it was asked for."""
    last = next((row for row in reversed(deadlines) if row.clock == Clock.SUPPLEMENT), None)
    ended = case.closed_at if case.stage == Stage.WITHDRAWN else None
    return bool(last and ended and last.dropped_at == ended and ended > last.due_at)


def outcome(case: Case, deadlines: Sequence[Deadline] = ()) -> str:
    """How a case ended, in a sentence for the firm."""
    if lapsed(case, deadlines):
        return _("What was missing did not come in time, so this has ended. You can tell it anew at any time.")
    if case.stage == Stage.WITHDRAWN:
        return _("You took this back. Nobody works on it any more.")
    if case.stage == Stage.REFUSED:
        return _("This could not be taken on. Why, and where you can turn, is written below.")
    if case.disputed:
        return _("Closed by a leader's decision, although you said it is not solved. The reasons are below.")
    return _("Closed.") if case.stage == Stage.CLOSED else ""
