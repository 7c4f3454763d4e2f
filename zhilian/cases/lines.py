"""A case as one line of a list, for the pages of every room: all words ready, so that a row costs little to draw."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from zhilian.cases import labels, queries
from zhilian.cases.models import Case
from zhilian.cases.present import Chip, chip
from zhilian.cases.queries import COUNTED_TO
from zhilian.cases.queries.named import grade_name
from zhilian.cases.rules import Clock, Party, Stage
from zhilian.core.actor import Actor
from zhilian.core.models import Federation
from zhilian.core.numbers import SHANGHAI
from zhilian.core.queries import calendar_of
from zhilian.kit.worktime import WorkCalendar

USUAL_GRADES = frozenset({"simple", "normal", "complex"})  # all others are named in lists
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
    marks: list[tuple[str, str]]
    stage: str
    stage_label: str
    waits: str
    mine: bool
    due: str
    tone: str
    received: str


def lines(cases: Iterable[Case], actor: Actor, at: datetime, federation: Federation) -> list[Line]:
    """The cases as lines, as the actor may see them; the calendar is read once."""
    common = Common(
        federation, queries.reference(federation), calendar_of(federation), queries.stages_asking(actor), at
    )
    language = get_language() or ""
    return [_line(_as_helper(queries.veil(case, actor), actor), common, language) for case in cases]


def _as_helper(case: Case, actor: Actor) -> Case:
    """A case of the list of those one assists in, with the time of one's own part instead of the lead's."""
    part = getattr(case, "part_due_at", None)
    if part:
        case.due_at, case.due_clock, case.unit_id = part, Clock.ASSIST, actor.organisation_id
    return case


@dataclass(frozen=True, slots=True)
class Common:
    """What all lines of a list share."""

    federation: Federation
    names: queries.Reference
    calendar: WorkCalendar
    mine: frozenset[Stage]
    at: datetime


def _line(case: Case, common: Common, language: str) -> Line:
    at, names = common.at, common.names
    due = chip(case, at, common.calendar) if case.closed_at is None else None
    return Line(
        url=f"/cases/{case.number}/",  # as reverse("case") says; fifty of them would cost
        number=case.number,
        title=case.title,
        firm=case.firm_name,
        street=names["street"].shown(case.street_id, language),
        category=names["category"].shown(case.category_id, language),
        grade=grade_name(common.federation, case.grade, at) if case.grade not in USUAL_GRADES else "",
        marks=marks(case),
        stage=case.stage,
        stage_label=str(labels.STAGES[Stage(case.stage)]),
        waits=waits(case, common, language),
        mine=case.stage in common.mine or case.due_clock == Clock.ASSIST,
        due=f"{_due_words(case, due)}{_brackets(short(due.due_at, at))}" if due else "",
        tone=TONES.get(due.state, "") if due and case.stage != Stage.AWAITING_RATING else "",
        received=case.received_at.astimezone(SHANGHAI).strftime("%Y-%m-%d"),
    )


def marks(case: Case) -> list[tuple[str, str]]:
    """What the firm's word left behind, as labels with their tones: rounds of rework, denied, called back."""
    silent = case.stage == Stage.CLOSED and not case.solved and case.source != "import"
    given = (
        (round_words(case), "amber"),
        (_("Said solved, denied by the firm") if case.denied else "", "late"),
        (_("Called back") if case.called_back else "", "done"),
        (_("No rating") if silent else "", ""),
        (_("Word left out") if case.excluded else "", ""),
    )
    return [(words, tone) for words, tone in given if words]


def round_words(case: Case) -> str:
    """Which rework an open case is in, or comes from."""
    if not case.rework_count or not case.is_open:
        return ""
    return _("Rework no. %(n)s") % {"n": case.rework_count}


def _due_words(case: Case, due: Chip) -> str:
    """How far the deadline is; a firm that keeps silent is not late."""
    silent = case.stage == Stage.AWAITING_RATING and due.state == "late"
    return _("Time to rate is over") if silent else due.label


def waits(case: Case, common: Common, language: str) -> str:
    """Whom an open case waits for, by name."""
    if case.waits_for is None:
        return ""
    if case.waits_for == Party.UNIT:
        return common.names["unit"].shown(case.unit_id, language)
    return common.federation.short_name if case.waits_for == Party.FEDERATION else _("Firm")


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
