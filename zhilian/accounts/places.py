"""Where the pages of the accounts are found: in the navigation, and in everybody's own menu."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhilian.accounts import permissions
from zhilian.accounts.acting import visitor
from zhilian.core.registry import NavItem

PLACES = (
    NavItem("people", _("Accounts and organisations"), "users", permissions.MANAGE_PEOPLE.roles, prefix="/people/"),
    NavItem("sign_ins", _("Sign-ins"), "key", permissions.SEE_SIGN_INS.roles, prefix="/sign-ins/"),
    NavItem("leavers", _("Ends of roles"), "sign-out", permissions.END_ROLES.roles, prefix="/leavers/"),
    NavItem("hand_overs", _("Hand-overs"), "handshake", permissions.HAND_OVER_ANY.roles, prefix="/hand-overs/"),
    NavItem("powers", _("Roles and powers"), "shield", permissions.SEE_POWERS.roles),
    NavItem("trail", _("Trail"), "history", permissions.SEE_TRAIL.roles, prefix="/trail/"),
)


def own_menu(request: HttpRequest) -> dict[str, Any]:
    """The links of everybody's own menu."""
    actor = visitor(request)
    if actor is None:
        return {}
    links = [{"label": _("Change password"), "url": reverse("password"), "icon": "key"}]
    if actor.has(permissions.HAND_OVER):
        links.insert(0, {"label": _("Hand over while on leave"), "url": reverse("hand_overs"), "icon": "handshake"})
    return {"account_links": links}
