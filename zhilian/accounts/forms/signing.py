"""Forms in which passwords are typed."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from zhilian.accounts.models import User


class SignInForm(forms.Form):
    """Name and password."""

    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Password"), max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


def _new(label: object, **more: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, max_length=200, strip=False, widget=widget, **more)  # type: ignore[arg-type]


class PasswordForm(forms.Form):
    """The old password, and the new one twice."""

    old = forms.CharField(
        label=_("Present password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
    new = _new(_("New password"), help_text=_("At least ten characters, nothing like your name or user name."))
    again = _new(_("New password once more"))

    def __init__(self, *given: Any, user: User, **more: Any) -> None:
        super().__init__(*given, **more)
        self.user = user

    def clean_new(self) -> str:
        """A password that the rules of the house let pass."""
        password = str(self.cleaned_data["new"])
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        """The same twice, and not the one of before."""
        given: dict[str, Any] = self.cleaned_data
        new = given.get("new")
        if new and given.get("again") and new != given["again"]:
            self.add_error("again", _t("This is not the same as the new password above."))
        if new and new == given.get("old"):
            self.add_error("new", _t("This is the password you have now. Please choose another."))
        return given
