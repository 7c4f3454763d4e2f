"""Panels of a case's page: each part of the spine adds its own, with a template and what it shows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from zhilian.cases.models import Case
from zhilian.core.actor import Actor

Place = Literal["before", "main", "side", "firm"]


@dataclass(frozen=True, slots=True)
class Panel:
    """``context`` gives what the template finds under ``p``; None or empty: the panel is not shown.

    ``before`` stands above what is asked of the reader, ``main`` below it, ``side`` beside; ``firm`` is the firm's.
    """

    code: str
    template: str
    place: Place
    context: Callable[[Case, Actor, datetime], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Filled:
    """A panel with what it shows."""

    template: str
    data: dict[str, Any]


def filled(panels: tuple[Panel, ...], case: Case, actor: Actor, at: datetime) -> dict[str, list[Filled]]:
    """The panels that have something to show, by place: ``panels_before``, ``panels_main``, …"""
    found: dict[str, list[Filled]] = {}
    for panel in panels:
        data = panel.context(case, actor, at)
        if data:
            found.setdefault(f"panels_{panel.place}", []).append(Filled(panel.template, data))
    return found
