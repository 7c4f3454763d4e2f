"""The papers of a case filled in from its rows: order sheet (交办单), supervision sheet (督办单), minutes (会办纪要).

A paper goes out of the house: of an anonymous case it never names the firm, whoever takes it out.
"""

# house: allow chinese: papers are Chinese whatever language is read

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.utils import translation

from zhilian.accounts.models import RoleHolding, User
from zhilian.cases import permissions
from zhilian.cases.models import Assignment, Case, Deadline, Meeting, SupervisionOrder
from zhilian.cases.queries.named import grade_name, kind_name
from zhilian.cases.queries.secrecy import unveiled
from zhilian.cases.rules import WATCHED, Clock, Level, Veil, telling
from zhilian.cases.rules.sheets import ASSIGNMENT, MINUTES, SUPERVISION, office_word
from zhilian.core.actor import Actor
from zhilian.core.models import Federation, Organisation
from zhilian.core.numbers import SHANGHAI
from zhilian.core.queries import calendar_of
from zhilian.kit.dates import chinese_date
from zhilian.kit.papers import Paper, document_number, sheets

NAMELESS: Final = "匿名企业"
TASK: Final = "%s：%s"
URGENT: Final = "特急"
INTERNAL: Final = "内部"
SIGNED: Final = "%s签收。"
CONTACTED: Final = "与企业联系：%s"
ASSIGNED: Final = "交%s办理。"


@dataclass(frozen=True, slots=True)
class Known:
    """The whole case, what of it must not stand on paper, and whether the reader may know the telephone number."""

    case: Case
    hidden: bool
    veil: Veil
    sees_phone: bool

    def said(self, text: str) -> str:
        """A text of the case without words that name an unnamed firm."""
        return self.veil.over(text) if self.hidden else text


# ---- who finds which paper


def order_of(case: Case, actor: Actor, year: int, no: int) -> SupervisionOrder | None:
    """The supervision order with this number: for the federation and the unit it went to."""
    rows = SupervisionOrder.objects.filter(case_id=case.pk, year=year, no=no)
    mine = rows.filter(unit_id=actor.organisation_id) if actor.in_unit else rows
    return mine.select_related("unit", "issued_by").first()


def minutes_of(case: Case, actor: Actor, year: int, no: int) -> Meeting | None:
    """The minutes with this number: for the federation, the lead and the units that were asked to the meeting."""
    rows = Meeting.objects.filter(case_id=case.pk, year=year, no=no).exclude(held_at=None)
    row = rows.select_related("held_by").first()
    if row is None or not actor.in_unit or case.unit_id == actor.organisation_id:
        return row
    return row if row.units.filter(pk=actor.organisation_id).exists() else None


# ---- the papers


def assignment_paper(case: Case, actor: Actor) -> Paper | None:
    """交办单: to the unit that has the case; None where none has."""
    known = _known(case, actor)
    rows = Assignment.objects.filter(case_id=case.pk).select_related("unit", "channel", "dispatched_by")
    lead = rows.leading().first()
    clocks = {row.clock: row for row in Deadline.objects.filter(case_id=case.pk, dropped_at=None)}  # the latest of each
    if lead is None or Clock.CLOSE not in clocks:
        return None
    helping = list(rows.assisting().filter(excused_at=None))
    days = {clock: _day(row.due_at) for clock, row in clocks.items()}
    charge = sheets.Assignment(
        lead=lead.unit.name,
        assisting=tuple(one.unit.name for one in helping),
        channel=lead.channel.name if lead.channel else "",
        sign_by=days.get(Clock.SIGN),
        contact_by=None if known.hidden else days.get(Clock.CONTACT),
        due=days[Clock.CLOSE],
        proposal=known.said("\n".join([lead.note, *(TASK % (one.unit.name, one.task) for one in helping)]).strip()),
    )
    year, no = _year_and_no(case)
    return sheets.assignment_sheet(
        _matter(known), charge, issuer=_issuer(case.federation, lead.dispatched_by),
        number=number(case.federation, ASSIGNMENT, year, no), day=_day(lead.dispatched_at), marks=_marks(case),
    )  # fmt: skip


def supervision_paper(case: Case, order: SupervisionOrder, actor: Actor) -> Paper | None:
    """督办单: to the unit that is late, with what it has done so far; None where it never had the case."""
    known = _known(case, actor)
    had = Assignment.objects.filter(case_id=case.pk, unit_id=order.unit_id, role="lead")
    lead = had.filter(dispatched_at__lte=order.issued_at).select_related("unit", "dispatched_by").last()
    closes = Deadline.objects.filter(case_id=case.pk, clock=Clock.CLOSE, start_at__lte=order.issued_at)
    close = closes.order_by("-start_at", "-id").first()
    if lead is None or close is None:
        return None
    issue = sheets.Supervision(
        unit=order.unit.name,
        assigned=_day(lead.dispatched_at),
        due=_day(close.due_at),
        overdue=_days_late(case.federation, close.due_at, order.issued_at),
        history=tuple(
            (chinese_date(_day(at)), known.said(text)) for at, text in _history(lead) if at <= order.issued_at
        ),
        demands=tuple(known.said(line.strip()) for line in order.reason.splitlines() if line.strip()),
        answer_by=_day(order.due_at),
    )
    return sheets.supervision_sheet(
        _matter(known), issue, issuer=_issuer(case.federation, order.issued_by or lead.dispatched_by),
        number=number(case.federation, SUPERVISION, order.year, order.no), day=_day(order.issued_at),
        marks=_marks(case),
    )  # fmt: skip


