"""Panels about the firm's word: why it is worked on again, calls, decisions, exclusions, and what came later."""

from datetime import datetime, timedelta
from typing import Any

from zhilian.cases import permissions
from zhilian.cases.forms.firm import StillSolvedForm
from zhilian.cases.models import Case
from zhilian.cases.present import rating_words
from zhilian.cases.queries import word
from zhilian.cases.rules import ASKED_AGAIN_AFTER, CALLS_NEEDED, MAX_REWORKS, Stage
from zhilian.cases.views import kept
from zhilian.cases.views.panels import Panel
from zhilian.core.actor import Actor
from zhilian.core.roles import Role

_FEDERATION = frozenset({Role.DISPATCHER, Role.FEDERATION_LEADER})


def _again(case: Case, actor: Actor, at: datetime) -> dict[str, Any] | None:
    """What the firm said of the last answer, while it is worked on again: on top of the handler's page."""
    if not case.rework_count or not case.is_open or case.stage == Stage.AWAITING_RATING:
        return None
    said = word.said_before(case)
    if said is None:
        return None
    words = rating_words(said.solved, said.score)
    return {"said": said, "words": words, "round": case.rework_count, "up": case.stage == Stage.ESCALATED}


def _decisions(case: Case, actor: Actor, at: datetime) -> dict[str, Any] | None:
    """What leaders decided: possible only after the last rework."""
    rows = word.decisions(case) if case.rework_count >= MAX_REWORKS else []
    return {"rows": rows} if rows else None


def _calls(case: Case, actor: Actor, at: datetime) -> dict[str, Any] | None:
    """Whom to call, the tries so far, and whether it must be somebody else."""
    if case.stage != Stage.AWAITING_RATING or not actor.has(permissions.RECORD_RATING):
        return None
    rows, over = kept.calls(case), case.due_at is None or at >= case.due_at
    others = kept.handled(case, actor)
    if not rows and not over and not others:
        return None
    days = len(word.days_tried(rows))
    return {"rows": rows, "over": over, "others": others, "missing": max(0, CALLS_NEEDED - days)}


def _exclusions(case: Case, actor: Actor, at: datetime) -> dict[str, Any] | None:
    """The requests to leave the firm's word out, with their proof; for the federation only."""
    if case.answered_at is None or actor.role not in _FEDERATION:
        return None
    rows = kept.exclusions(case)
    if not rows:
        return None
    files = word.proofs([row.pk for row in rows])
    return {"rows": [(row, [one for one in files if one.subject_id == str(row.pk)]) for row in rows]}


def _later(case: Case, actor: Actor, at: datetime) -> dict[str, Any] | None:
    """Ninety days later: what was asked and said, and the case that came of it."""
    asked = word.follow_up(case) if _was_asked(case, at) else None
    new = word.relapse_of(case, actor) if asked and asked.still is False else None
    return {"asked": asked, "new": new} if asked else None


def _was_asked(case: Case, at: datetime) -> bool:
    """Whether the later question can have been asked: told without looking it up."""
    if case.closed_at is None or case.solved != "yes" or case.ask_again_at is not None:
        return False
    return at >= case.closed_at + timedelta(days=ASKED_AGAIN_AFTER)


def _still(case: Case, actor: Actor, at: datetime) -> dict[str, Any] | None:
    """The same for the firm, with the question while it is open."""
    shown = _later(case, actor, at)
    if shown is None:
        return None
    return {**shown, "form": None if shown["asked"].answered_at else StillSolvedForm(), "case": case}


def _origin(case: Case, actor: Actor, at: datetime) -> dict[str, Any] | None:
    """Where a case came from that was not solved after all."""
    old = word.origin_of(case, actor) if case.source == "relapse" else None
    return {"old": old} if old else None


AGAIN = Panel("again", "cases/word/_again.html", "before", _again)
DECISIONS = Panel("decisions", "cases/word/_decisions.html", "before", _decisions)
CALLS = Panel("calls", "cases/word/_calls.html", "before", _calls)
EXCLUSIONS = Panel("exclusions", "cases/word/_exclusions.html", "before", _exclusions)
LATER = Panel("later", "cases/word/_later.html", "side", _later)
ORIGIN = Panel("origin", "cases/word/_origin.html", "before", _origin)
FIRM_DECISIONS = Panel("decisions", "cases/word/_decisions.html", "firm", _decisions)
FIRM_LATER = Panel("later", "cases/word/_still.html", "firm", _still)
FIRM_ORIGIN = Panel("origin", "cases/word/_origin.html", "firm", _origin)
DESK = (ORIGIN, AGAIN, DECISIONS, CALLS, EXCLUSIONS, LATER)
FIRM = (FIRM_LATER, FIRM_DECISIONS, FIRM_ORIGIN)
