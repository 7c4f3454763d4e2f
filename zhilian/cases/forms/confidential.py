"""The part of forms that says how confidential a case is, and of whom it complains."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from zhilian.cases import labels
from zhilian.cases.models import Case
from zhilian.cases.queries import handling_units
from zhilian.cases.rules import WATCHED, Level
from zhilian.core.models import Federation, Organisation

COMPLAINTS: Final = frozenset({"complaint", "report"})  # kinds of case that speak against somebody
NOBODY = _("No department")


class ComplainedOfField(forms.TypedChoiceField):
    """被投诉单位: a unit, or none."""

    def __init__(self, units: Iterable[Organisation], **options: object) -> None:
        self.units = {unit.code: unit for unit in units}
        shown = [("", NOBODY), *((code, unit.name) for code, unit in self.units.items())]
        usual = {
            "label": _("Department complained of"),
            "help_text": _("It will neither handle the case nor read it, nor does anybody below it."),
            "required": False,
            "choices": shown,
            "coerce": self.units.get,
            "empty_value": None,
        }
        super().__init__(**{**usual, **options})  # type: ignore[arg-type]


class AnonymousField(forms.BooleanField):
    """对承办单位隐去企业身份."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Do not let the department know who I am"),
            help_text=_(
                "It reads the matter, not the firm; the federation passes questions and answers on. "
                "Please leave names out of your words, too."
            ),
            required=False,
        )


def told_secretly(given: dict[str, Any]) -> dict[str, Any]:
    """What a form about a new case says of it; whoever names a department complains."""
    complained_of = given.get("complained_of")
    kind = given["kind"] or "help"
    return {
        "kind": "complaint" if complained_of and kind == "help" else kind,
        "complained_of": complained_of,
        "confidentiality": Level.ANONYMOUS if given["anonymous"] else Level.INTERNAL,
    }


def level_field() -> forms.ChoiceField:
    """密级, with what each level means."""
    field = forms.ChoiceField(
        label=_("Confidentiality"), widget=forms.RadioSelect, choices=[(one.value, name) for one, name in _LEVELS]
    )
    field.choice_hints = {one.value: hint for one, hint in labels.LEVEL_HINTS.items()}  # type: ignore[attr-defined]
    return field


_LEVELS = list(labels.LEVELS.items())


class SecrecyPart:
    """Adds to a form what may be chosen for this case; a level that is watched is changed by a step of its own."""

    def __init__(self, form: forms.Form, case: Case) -> None:
        self.form, self.case = form, case
        if case.confidentiality not in WATCHED:
            form.fields["level"] = level_field()
            form.initial.setdefault("level", case.confidentiality)
        if case.complained_of or case.kind in COMPLAINTS:
            offer_complained_of(form, case.federation, case.complained_of)

    def chosen(self) -> tuple[str, Organisation | None]:
        """Level and unit complained of, as sent or as they were."""
        given = self.form.cleaned_data
        return given.get("level", self.case.confidentiality), given.get("complained_of", self.case.complained_of)


def offer_complained_of(form: forms.Form, federation: Federation, chosen: Organisation | None) -> None:
    """Let the form ask for the unit complained of; the one chosen stays on offer, even if it handles nothing now."""
    units = {unit.pk: unit for unit in handling_units(federation)}
    if chosen:
        units.setdefault(chosen.pk, chosen)
        form.initial.setdefault("complained_of", chosen.code)
    form.fields["complained_of"] = ComplainedOfField(units.values())
