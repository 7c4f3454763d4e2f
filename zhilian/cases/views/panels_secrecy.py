"""Panels of secrecy: how confidential the case is and what follows for its reader."""

from datetime import datetime
from typing import Any

from zhilian.cases import labels, queries
from zhilian.cases.models import Case
from zhilian.cases.rules import WATCHED, Level
from zhilian.cases.views.panels import Panel
from zhilian.core.actor import Actor


def warned(case: Case, actor: Actor, at: datetime) -> dict[str, Any] | None:
    """What a unit must know of a case whose firm stays unnamed, and the federation of one it must not speak about."""
    if case.confidentiality not in WATCHED:
        return None
    return {"unnamed": bool(case.veil), "anonymous": case.confidentiality == Level.ANONYMOUS}


def named(case: Case, actor: Actor, at: datetime) -> dict[str, Any] | None:
    """Level, readers and recused people of a confidential case: for the federation, which looks after it."""
    if not actor.in_federation or case.confidentiality not in WATCHED:
        return None
    people = list(queries.people_named(case))
    return {
        "level": labels.LEVELS[Level(case.confidentiality)],
        "readers": [one.user for one in people if one.part == "reader"],
        "recused": [one for one in people if one.part == "recused"],
    }


DESK = (
    Panel("secrecy_warning", "cases/secrecy/_warning.html", "before", warned),
    Panel("secrecy", "cases/secrecy/_panel.html", "side", named),
)