def minutes_paper(case: Case, meeting: Meeting, actor: Actor) -> Paper:
    """会办纪要: who was there, what was said, who does what by when."""
    known = _known(case, actor)
    here = meeting.meets_at.astimezone(SHANGHAI)
    decisions = (
        sheets.Decision(text=known.said(one.text), unit=one.unit.name, due=one.due_on)
        for one in meeting.decisions.select_related("unit")
    )
    held = sheets.Meeting(
        time=f"{chinese_date(here.date())}{here:%H:%M}",
        place=meeting.place,
        chair=meeting.chair,
        present=_lines(known.said(meeting.attendees)),
        absent=_lines(meeting.absent),
        recorder=meeting.held_by.name if isinstance(meeting.held_by, User) else "",
        discussion=known.said(meeting.minutes),
        decisions=tuple(decisions),
    )
    return sheets.minutes_sheet(
        _matter(known), held, issuer=_issuer(case.federation, meeting.held_by),
        number=number(case.federation, MINUTES, meeting.year, meeting.no),
        day=_day(meeting.held_at or meeting.meets_at), marks=_marks(case),
        copies=tuple(unit.name for unit in meeting.units.order_by("code")),
    )  # fmt: skip


def number(federation: Federation, kind: str, year: int, no: int) -> str:
    """A paper's number, as 龙工商联交办〔2026〕317号; the federation's word is a setting, else made of its name."""
    word = settings.PAPER_WORDS.get(federation.code) or office_word(federation.name)
    return document_number(f"{word}{kind}", year, no)


# ---- parts of them


def _known(case: Case, actor: Actor) -> Known:
    whole = unveiled(case)
    said = (whole.firm_name, whole.reporter, whole.contact_name, whole.contact_phone)
    hidden = whole.confidentiality == Level.ANONYMOUS
    return Known(whole, hidden, Veil(telling(said)), actor.has(permissions.SEE_PHONE))


def _matter(known: Known) -> sheets.Matter:
    case = known.case
    told_at = case.accepted_at or case.received_at
    with translation.override("zh-hans"):
        words = {
            "category": case.category.name if case.category else "",
            "kind": kind_name(case.federation, case.kind, told_at),
            "grade": grade_name(case.federation, case.grade, told_at),
        }
        source = str(case.get_source_display())
    firm = {"firm": NAMELESS}
    if not known.hidden:
        firm = {
            "firm": case.firm_name,
            "contact": case.contact_name if known.sees_phone else "",
            "phone": case.contact_phone if known.sees_phone else "",
            "street": case.street.name if case.street else "",
            "source": case.station.name if case.station else source,
        }
    received = _day(told_at)
    told = {"title": known.said(case.title), "text": known.said(case.text)}
    return sheets.Matter(number=case.number, received=received, **told, **firm, **words)


def _marks(case: Case) -> tuple[str, ...]:
    internal = (INTERNAL,) if case.confidentiality in WATCHED else ()
    return (*internal, URGENT) if case.grade == "urgent" else internal


def _issuer(federation: Federation, person: object) -> sheets.Office:
    """The federation, the office of whoever issued the paper, and that person."""
    if not isinstance(person, User):
        return sheets.Office(name=federation.name, office=federation.name)
    offices = Organisation.Kind.OFFICE
    rows = RoleHolding.objects.filter(user=person, federation=federation, organisation__kind=offices)
    held = rows.order_by("-since", "-id").select_related("organisation").first()
    office = held.organisation.name if held and held.organisation else federation.name
    return sheets.Office(name=federation.name, office=office, contact=person.name)


def _history(lead: Assignment) -> list[tuple[datetime, str]]:
    told = [
        (lead.dispatched_at, ASSIGNED % lead.unit.name),
        (lead.signed_at, SIGNED % lead.unit.name),
        (lead.contacted_at, CONTACTED % lead.contact_note),
    ]
    return [(at, text) for at, text in told if at]


def _days_late(federation: Federation, due_at: datetime, at: datetime) -> int:
    """Working days over the time, begun ones counted."""
    if at <= due_at:
        return 0
    calendar = calendar_of(federation)
    return max(1, -(-calendar.minutes_between(due_at, at) // calendar.minutes_per_day))


def _year_and_no(case: Case) -> tuple[int, int]:
    """The year and the running number in a case's number, LG-2026-000317."""
    *_code, year, no = case.number.split("-")
    return int(year), int(no)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()
