"""Panels of the one pool: what a case is merged under, hangs on or came from, and what hangs on it."""

from datetime import datetime
from typing import Any

from zhilian.cases import labels, queries
from zhilian.cases.models import Case
from zhilian.cases.promise import STAGES
from zhilian.cases.queries import pool
from zhilian.cases.queries.secrecy import veil
from zhilian.cases.rules import WATCHED, Level, Stage
from zhilian.cases.views.panels import Panel
from zhilian.core.actor import Actor

SHOWN = 50  # cases of a list beside another


def standing(case: Case, actor: Actor, at: datetime) -> dict[str, Any] | None:
    """Under which case, on which issue, from which case: reads nothing where nothing hangs together."""
    if not (case.merged_into_id or case.systemic_id or case.origin_id):
        return None
    issue = case.systemic if case.systemic_id else None
    root = pool.root_of(case) if case.merged_into_id else None
    return {
        "master": case.merged_into,
        "root": root if root and root.pk != case.merged_into_id else None,
        "issue": issue,
        "may_open": issue is not None and (not actor.in_unit or issue.unit_id == actor.organisation_id),
        "waits": case.stage == Stage.SYSTEMIC,
        "proposed": issue is not None and issue.is_open and issue.proposed_at is not None,
        "origin": case.origin,
        "relapse": case.source == "relapse",
    }


def under_it(case: Case, actor: Actor, at: datetime) -> dict[str, Any] | None:
    """The cases merged here, over any number of merges, and the parts split from it."""
    merged, parts = pool.hanging_on(case, actor)
    if not merged and not parts:
        return None
    return {
        "merged": [_row(one, actor) for one in merged[:SHOWN]],
        "more": max(0, len(merged) - SHOWN),
        "count": len(merged),
        "parts": [_row(one, actor) for one in parts],
    }


def _row(case: Case, actor: Actor) -> dict[str, Any]:
    """One case of the list; a unit that has only the master reads the words, without a link that would lead nowhere."""
    return {
        "case": veil(case, actor),
        "stage": labels.STAGES[Stage(case.stage)],
        "firm": case.firm_name,
        "text": "" if Level(case.confidentiality) in WATCHED else case.text,  # whoever reads those opens their page
        "opens": not actor.in_unit or case.unit_id == actor.organisation_id,
    }


def for_firm(case: Case, actor: Actor, at: datetime) -> dict[str, Any] | None:
    """What the firm reads: its parts, the issue, or how the case stands under which its own is followed."""
    parts = [(one, STAGES[Stage(one.stage)]) for one in pool.parts_of(case, actor)]
    shown = {**_master_for_firm(case), **_issue_for_firm(case), "origin": case.origin, "parts": parts}
    return shown if any(shown.values()) else None


def _master_for_firm(case: Case) -> dict[str, Any]:
    """Number, stage in words and public answers; never whose case it is."""
    if not case.merged_into_id:
        return {}
    root = pool.root_of(case)
    open_to_it = root.confidentiality != Level.RESTRICTED
    answers = list(queries.answers(root, passed_only=True)) if open_to_it else []
    return {"number": root.number, "stage": root.stage, "stage_words": STAGES[Stage(root.stage)], "answers": answers}


def _issue_for_firm(case: Case) -> dict[str, Any]:
    return {"issue": case.systemic} if case.systemic and case.stage == Stage.SYSTEMIC else {}


DESK = (
    Panel("pool_standing", "cases/pool/_standing.html", "before", standing),
    Panel("pool_under", "cases/pool/_under.html", "main", under_it),
)
FIRM = (Panel("pool_firm", "cases/pool/_firm.html", "firm", for_firm),)
