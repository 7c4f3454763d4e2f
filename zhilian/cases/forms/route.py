"""Forms of the route's rarer steps: designating a unit, taking a case back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhilian.cases import actions
from zhilian.cases.forms.desk import NOTE_LIMIT, DispatchForm, StepForm
from zhilian.cases.forms.fields import WordsField
from zhilian.cases.queries import handling_units
from zhilian.core.models import Organisation


class DesignateForm(DispatchForm):
    """裁定指派: where it goes, and why it cannot be returned."""

    long = ("note",)
    body = ""
    note = WordsField(
        label=_("Why it is this unit's matter"),
        rows=3,
        max_length=NOTE_LIMIT,
        help_text=_("The unit reads it and cannot return the case. The firm does not see it."),
    )

    def _offer_assists(self) -> None:
        """Units that assist are asked afterwards."""

    def _offer_others(self) -> None:
        """A unit is designated because others would not have it, not by the words."""

    def act(self) -> None:
        unit, channel = self.chosen()
        actions.designate(**self.who, unit=unit, channel=channel, reason=self.cleaned_data["note"])


class RecallForm(StepForm):
    """收回改派: why."""

    long = ("reason",)
    reason = WordsField(
        label=_("Why it is taken back"),
        rows=2,
        max_length=NOTE_LIMIT,
        help_text=_("For example: the unit was dissolved, or it turned out to be another unit's matter."),
    )

    def act(self) -> None:
        actions.recall(**self.who, **self.cleaned_data)


class ReturnForm(StepForm):
    """退单: why, and whose it is."""

    long = ("reason",)
    reason = WordsField(label=_("Why it is not your unit's matter"), rows=3, max_length=NOTE_LIMIT)
    proposed_unit = forms.ModelChoiceField(
        label=_("Whose matter it is"), queryset=Organisation.objects.none(), required=False, to_field_name="code"
    )

    def prepare(self) -> None:
        others = handling_units(self.case.federation).exclude(pk=self.actor.organisation_id)
        if self.case.complained_of:
            others = others.exclude(path__startswith=self.case.complained_of.path)
        self.fields["proposed_unit"].queryset = others  # type: ignore[attr-defined]
        self.fields["proposed_unit"].empty_label = _("I do not know")  # type: ignore[attr-defined]

    def act(self) -> None:
        actions.return_to_desk(**self.who, **self.cleaned_data)
