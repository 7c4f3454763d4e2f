"""A case as officials see it: what is asked of the reader first, then everything known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhilian.accounts.acting import acting
from zhilian.cases import permissions, queries
from zhilian.cases.forms.accept import AcceptForm
from zhilian.cases.forms.desk import StepForm
from zhilian.cases.lines import marks
from zhilian.cases.models import Case, Deadline
from zhilian.cases.present import Chip, chip, explained, timeline
from zhilian.cases.queries.delay import standstills
from zhilian.cases.queries.named import grade_name, kind_name
from zhilian.cases.rules import Clock, Stage
from zhilian.cases.views.common import note_reading, veiled
from zhilian.cases.views.panel_table import DESK
from zhilian.cases.views.panels import filled
from zhilian.cases.views.steps import Asked, asked
from zhilian.channels.words import category_name
from zhilian.core.actor import SYSTEM, Actor
from zhilian.core.models import TrailEntry
from zhilian.core.queries import calendar_of
from zhilian.core.roles import Role
from zhilian.triage.rules.marking import Piece, marked


@dataclass(frozen=True, slots=True)
class Sent:
    """What came with the request: the step it is about, its form or parked words, or that somebody was faster."""

    noun: str = ""
    shown: StepForm | None = None
    initial: Mapping[str, Any] | None = None
    overtaken: object = ""
    typed: str = ""


def show(request: HttpRequest, case: Case, *, status: int = 200, **sent: Any) -> HttpResponse:
    """The page of a case; ``sent`` are the fields of Sent. A form that comes back shows the case once more."""
    if request.method == "POST":
        note_reading(request, case)
    page = context(case, acting(request), timezone.now(), Sent(**sent))
    return veiled(render(request, "cases/desk/case.html", page, status=status), case)


def context(case: Case, actor: Actor, now: datetime, sent: Sent) -> dict[str, Any]:
    """Everything the page shows, with a number of queries that does not grow with the case."""
    steps = asked(case, actor, now, shown=sent.shown, noun=sent.noun, initial=sent.initial)
    return {
        "case": case,
        "words": _words(case, steps),
        "now": now,
        "sent": sent,
        "main": [one for one in steps if one.step.main and one.form],
        "others": [one for one in steps if not one.step.main and one.form],
        "rare": [one for one in steps if not one.form],
        "next": None if any(one.form for one in steps) else queries.next_asked(actor, now, case),
        **_answers(case, steps),
        **_times(case, now, actor.language),
        **_known(case, actor, steps, now),
        "grade": grade_name(case.federation, case.grade, now),
        "marks": marks(case),
        **filled(DESK, case, actor, now),
    }


def _words(case: Case, steps: list[Asked]) -> list[Piece]:
    """The firm's words; where a category is proposed, with those marked that carried it."""
    read = next((one.form.reading for one in steps if isinstance(one.form, AcceptForm)), None)
    return marked(case.text, read.words if read else ())


def _answers(case: Case, steps: list[Asked]) -> dict[str, Any]:
    """The answers; the one to be reviewed stands with the review, not among the others."""
    answers = queries.veil_rows(case, queries.answers(case, passed_only=False))
    reviewing = case.stage == Stage.REPLIED and any(one.step.noun == "review" for one in steps)
    to_review = answers[-1] if reviewing and answers else None
    return {"to_review": to_review, "answers": [one for one in answers if one != to_review]}


def _known(case: Case, actor: Actor, steps: list[Asked], now: datetime) -> dict[str, Any]:
    """What happened and what hangs on the case."""
    told = list(queries.trail(case))
    return {
        "handling": queries.veil_rows(case, queries.handling(case)),
        "ratings": queries.veil_rows(case, queries.ratings(case)),
        "files": list(queries.attachments(case)) if queries.reads_files(actor) else [],
        "timeline": timeline(told, for_firm=False)[::-1],
        "facts": [*facts(case, now), *_first_asked(told)],
        "contact": case.contact_name or case.contact_phone,
        "sees_contact": actor.has(permissions.SEE_PHONE) or any(one.step.calls for one in steps),
        "crumbs": [{"label": _("Cases"), "url": reverse("cases")}, {"label": case.number, "url": ""}],
    }


def _first_asked(told: list[TrailEntry]) -> list[dict[str, Any]]:
    """首接责任: the first official who had it; whoever is first asked follows it to the end (Beijing 2021)."""
    officials = (one for one in told if one.actor_role not in (Role.ENTERPRISE_USER, SYSTEM))
    first = next((one for one in officials if one.actor_name), None)
    who = f"{first.actor_name}（{first.actor_organisation}）" if first and first.actor_organisation else ""
    return [{"label": _("First asked"), "value": who or (first.actor_name if first else "")}] if first else []


def _times(case: Case, now: datetime, language: str) -> dict[str, Any]:
    """The running deadline and all deadlines, each with how it came about."""
    calendar = calendar_of(case.federation)
    tell = partial(explained, now=now, calendar=calendar, language=language, stills=standstills(case))
    clocks = [(row, tell(row)) for row in queries.deadlines(case)]
    running = [one for row, one in clocks if row.running and row.clock == case.due_clock]
    return {"running": running[-1] if running else chip(case, now, calendar), "clocks": _shown(clocks)}


def _shown(clocks: list[tuple[Deadline, Chip]]) -> list[tuple[Deadline, Chip]]:
    """The times of parts stand with their units."""
    return [(row, tell) for row, tell in clocks if row.clock != Clock.ASSIST]


def facts(case: Case, now: datetime) -> list[dict[str, Any]]:
    """The short facts beside a case; nothing personal."""
    rows = (
        (_("Firm"), case.firm_name),
        (_("Street"), case.street.name if case.street else ""),
        (_("Kind"), kind_name(case.federation, case.kind, case.received_at)),
        (_("Category"), category_name(case.category) if case.category else ""),
        (_("Grade"), grade_name(case.federation, case.grade, now) if case.accepted_at else ""),
        (_("How it came in"), case.get_source_display()),
        (_("Station"), case.station.name if case.station else ""),
        (_("Received on"), timezone.localtime(case.received_at).strftime("%Y-%m-%d %H:%M")),
        (_("Unit"), case.unit.name if case.unit else ""),
        (_("Department complained of"), case.complained_of.name if case.complained_of else ""),
        (_("Result"), case.get_result_display() if case.result else ""),
    )
    return [{"label": label, "value": value} for label, value in rows if value]
