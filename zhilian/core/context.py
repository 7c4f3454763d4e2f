"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from zhilian.core.actor import Actor
from zhilian.core.registry import BADGES, NAV


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
    return [
        {
            "label": item.label,
            "url": url,
            "icon": item.icon,
            "current": request.path == url or bool(item.prefix and request.path.startswith(item.prefix)),
        }
        for item, url in shown
    ]
