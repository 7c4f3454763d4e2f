"""Where the administrators' pages stand in the navigation."""

from django.utils.translation import gettext_lazy as _

from zhilian.accounts import permissions
from zhilian.core.registry import NavItem

PLACES = (
    NavItem("people", _("Accounts and organisations"), "users", permissions.MANAGE_PEOPLE.roles, prefix="/people/"),
    NavItem("sign_ins", _("Sign-ins"), "key", permissions.SEE_SIGN_INS.roles, prefix="/sign-ins/"),
    NavItem("powers", _("Roles and powers"), "shield", permissions.SEE_POWERS.roles),
    NavItem("trail", _("Trail"), "history", permissions.SEE_TRAIL.roles, prefix="/trail/"),
)
