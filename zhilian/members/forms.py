"""Forms of the registry."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zhilian.core.models import Street
from zhilian.kit import creditcode, phones
from zhilian.kit.industries import DIVISIONS, SECTIONS
from zhilian.kit.text import clean_line
from zhilian.members.facts import ContactFacts, EnterpriseFacts
from zhilian.members.models import Contact, Enterprise
from zhilian.members.words import credit_code_fault, phone_fault

LACKING = {
    "credit_code": _("credit code"),
    "street": _("street"),
    "industry": _("industry"),
    "contact": _("contact"),
}


class FilterForm(forms.Form):
    """What the list is narrowed by; anything that makes no sense counts as not given."""

    q = forms.CharField(label=_("Search"), required=False, max_length=60, widget=forms.TextInput({"type": "search"}))
    street = forms.ChoiceField(label=_("Street"), required=False)
    lacking = forms.ChoiceField(label=_("Still waits for"), required=False)

    def __init__(self, streets: Iterable[Street], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["street"].choices = [("", _("All")), *((one.code, one.name) for one in streets)]  # type: ignore[attr-defined]
        self.fields["lacking"].choices = [("", _("Whatever")), *LACKING.items()]  # type: ignore[attr-defined]

    def given(self) -> dict[str, str]:
        """The filters that hold."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


class EnterpriseForm(forms.Form):
    """A firm and its first contact."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        help_text=_("The full name, as in the business licence."),
        error_messages={"required": _("Please write the name.")},
    )
    credit_code = forms.CharField(
        label=_("Credit code"),
        required=False,
        max_length=40,
        help_text=_("18 characters, as in the business licence; it may follow later."),
    )
    street = forms.ChoiceField(label=_("Street"), required=False)
    address = forms.CharField(label=_("Address"), required=False, max_length=200)
    industry = forms.ChoiceField(label=_("Industry"), required=False)
    size = forms.ChoiceField(label=_("Size"), required=False, choices=[("", _("not known")), *Enterprise.Size.choices])
    is_member = forms.BooleanField(label=_("Member of the federation"), required=False, initial=True)
    contact = forms.CharField(label=_("Contact"), required=False, max_length=60)
    post = forms.CharField(label=_("Post"), required=False, max_length=60)
    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=40,
        widget=forms.TextInput({"inputmode": "tel"}),
        help_text=_("A mobile number, or a fixed line with its area code."),
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, error_messages={"invalid": _("This is not an e-mail address.")}
    )

    def __init__(self, streets: Iterable[Street], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.streets = {street.code: street for street in streets}
        places = [(street.code, street.name) for street in self.streets.values()]
        self.fields["street"].choices = [("", _("not known")), *places]  # type: ignore[attr-defined]
        self.fields["industry"].choices = _industries(self.initial.get("industry"))  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """One line, without hidden characters."""
        name = clean_line(self.cleaned_data["name"])
        if not name:
            raise ValidationError(_("Please write the name."))
        return name

    def clean_credit_code(self) -> str | None:
        """The code in its normal form, or which character is wrong."""
        text = self.cleaned_data["credit_code"].strip()
        if not text:
            return None
        try:
            return creditcode.parse(text).text
        except creditcode.CreditCodeError as error:
            raise ValidationError(str(credit_code_fault(error))) from error

    def clean_phone(self) -> str:
        """The number in its normal form."""
        text = self.cleaned_data["phone"].strip()
        try:
            return phones.normalise(text) if text else ""
        except phones.PhoneError as error:
            raise ValidationError(str(phone_fault(error))) from error

    def clean(self) -> dict[str, Any]:
        """A phone number belongs to somebody."""
        given = super().clean() or {}
        if not given.get("contact") and (given.get("phone") or given.get("email") or given.get("post")):
            self.add_error("contact", _("Please write whose phone or e-mail this is."))
        return given

    def facts(self) -> EnterpriseFacts:
        """What is known of the firm."""
        given = self.cleaned_data
        return EnterpriseFacts(
            name=given["name"],
            credit_code=given["credit_code"],
            street=self.streets.get(given["street"]),
            address=clean_line(given["address"]),
            industry=given["industry"],
            size=given["size"],
            is_member=given["is_member"],
        )

    def contact_facts(self) -> ContactFacts:
        """The first contact; without a name there is none."""
        given = self.cleaned_data
        return ContactFacts(clean_line(given["contact"]), clean_line(given["post"]), given["phone"], given["email"])


def initial_of(enterprise: Enterprise, contact: Contact | None) -> dict[str, Any]:
    """What the form shows of a firm that is in the registry."""
    names = ("name", "credit_code", "address", "industry", "size", "is_member")
    values = {name: getattr(enterprise, name) for name in names}
    values["street"] = enterprise.street.code if enterprise.street else ""
    if contact:
        values |= {"contact": contact.name, "post": contact.post, "phone": contact.phone, "email": contact.email}
    return values


def _industries(known: str | None) -> list[Any]:
    """Divisions by section; a finer code that is in the registry already stays choosable."""
    groups: dict[str, list[tuple[str, str]]] = {code: [(code, name)] for code, name in SECTIONS.items()}
    for division in DIVISIONS.values():
        groups[division.section].append((division.code, f"{division.code} {division.name}"))
    listed = {code for group in groups.values() for code, _name in group}
    finer = [(known, known)] if known and known not in listed else []
    named = [(f"{code} {SECTIONS[code]}", group) for code, group in groups.items()]
    return [("", _("not known")), *finer, *named]
