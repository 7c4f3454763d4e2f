"""The papers of a case in the words offices use: order sheet (交办单), supervision sheet (督办单), minutes (会办纪要).

Every text is what stands on the paper: whoever calls has already masked what the reader may not see.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhilian.kit.dates import chinese_date

from .paper import Block, Facts, Heading, Opinion, Paper, Paragraph, Roll, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who issues a paper: the federation's full name, the office that sends it out, and whom to ask."""

    name: str
    office: str = ""
    contact: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """The case a paper is about."""

    number: str
    title: str
    text: str
    received: date
    firm: str
    contact: str = ""
    phone: str = ""
    street: str = ""
    category: str = ""
    kind: str = ""
    grade: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """What an order sheet charges a unit with."""

    lead: str
    assisting: tuple[str, ...] = ()
    channel: str = ""
    sign_by: date | None = None
    contact_by: date | None = None
    due: date
    demands: str = ""
    proposal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervision:
    """What a supervision sheet asks of a unit that is late; ``overdue`` in working days, 0 if not late."""

    unit: str
    assigned: date
    due: date
    overdue: int
    history: tuple[tuple[str, str], ...] = ()
    """Day and what was done until now."""
    demands: tuple[str, ...]
    answer_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a joint meeting decided: who does what by when."""

    text: str
    unit: str
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A joint meeting (会办) and what came of it."""

    time: str
    place: str
    chair: str
    present: tuple[str, ...]
    absent: tuple[str, ...] = ()
    recorder: str = ""
    discussion: str
    decisions: tuple[Decision, ...]


def assignment_sheet(
    matter: Matter,
    assignment: Assignment,
    *,
    issuer: Office,
    number: str,
    day: date,
    marks: tuple[str, ...] = (),
    copies: tuple[str, ...] = (),
) -> Paper:
    """The order sheet (交办单) by which a case is given to a unit: a form that fits on a page."""
    demands = assignment.demands or _usual_demands(assignment)
    charge = (*_assignment_rows(assignment, day), *_contact_rows(issuer), ("抄送单位", "、".join(copies)))
    return Paper(
        organisation=issuer.name,
        kind="企业诉求交办单",
        number=number,
        body=(
            Facts(_filled(*_matter_rows(matter), *charge, ("办理要求", demands))),
            Opinion("拟办意见", assignment.proposal),
            Opinion("领导批示"),
            Opinion("承办单位\n办理情况"),
        ),
        date=day,
        marks=marks,
        compact=True,
    )


def supervision_sheet(
    matter: Matter,
    supervision: Supervision,
    *,
    issuer: Office,
    number: str,
    day: date,
    marks: tuple[str, ...] = (),
    copies: tuple[str, ...] = (),
) -> Paper:
    """The supervision sheet (督办单) that reminds a unit of a case it has not finished in time."""
    history = Table(("时间", "办理进展"), supervision.history)
    return Paper(
        organisation=issuer.name,
        kind="督办单",
        number=number,
        title=f"关于督促办结“{matter.title}”诉求的通知",
        addressee=supervision.unit,
        body=(
            Paragraph(_reminder(matter, supervision)),
            Heading("一、诉求情况"),
            Facts(_filled(*_matter_in_short(matter))),
            *((Heading("二、办理进展"), history) if supervision.history else ()),
            Heading("三、督办要求" if supervision.history else "二、督办要求"),
            *_demanded(supervision.demands),
            Paragraph(
                f"请于{chinese_date(supervision.answer_by)}前将办理结果书面反馈我会。逾期仍未办结的，将按规定通报。"
            ),
        ),
        signature=issuer.name,
        date=day,
        notes=_contact(issuer),
        copies=copies,
        footer=issuer.office,
        marks=marks,
    )


