"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from zhilian.core.actor import Actor
from zhilian.core.registry import BADGES, NAV, NavItem


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
    return [
        {"label": item.label, "url": url, "icon": item.icon, "current": fit > 0 and fit == max(fits)}
        for (item, url), fit in zip(shown, fits, strict=True)
    ]


def _fit(item: NavItem, url: str, path: str) -> str:
    """The part of the address that belongs to a place: the place with the longest is the current one."""
    if path == url:
        return url
    return item.prefix if item.prefix and path.startswith(item.prefix) else ""
