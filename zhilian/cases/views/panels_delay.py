"""Panels of delay: what the firm added, what waits for a decision, what is on hold; the firm's form to add."""

import json
from datetime import datetime
from typing import Any

from zhilian.cases.forms.delay import SupplementForm
from zhilian.cases.models import Case
from zhilian.cases.promise import lapsed
from zhilian.cases.queries import deadlines
from zhilian.cases.queries.delay import days_on_hold, due_without, open_hold, pending_extension, supplements
from zhilian.cases.queries.secrecy import veil_rows, veil_trail
from zhilian.cases.rules import MOVES, Stage
from zhilian.cases.views.panels import Panel
from zhilian.core.actor import Actor
from zhilian.core.models import TrailEntry
from zhilian.core.numbers import SHANGHAI


def _additions(case: Case, actor: Actor, at: datetime) -> dict[str, Any] | None:
    """What was asked of the firm and what it added, in order."""
    rows = [_row(line) for line in veil_trail(case, supplements(case))]
    if case.veil:  # names of files may tell who it is
        rows = [{**row, "files": []} for row in rows]
    return {"rows": rows, "form": None} if rows else None


def _row(line: TrailEntry) -> dict[str, Any]:
    return {"asked": line.verb == "case.ask_supplement", "at": line.at, **json.loads(line.facts)}


def _wanted(case: Case, actor: Actor, at: datetime) -> dict[str, Any] | None:
    """The same for the firm; with the form while it is its turn."""
    found = _additions(case, actor, at)
    if found and case.stage == Stage.SUPPLEMENT:
        return {**found, "missing": found["rows"][-1]["text"], "rows": found["rows"][:-1], "form": SupplementForm()}
    return found


def _delay(case: Case, actor: Actor, at: datetime) -> dict[str, Any] | None:
    """More time or a hold that waits for a decision, or the hold under way."""
    extension, hold = pending_extension(case), open_hold(case)
    if extension is None and hold is None:
        return None
    veil_rows(case, [one for one in (extension, hold) if one])
    under_way = hold if hold and hold.granted else None
    return {
        "extension": extension,
        "due_at": due_without(extension) if extension else None,
        "asked": hold if hold and hold.granted is None else None,
        "hold": under_way,
        "days": days_on_hold(under_way, at) if under_way else 0,
        "late": bool(under_way and at.astimezone(SHANGHAI).date() > under_way.review_on),
        "later": extension is not None and Stage(case.stage) not in MOVES["extend"].sources,
    }


def _lapsed(case: Case, actor: Actor, at: datetime) -> dict[str, Any] | None:
    """The way to tell it anew, where nothing was added in time."""
    ended = case.stage == Stage.WITHDRAWN and getattr(case, "stood_still", True)
    return {"case": case} if ended and lapsed(case, list(deadlines(case))) else None


DESK = (
    Panel("additions", "cases/delay/_additions.html", "before", _additions),
    Panel("delay", "cases/delay/_delay.html", "before", _delay),
)
FIRM = (
    Panel("supplement", "cases/delay/_wanted.html", "firm", _wanted),
    Panel("lapsed", "cases/delay/_lapsed.html", "firm", _lapsed),
)
