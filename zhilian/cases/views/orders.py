"""督办台账: all supervision orders, the open ones by when they are due."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from zhilian.accounts.acting import acting
from zhilian.cases import permissions
from zhilian.cases.queries import orders as register
from zhilian.cases.queries import reference
from zhilian.core.actor import Actor
from zhilian.core.paging import keyset_page
from zhilian.core.powers import require

TABS = {"open": _("To be answered"), "late": _("Answer overdue"), "answered": _("Answered"), "all": _("All")}


@require_safe
def order_list(request: HttpRequest) -> HttpResponse:
    """The register; a unit's own, or of all units."""
    actor, now = acting(request), timezone.now()
    require(actor, permissions.SEE_ORDERS)
    view, unit = request.GET.get("view", "open"), request.GET.get("unit", "")[:40]
    view = view if view in TABS else "open"
    rows = register.orders(actor, view, now, unit)
    part = keyset_page(rows, register.ordering(view), request.GET.get("after", ""))
    links = {"next": _address(view, unit, part.next_token), "previous": _address(view, unit, part.previous_token)}
    shown = {"view": view, "units": _units(actor, unit), "tabs": _tabs(actor, view, unit, now)}
    return render(request, "cases/ladder/orders.html", {"rows": part.rows, "now": now, **links, **shown})


def _tabs(actor: Actor, view: str, unit: str, at: datetime) -> list[dict[str, Any]]:
    """The views, the first two with how many there are (of one unit they are not counted)."""
    figures = {} if unit else dict(zip(("open", "late"), register.counted(actor, at), strict=True))
    return [
        {"label": label, "url": _url(code, unit), "current": code == view, "count": figures.get(code)}
        for code, label in TABS.items()
    ]


def _units(actor: Actor, chosen: str) -> list[tuple[str, str, bool]]:
    """The units to filter by; none for a unit itself."""
    if actor.in_unit:
        return []
    rows = reference(actor.federation)["unit"].rows
    return [(row.code, row.shown(get_language() or ""), row.code == chosen) for row in rows if row.offered]


def _address(view: str, unit: str, token: str) -> str:
    return _url(view, unit, after=token) if token else ""


def _url(view: str, unit: str, **more: str) -> str:
    return f"?{urlencode({'view': view, **({'unit': unit} if unit else {}), **more})}"
