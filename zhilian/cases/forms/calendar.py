"""The form to declare a day."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhilian.cases.forms.fields import LineField

FREE, WORKED = "free", "worked"


class DayForm(forms.Form):
    """台风停工 or a local arrangement: which day, whether it is worked, and why."""

    status = 422  # of the answer to a form with a fault
    date = forms.DateField(label=_("Day"), widget=forms.DateInput)
    kind = forms.ChoiceField(
        label=_("This day"),
        widget=forms.RadioSelect,
        choices=[(FREE, _("is a rest day here")), (WORKED, _("is a working day here"))],
        initial=FREE,
    )
    note = LineField(label=_("Why"), max_length=100, help_text=_("Which typhoon, whose arrangement."))

    @property
    def day(self) -> dict[str, Any]:
        """What the action takes."""
        given = self.cleaned_data
        return {"date": given["date"], "is_workday": given["kind"] == WORKED, "note": given["note"]}
