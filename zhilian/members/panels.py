"""What rooms above show on a firm's page, such as its cases: they add a panel in ``apps.ready()``."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from zhilian.core.actor import Actor
from zhilian.members.models import Enterprise


@dataclass(frozen=True, slots=True)
class Panel:
    """``template`` is shown with ``context(actor, enterprise)`` as ``panel``; None leaves the panel out."""

    template: str
    context: Callable[[Actor, Enterprise], dict[str, Any] | None]
    order: int = 100


PANELS: list[Panel] = []


def add_panel(panel: Panel) -> None:
    """Add a panel to the page of every firm."""
    if panel not in PANELS:
        PANELS.append(panel)
        PANELS.sort(key=lambda one: one.order)


def panels_for(actor: Actor, enterprise: Enterprise) -> Iterator[dict[str, Any]]:
    """The panels this person sees: the template and its values."""
    for panel in PANELS:
        values = panel.context(actor, enterprise)
        if values is not None:
            yield {"template": panel.template, "values": values}
