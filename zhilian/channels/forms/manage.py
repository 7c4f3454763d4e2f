"""Forms of the desk that looks after the channels."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zhilian.channels.facts import CONTACT, PLAIN, ChannelFacts, ContactFacts, mark_of
from zhilian.channels.forms.fields import Line
from zhilian.channels.models import Category, DirectChannel
from zhilian.channels.words import category_name, working_time
from zhilian.core.models import Organisation

CONTACT_TIMES = (30, 60, 120, 210, 420, 840)  # working minutes offered as promised first contact
LONGEST_DAYS = 60
FEWEST_DIGITS = 3  # 114, 12345, 0755-28002001


class PhoneLine(Line):
    """The number of an office, as it is dialled; short service numbers and extensions count, too."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput({"inputmode": "tel"})
        super().__init__(**{"label": _("Phone"), "max_length": 30, "widget": widget, **options})

    def clean(self, value: Any) -> str:
        """The number, or a sentence."""
        text: str = super().clean(value)
        if text and sum(char.isdigit() for char in text) < FEWEST_DIGITS:
            raise ValidationError(_("This is not a phone number."))
        return text


class CheckForm(forms.Form):
    """What came of calling a channel's contact; the contact as it is now."""

    reached = forms.TypedChoiceField(
        label=_("Was the contact reached?"),
        choices=[("yes", _("Reached, the contact is right as below")), ("no", _("Not reached"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    contact_post = Line(label=_("Contact post"), max_length=60, help_text=_("The post, not only a name."))
    phone = PhoneLine()
    substitute_post = Line(label=_("Substitute"), max_length=60, required=False)
    note = Line(label=_("Note"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """Who was not reached leaves a note."""
        given = super().clean() or {}
        if given.get("reached") is False and not given.get("note"):
            self.add_error("note", _("Please note whom you tried to reach, and when."))
        return given

    def given(self) -> dict[str, Any]:
        """What the action asks for."""
        contact = ContactFacts(**{name: self.cleaned_data[name] for name in CONTACT})
        return {"reached": self.cleaned_data["reached"], "note": self.cleaned_data["note"], "contact": contact}


class ChannelForm(forms.Form):
    """A channel: what for, who, when, how fast."""

    no = forms.IntegerField(label=_("Number"), min_value=1, max_value=999)
    name = Line(label=_("Name"), max_length=60)
    unit = forms.ChoiceField(label=_("Department"))
    categories = forms.MultipleChoiceField(label=_("What for"), widget=forms.CheckboxSelectMultiple)
    purpose = Line(
        label=_("In the words of a boss"),
        max_length=200,
        required=False,
        help_text=_("When a firm should use this channel, in one sentence."),
    )
    contact_post = Line(label=_("Contact post"), max_length=60, help_text=_("The post, not only a name."))
    phone = PhoneLine(required=False)
    substitute_post = Line(label=_("Substitute"), max_length=60, required=False)
    hours = Line(label=_("Hours"), max_length=100, required=False)
    contact_minutes = forms.TypedChoiceField(label=_("Promised first contact"), coerce=int)
    close_days = forms.IntegerField(
        label=_("Promised answer, in working days"), min_value=1, max_value=LONGEST_DAYS, help_text=_("1 to 60")
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=16)

    def __init__(
        self, data: Any = None, *, units: Iterable[Organisation], categories: Iterable[Category], **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.units = {one.code: one for one in units}
        self.matters = {one.code: one for one in categories}
        minutes = sorted({*CONTACT_TIMES, self.initial.get("contact_minutes") or CONTACT_TIMES[0]})
        chosen: dict[str, list[tuple[Any, str]]] = {
            "unit": [("", ""), *((code, one.name) for code, one in self.units.items())],
            "categories": [(code, category_name(one)) for code, one in self.matters.items()],
            "contact_minutes": [(one, working_time(one)) for one in minutes],
        }
        for name, choices in chosen.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        if self.initial.get("seen"):
            del self.fields["no"]

    def facts(self) -> ChannelFacts:
        """What is said of the channel."""
        given = self.cleaned_data
        return ChannelFacts(
            unit=self.units[given["unit"]],
            categories=tuple(self.matters[code] for code in given["categories"]),
            contact=ContactFacts(**{name: given[name] for name in CONTACT}),
            **{name: given[name] for name in PLAIN},
        )


class RetirementForm(forms.Form):
    """Why a channel is given up."""

    reason = Line(label=_("Why"), max_length=300)


def initial_of(channel: DirectChannel) -> dict[str, Any]:
    """What the form shows of a channel that is there."""
    values = {name: getattr(channel, name) for name in (*PLAIN, *CONTACT)}
    codes = [one.code for one in channel.categories.all()]
    return {**values, "unit": channel.unit.code, "categories": codes, "seen": mark_of(channel)}
