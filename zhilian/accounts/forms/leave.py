"""Forms for those who are away for a while, and those who leave."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhilian.accounts.models import RoleHolding, User


class _Roles(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Roles of several people, each with its holder and organisation."""

    def label_from_instance(self, obj: RoleHolding) -> str:
        """The person, the role and where it is held."""
        return f"{obj.user.name} · {obj.get_role_display()} · {obj.organisation or obj.federation}"


class _Colleagues(forms.ModelChoiceField):  # type: ignore[type-arg]
    """People of whom two may have one name."""

    def label_from_instance(self, obj: User) -> str:
        """Name and user name."""
        return f"{obj.name} ({obj.username})"


class WhoseForm(forms.Form):
    """Whose role is handed over."""

    holding = _Roles(
        label=_("Whose work is handed over?"), queryset=RoleHolding.objects.none(), empty_label=_("Please choose")
    )

    def __init__(self, *given: Any, roles: "QuerySet[RoleHolding]", **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["holding"].queryset = roles  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """Who stands in, and when."""

    deputy = _Colleagues(
        label=_("Who stands in?"),
        queryset=User.objects.none(),
        empty_label=_("Please choose"),
        help_text=_("Colleagues who hold a role of the same kind."),
    )
    since = forms.DateField(label=_("First day"), widget=forms.DateInput)
    until = forms.DateField(label=_("Last day"), widget=forms.DateInput, help_text=_("This day included."))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=60,
        help_text=_("A word or two, such as annual leave or training; nothing about anybody\u2019s health."),
    )

    def __init__(self, *given: Any, deputies: "QuerySet[User]", today: date, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["since"].initial = today
        self.fields["deputy"].queryset = deputies  # type: ignore[attr-defined]


class _LeavingForm(forms.Form):
    """Why somebody leaves; where a unit is left without anybody, one must say that this is known."""

    reason = forms.CharField(label=_("Reason"), max_length=60)
    knowing = forms.BooleanField(label=_("I know this and will see to it."))

    def __init__(self, *given: Any, empty: Sequence[object], **more: Any) -> None:
        super().__init__(*given, **more)
        if not empty:
            del self.fields["knowing"]


class EndRoleForm(_LeavingForm):
    """The end of one role."""

    last_day = forms.DateField(
        label=_("Last day in the role"), widget=forms.DateInput, help_text=_("This day included.")
    )
    field_order = ("last_day", "reason", "knowing")


class CloseAccountForm(_LeavingForm):
    """The end of all roles at once."""
