"""Forms of the accounts."""

from zhilian.accounts.forms.leave import CloseAccountForm, EndRoleForm, HandOverForm, WhoseForm
from zhilian.accounts.forms.people import PersonForm, RoleForm, TrailFilter
from zhilian.accounts.forms.signing import PasswordForm, SignInForm

__all__ = [
    "CloseAccountForm",
    "EndRoleForm",
    "HandOverForm",
    "PasswordForm",
    "PersonForm",
    "RoleForm",
    "SignInForm",
    "TrailFilter",
    "WhoseForm",
]
