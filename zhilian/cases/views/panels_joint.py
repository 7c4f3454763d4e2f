"""Panels of joint handling: parts and who owes them, meetings and what they decided; for the firm, who works on it."""

from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhilian.cases import permissions
from zhilian.cases.models import Assignment, Case, Deadline, Meeting
from zhilian.cases.present import explained
from zhilian.cases.queries import joint
from zhilian.cases.queries.delay import standstills
from zhilian.cases.queries.orders import orders_of
from zhilian.cases.rules import MOVES, WITH_UNIT, Stage
from zhilian.cases.views.panels import Panel
from zhilian.core.actor import Actor
from zhilian.core.queries import calendar_of

WITH_PAPER = WITH_UNIT | {Stage.REPLIED, Stage.AWAITING_RATING, Stage.ESCALATED, Stage.CLOSED}


def _own(case: Case, actor: Actor, at: datetime) -> dict[str, Any] | None:
    """What is asked of the reader's unit, above the form for it."""
    mine = joint.own_part(case, actor)
    clock = next((one for one in joint.parts(case) if mine and one.assignment_id == mine.pk), None)
    return {"part": mine, "clock": _chip(clock, case, at), "lead": case.unit, "now": at} if clock else None


def _missing(case: Case, actor: Actor, at: datetime) -> dict[str, Any] | None:
    """Whose part the lead waits for."""
    leads = actor.in_unit and case.unit_id == actor.organisation_id
    if not leads or Stage(case.stage) not in {Stage.JOINT, *MOVES["reply"].sources}:
        return None
    rows = joint.owing(case)
    return {"units": [one.unit.name for one in rows], "case": case} if rows else None


def _parts(case: Case, actor: Actor, at: datetime) -> dict[str, Any] | None:
    """All parts: task, time, answer."""
    clocks = [one for one in joint.parts(case) if one.assignment]
    if not clocks:
        return None
    files = joint.files_of_parts(case)
    sees = actor.in_federation or actor.in_unit
    rows = [
        {"part": one.assignment, "clock": _chip(one, case, at), "state": _state(one.assignment), "files": found}
        for one in clocks
        for found in [files.get(one.assignment_id or 0, []) if sees else []]
    ]
    return {"rows": rows, "now": at}


def _chip(clock: Deadline, case: Case, at: datetime) -> Any:
    return explained(clock, at, calendar_of(case.federation), get_language() or "", standstills(case))


def _state(part: Assignment | None) -> str:
    """``answered``, ``excused``, ``ended`` or ``owed``."""
    if part is None or part.answered_at:
        return "answered"
    if part.excused_at:
        return "excused"
    return "ended" if part.ended_at else "owed"


def _meetings(case: Case, actor: Actor, at: datetime) -> dict[str, Any] | None:
    """The meetings with minutes and decisions; a unit sees those it was asked to, and the lead all."""
    rows = [one for one in joint.meetings(case) if not actor.in_unit or _comes(one, case, actor)]
    if not rows:
        return None
    return {"rows": rows, "today": joint.today(at), "now": at}


def _comes(meeting: Meeting, case: Case, actor: Actor) -> bool:
    known = {unit.pk for unit in meeting.units.all()} | {case.unit_id}
    return actor.organisation_id in known


def _sheets(case: Case, actor: Actor, at: datetime) -> dict[str, Any] | None:
    """The papers that the reader may take out."""
    if not actor.has(permissions.SEE_SHEETS):
        return None
    held = [one for one in joint.meetings(case) if one.held_at and (not actor.in_unit or _comes(one, case, actor))]
    given = Stage(case.stage) in WITH_PAPER and case.unit_id
    base = f"/cases/{case.number}/sheets"
    rows = [
        *([{"label": _("Order sheet"), "url": f"{base}/assignment"}] if given else []),
        *(
            {"label": _("Supervision order"), "no": one.name, "url": f"{base}/orders/{one.year}-{one.no}"}
            for one in orders_of(case, actor)
        ),
        *({"label": _("Minutes"), "no": one.topic, "url": f"{base}/minutes/{one.year}-{one.no}"} for one in held),
    ]
    return {"rows": rows} if rows else None


def _for_firm(case: Case, actor: Actor, at: datetime) -> dict[str, Any] | None:
    """Who leads and who assists, while they do; no task, no answer."""
    if not case.is_open or case.unit is None:
        return None
    parts = [one.assignment for one in joint.parts(case)]
    names = [one.unit.name for one in parts if one and not one.ended_at and not one.excused_at]
    joint_now = case.stage == Stage.JOINT
    return {"lead": case.unit.name, "units": list(dict.fromkeys(names)), "joint": joint_now} if names else None


DESK = (
    Panel("own_part", "cases/joint/_own.html", "before", _own),
    Panel("missing_parts", "cases/joint/_missing.html", "before", _missing),
    Panel("parts", "cases/joint/_parts.html", "main", _parts),
    Panel("meetings", "cases/joint/_meetings.html", "main", _meetings),
    Panel("sheets", "cases/joint/_sheets.html", "side", _sheets),
)
FIRM = (Panel("joint_firm", "cases/joint/_firm.html", "firm", _for_firm),)
