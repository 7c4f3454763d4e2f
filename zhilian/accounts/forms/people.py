"""Forms about people and what they did."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhilian.accounts.models import User
from zhilian.accounts.queries import holds, is_taken
from zhilian.accounts.trail import step_name
from zhilian.core.actor import Actor
from zhilian.core.models import Organisation
from zhilian.core.queries import organisations
from zhilian.core.registry import SENTENCES
from zhilian.core.roles import Role


class RoleForm(forms.Form):
    """A role in an organisation of the administrator's federation."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Please choose")), *Role.choices])
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("None (only for enterprise users)"),
    )

    def __init__(self, *given: Any, actor: Actor, holder: User | None = None, **more: Any) -> None:
        super().__init__(*given, **more)
        self.holder = holder
        self.fields["organisation"].queryset = organisations(actor.federation)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Officials hold their role somewhere; nobody holds the same one twice."""
        given: dict[str, Any] = self.cleaned_data
        role, organisation = given.get("role"), given.get("organisation")
        if role and role != Role.ENTERPRISE_USER and organisation is None:
            self.add_error("organisation", _t("Please choose where the person works."))
        if self.holder and role and holds(self.holder, role, organisation):
            self.add_error("role", _t("This person holds this role there already."))
        return given

    def given(self) -> dict[str, Any]:
        """The arguments for giving the role."""
        return {"role": Role(self.cleaned_data["role"]), "organisation": self.cleaned_data["organisation"]}


class PersonForm(RoleForm):
    """A new person with the first role."""

    username = forms.RegexField(
        r"^[\w.@+-]+$",
        label=_("User name"),
        max_length=60,
        help_text=_("Letters, digits and . @ + - _"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(
        label=pgettext_lazy("of a person", "Name"), max_length=60, widget=forms.TextInput(attrs={"autofocus": True})
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    password = forms.CharField(
        label=_("First password"),
        max_length=200,
        help_text=_("At least ten characters; hand it over in person."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-no-draft": True}),
    )
    field_order = ("name", "username", "email", "password", "role", "organisation")

    def clean_username(self) -> str:
        """A name nobody has."""
        username = str(self.cleaned_data["username"])
        if is_taken(username):
            raise forms.ValidationError(_t("This user name is taken."))
        return username

    def clean_password(self) -> str:
        """A password that the rules of the house let pass."""
        password = str(self.cleaned_data["password"])
        validate_password(password, User(username=str(self.data.get("username", ""))))
        return password

    def given(self) -> dict[str, Any]:
        """The arguments for opening the account."""
        return {
            **super().given(),
            **{name: self.cleaned_data[name] for name in ("username", "name", "email", "password")},
        }


class TrailFilter(forms.Form):
    """What of the trail is looked at."""

    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput)
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput)
    verb = forms.ChoiceField(label=_("Step"), required=False)
    name = forms.CharField(label=_("Person"), required=False, max_length=60)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        known = [(verb, step_name(verb)) for verb in sorted(SENTENCES)]
        self.fields["verb"].choices = [("", _("Any")), *known]  # type: ignore[attr-defined]
