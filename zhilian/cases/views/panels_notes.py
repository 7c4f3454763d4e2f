"""The panel of internal notes."""

from datetime import datetime
from typing import Any

from zhilian.cases import permissions
from zhilian.cases.models import Case
from zhilian.cases.queries.notes import notes
from zhilian.cases.views.panels import Panel
from zhilian.core.actor import Actor


def _notes(case: Case, actor: Actor, at: datetime) -> dict[str, Any] | None:
    rows = list(notes(case, actor)) if actor.has(permissions.NOTE) else []
    return {"rows": rows} if rows else None


DESK = (Panel("notes", "cases/tools/_notes.html", "main", _notes),)
