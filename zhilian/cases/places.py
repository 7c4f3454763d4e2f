"""Where the spine's pages stand in the navigation."""

from django.utils.translation import gettext_lazy as _

from zhilian.core.registry import NavItem
from zhilian.core.roles import Role

_FIRM = frozenset({Role.ENTERPRISE_USER})

PLACES = (
    NavItem("intake", _("Tell us"), "plus", _FIRM, order=20),
    NavItem("cases", _("My cases"), "list", _FIRM, order=30),
)
