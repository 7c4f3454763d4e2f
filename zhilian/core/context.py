"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy

from zhilian.core.actor import Actor
from zhilian.core.registry import BADGES, NAV, NavItem

LONG = 9  # places; a longer navigation is divided
GROUPS: dict[int, object] = {  # headings by the order from which on places belong to them
    0: "",
    50: gettext_lazy("Channels and stations"),
    60: gettext_lazy("Overview"),
    64: gettext_lazy("Rules and data"),
    100: gettext_lazy("Administration"),
}


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: the actor, the navigation, the federation's name, badges of the rooms."""
    actor: Actor | None = getattr(request, "actor", None)
    values: dict[str, Any] = {
        "actor": actor,
        "nav": _nav(request, actor) if actor else [],
        "federation_name": actor.federation.name if actor else "",
        "product_name": settings.PRODUCT_NAME,
        "debug": settings.DEBUG,
    }
    for badge in BADGES:
        values.update(badge(request))
    return values


def _nav(request: HttpRequest, actor: Actor) -> list[dict[str, Any]]:
    shown = [(item, reverse(item.route)) for item in NAV if actor.role in item.roles]
    fits = [len(_fit(item, url, request.path)) for item, url in shown]
    headings = _headings([item for item, _url in shown])
    return [
        {"label": item.label, "url": url, "icon": item.icon, "current": fit > 0 and fit == max(fits), "heading": head}
        for (item, url), fit, head in zip(shown, fits, headings, strict=True)
    ]


def _headings(items: list[NavItem]) -> list[object]:
    """Above which places a heading stands: only in a long list, above the first of each group but the foremost."""
    groups = [max(start for start in GROUPS if start <= item.order) for item in items]
    firsts = [place for place, group in enumerate(groups) if place == 0 or groups[place - 1] != group]
    return [GROUPS[groups[n]] if len(items) > LONG and n in firsts else "" for n in range(len(items))]


def _fit(item: NavItem, url: str, path: str) -> str:
    """The part of the address that belongs to a place: the place with the longest is the current one."""
    if path == url:
        return url
    return item.prefix if item.prefix and path.startswith(item.prefix) else ""
