"""Forms of the stations' visits."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zhilian.channels.facts import VisitFacts
from zhilian.channels.forms.fields import Line
from zhilian.channels.models import StationVisit
from zhilian.kit.text import fold
from zhilian.members.models import Enterprise

UNKNOWN = "none"  # the firm is not in the registry: the name as typed is kept
_NUMBER = re.compile(r"[A-Z]{2,12}-\d{4}-\d{6}", re.ASCII)


class VisitForm(forms.Form):
    """Who came, for what; the firm by name, found in the registry or just written down."""

    firm = Line(
        label=_("Firm"),
        max_length=100,
        required=False,
        help_text=_("Part of its name, its initials in pinyin, or its credit code."),
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    enterprise = forms.CharField(required=False, max_length=20)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=StationVisit.Purpose.choices, widget=forms.RadioSelect)
    note = Line(
        label=_("In a few words"),
        max_length=300,
        required=False,
        help_text=_("No phone or identity numbers."),
    )
    visitor = Line(label=_("Visitor"), max_length=60, required=False)
    case_number = Line(label=_("Case number"), max_length=24, required=False)
    visited_at = forms.DateTimeField(label=_("Time of the visit"), widget=forms.DateTimeInput)
    key = forms.CharField(required=False, widget=forms.HiddenInput({"data-keep": True}))

    def __init__(self, data: Mapping[str, Any] | None = None, *, given: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"key": uuid4(), **(given or {})})

    def clean_key(self) -> UUID | None:
        """The form's own key; a mangled one counts as none."""
        try:
            return UUID(str(self.cleaned_data["key"]))
        except ValueError:
            return None

    def clean_case_number(self) -> str:
        """The number in capitals, or a sentence."""
        text: str = self.cleaned_data["case_number"].upper()
        if text and not _NUMBER.fullmatch(text):
            raise ValidationError(_("A case number reads like LG-2026-000317."))
        return text

    def facts(self, firms: Sequence[Enterprise]) -> VisitFacts:
        """What is said of the visit."""
        given, firm = self.cleaned_data, self.chosen(firms)
        names = ("visited_at", "purpose", "visitor", "note", "case_number")
        return VisitFacts(
            enterprise=firm, firm_name="" if firm else given["firm"], **{name: given[name] for name in names}
        )

    def chosen(self, firms: Sequence[Enterprise]) -> Enterprise | None:
        """The firm ticked among those found; else the one whose name was written out exactly."""
        wanted, name = self.cleaned_data["enterprise"], fold(self.cleaned_data["firm"])
        if wanted == UNKNOWN or not name:
            return None
        ticked = next((one for one in firms if str(one.pk) == wanted), None)
        return ticked or next((one for one in firms if one.name_folded == name), None)

    def is_undecided(self, firms: Sequence[Enterprise]) -> bool:
        """Whether several firms may be meant and none was ticked; the form then asks which."""
        open_question = bool(firms) and not self.cleaned_data["enterprise"] and self.chosen(firms) is None
        if open_question:
            self.add_error("firm", _("Please tick which firm it is, or that it is not in the registry."))
        return open_question


class VisitNoteForm(forms.Form):
    """What is added to a visit later."""

    text = Line(label=_("Note"), max_length=300)
    void = forms.BooleanField(
        label=_("The entry was wrong: declare it void"),
        required=False,
        help_text=_("It stays readable and counts nowhere."),
    )
