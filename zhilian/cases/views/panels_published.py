"""Panels of published answers: that a case's answer is open to all firms."""

from datetime import datetime
from typing import Any

from zhilian.cases.models import Case
from zhilian.cases.views import kept
from zhilian.cases.views.panels import Panel
from zhilian.core.actor import Actor


def opened(case: Case, actor: Actor, at: datetime) -> dict[str, Any] | None:
    """Where it can be read; asks nothing for a case that is not closed."""
    answer = kept.answer_published(case)
    return {"answer": answer} if answer else None


DESK = (Panel("published", "cases/published/_panel.html", "side", opened),)
FIRM = (Panel("published", "cases/published/_panel.html", "firm", opened),)
