"""A case as one line of a list, for the pages of every room: all words ready, so that a row costs little to draw."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhilian.cases import labels, queries
from zhilian.cases.models import Case
from zhilian.cases.present import chip
from zhilian.cases.queries import COUNTED_TO
from zhilian.cases.rules import Party, Stage
from zhilian.channels.words import category_name
from zhilian.core.actor import Actor
from zhilian.core.models import Federation
from zhilian.core.numbers import SHANGHAI
from zhilian.core.queries import calendar_of
from zhilian.kit.worktime import WorkCalendar

TONES = {"late": "tone-late", "amber": "tone-amber", "ok": ""}


@dataclass(frozen=True, slots=True)
class Line:
    """A case as one line of the list; all words are ready to be printed."""

    url: str
    number: str
    title: str
    firm: str
    street: str
    category: str
    grade: str
    stage: str
    stage_label: str
    waits: str
    mine: bool
    due: str
    due_at: datetime | None
    tone: str
    received: str


def lines(cases: Iterable[Case], actor: Actor, at: datetime, federation: Federation) -> list[Line]:
    """The cases as lines; the calendar is read once."""
    calendar, mine = calendar_of(federation), queries.stages_asking(actor)
    return [_line(case, at, calendar, mine, federation) for case in cases]


def _line(case: Case, at: datetime, calendar: WorkCalendar, mine: frozenset[Stage], federation: Federation) -> Line:
    due = chip(case, at, calendar) if case.closed_at is None else None
    return Line(
        url=f"/cases/{case.number}/",  # as reverse("case") says; fifty of them would cost
        number=case.number,
        title=case.title,
        firm=case.firm_name,
        street=case.street.name if case.street else "",
        category=category_name(case.category) if case.category else "",
        grade=str(labels.GRADES[case.grade]) if case.grade in ("urgent", "major") else "",
        stage=case.stage,
        stage_label=str(labels.STAGES[Stage(case.stage)]),
        waits=waits(case, federation),
        mine=case.stage in mine,
        due=f"{due.label}{_brackets(short(due.due_at, at))}" if due else "",
        due_at=due.due_at if due else None,
        tone=TONES.get(due.state, "") if due else "",
        received=case.received_at.astimezone(SHANGHAI).strftime("%Y-%m-%d"),
    )


def waits(case: Case, federation: Federation) -> str:
    """Whom an open case waits for, by name."""
    if case.waits_for is None:
        return ""
    if case.waits_for == Party.UNIT and case.unit:
        return case.unit.short_name
    return federation.short_name if case.waits_for == Party.FEDERATION else _("Firm")


def short(moment: datetime, now: datetime) -> str:
    """A moment as short as it can be, in the reader's language."""
    same_year = moment.astimezone(SHANGHAI).year == now.astimezone(SHANGHAI).year
    form = pgettext("due date", "N j H:i") if same_year else pgettext("due date", "N j, Y H:i")
    return date_format(moment.astimezone(SHANGHAI), form)


def _brackets(text: str) -> str:
    return f"{pgettext('before a date', ' (')}{text}{pgettext('after a date', ')')}"


def capped(count: int) -> str:
    """A figure as counters show it."""
    return f"{COUNTED_TO}+" if count > COUNTED_TO else str(count)