def minutes_sheet(
    matter: Matter,
    meeting: Meeting,
    *,
    issuer: Office,
    number: str,
    day: date,
    marks: tuple[str, ...] = (),
    copies: tuple[str, ...] = (),
) -> Paper:
    """The minutes of a joint meeting (会办纪要); minutes are not sealed, so nobody signs (GB/T 9704-2012, 10.3)."""
    decisions = tuple(
        (str(place), decision.text, decision.unit, chinese_date(decision.due))
        for place, decision in enumerate(meeting.decisions, 1)
    )
    return Paper(
        organisation=issuer.name,
        kind="会办纪要",
        number=number,
        title=f"“{matter.title}”诉求会办会议纪要",
        body=(
            Paragraph(_opening(matter, meeting)),
            Heading("一、会议讨论情况"),
            Paragraph(meeting.discussion),
            Heading("二、会议议定事项"),
            Table(("序号", "议定事项", "责任单位", "完成时限"), decisions),
            *_attendance(meeting),
        ),
        date=day,
        copies=copies,
        footer=issuer.office,
        marks=marks,
    )


def _matter_rows(matter: Matter) -> tuple[tuple[str, str], ...]:
    kind = f"{matter.kind}（{matter.grade}）" if matter.kind and matter.grade else matter.kind or matter.grade
    return (
        ("诉求编号", matter.number),
        ("受理日期", chinese_date(matter.received)),
        ("企业名称", matter.firm),
        ("联系人", matter.contact),
        ("联系电话", matter.phone),
        ("所属街道", matter.street),
        ("诉求来源", matter.source),
        ("诉求类别", matter.category),
        ("诉求类型", kind),
        ("诉求事项", matter.title),
        ("诉求内容", matter.text),
    )


def _matter_in_short(matter: Matter) -> tuple[tuple[str, str], ...]:
    kept = {"诉求编号", "受理日期", "企业名称", "诉求内容"}
    return tuple(row for row in _matter_rows(matter) if row[0] in kept)


def _assignment_rows(assignment: Assignment, day: date) -> tuple[tuple[str, str], ...]:
    return (
        ("主办单位", assignment.lead),
        ("快捷通道", assignment.channel),
        ("协办单位", "、".join(assignment.assisting)),
        ("交办日期", chinese_date(day)),
        ("办结时限", chinese_date(assignment.due)),
    )


def _demanded(demands: tuple[str, ...]) -> list[Paragraph]:
    """What is demanded, numbered where it is more than one thing."""
    if len(demands) == 1:
        return [Paragraph(demands[0])]
    return [Paragraph(f"{number}. {demand}") for number, demand in enumerate(demands, 1)]


def _usual_demands(assignment: Assignment) -> str:
    first = [f"请于{chinese_date(assignment.sign_by)}前签收"] if assignment.sign_by else []
    first += [f"于{chinese_date(assignment.contact_by)}前与企业联系"] if assignment.contact_by else []
    demands = (
        "，".join(first),
        f"请于{chinese_date(assignment.due)}前办结，将结果答复企业并反馈我会",
        "不属于本单位职责的，请在签收时限内说明理由并退回",
    )
    told = [demand for demand in demands if demand]
    return "\n".join(f"{number}. {demand}。" for number, demand in enumerate(told, 1))


def _reminder(matter: Matter, supervision: Supervision) -> str:
    late = f"，已逾期{supervision.overdue}个工作日" if supervision.overdue else ""
    return (
        f"{matter.firm}反映“{matter.title}”的诉求（编号：{matter.number}），我会已于"
        f"{chinese_date(supervision.assigned)}交你单位办理，办结时限为{chinese_date(supervision.due)}，"
        f"目前尚未办结{late}。现予督办，有关事项如下。"
    )


def _opening(matter: Matter, meeting: Meeting) -> str:
    return (
        f"{meeting.time}，{meeting.chair}在{meeting.place}主持召开会办会议，研究{matter.firm}反映的“{matter.title}”"
        f"诉求（编号：{matter.number}）。现将会议情况纪要如下。"
    )


def _attendance(meeting: Meeting) -> tuple[Block, ...]:
    rolls = (
        ("出席", "、".join(meeting.present)),
        ("请假", "、".join(meeting.absent)),
        ("记录", meeting.recorder),
    )
    return tuple(Roll(label, names) for label, names in rolls if names)


def _contact_rows(issuer: Office) -> tuple[tuple[str, str], ...]:
    return ("经办人", issuer.contact), ("联系电话", issuer.phone)


def _contact(issuer: Office) -> tuple[str, ...]:
    line = "，".join(
        f"{label}：{text}" for label, text in (("联系人", issuer.contact), ("联系电话", issuer.phone)) if text
    )
    return (line,) if line else ()


def _filled(*rows: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((label, text) for label, text in rows if text)
