"""督办台账: all supervision orders, the open ones by when they are due."""

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

TABS = {"open": _("To be answered"), "late": _("Overdue"), "answered": _("Answered"), "all": _("All")}


@require_safe
def order_list(request: HttpRequest) -> HttpResponse:
    """The register; a unit's own, or of all units."""
    actor, now = acting(request), timezone.now()
    require(actor, permissions.SEE_ORDERS)
    view = request.GET.get("view", "open")
    view, unit = view if view in TABS else "open", request.GET.get("unit", "")[:40]
    rows = register.orders(actor, view, now, unit)
    part = keyset_page(rows, register.ordering(view), request.GET.get("after", ""))
    page = {
        "rows": part.rows,
        "now": now,
        "view": view,
        "unit": unit,
        "units": _units(actor, unit),
        "tabs": _tabs(actor, view, unit, register.counted(actor, now)),
        "next": _address(view, unit, part.next_token),
        "previous": _address(view, unit, part.previous_token),
    }
    return render(request, "cases/ladder/orders.html", page)


def _tabs(actor: Actor, view: str, unit: str, counts: tuple[int, int]) -> list[dict[str, Any]]:
    figures = {} if unit else dict(zip(("open", "late"), counts, strict=True))
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
