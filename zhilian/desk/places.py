"""Where the first pages stand in the navigation."""

from django.utils.translation import gettext_lazy as _

from zhilian.core.registry import NavItem
from zhilian.core.roles import ADMINISTRATORS, Role

_FIRM = frozenset({Role.ENTERPRISE_USER})
_DESK = frozenset(set(Role) - _FIRM - ADMINISTRATORS)

PLACES = (
    NavItem("home", _("Home"), "home", _FIRM, order=10),
    NavItem("home", _("My work"), "home", _DESK, order=10),
    NavItem("me", _("Me"), "user", _FIRM, order=90),
)
