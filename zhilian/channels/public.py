"""Whose pages a visitor reads: the own federation's, the one asked for, or the only one there is."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from zhilian.accounts.acting import visitor
from zhilian.core.models import Federation
from zhilian.core.queries import districts


@dataclass(frozen=True, slots=True)
class Place:
    """The federation whose public pages are shown, None on an empty installation, and all that could be chosen."""

    federation: Federation | None
    offered: list[Federation]

    @property
    def query(self) -> str:
        """What links to public pages carry, so that the choice stays."""
        return f"?district={self.federation.code}" if self.federation and len(self.offered) > 1 else ""


def place_of(request: HttpRequest) -> Place:
    """The signed-in person's own district; for anybody else the one named by ``?district=``, else the first."""
    actor, offered = visitor(request), list(districts())
    if actor and actor.federation in offered:
        return Place(actor.federation, [actor.federation])
    wanted = request.GET.get("district", "")
    return Place(next((one for one in offered if one.code == wanted), offered[0] if offered else None), offered)


def public_page(request: HttpRequest, place: Place, **more: Any) -> dict[str, Any]:
    """Context of a public page: whose it is and, for a stranger, the way around."""
    page = {"place": place, "federation_name": place.federation.name if place.federation else "", **more}
    return page if visitor(request) else {**page, "nav": _nav(request, place)}


def _nav(request: HttpRequest, place: Place) -> list[dict[str, Any]]:
    ways = (("front", _("Home")), ("channels", _("Channels")), ("stations", _("Stations")))
    return [
        {"label": label, "url": f"{reverse(route)}{place.query}", "current": request.path == reverse(route)}
        for route, label in ways
    ]
