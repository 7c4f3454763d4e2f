"""Forms of what officials decide: a limit, a grade, a kind, a rule of the dispatch catalogue, each from a day on."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhilian.cases.actions.reference import GradeFacts, KindFacts, Rule
from zhilian.cases.forms.fields import LineField
from zhilian.cases.models import RoutingRule
from zhilian.cases.queries import handling_units
from zhilian.cases.queries.named import day_of, grades_on
from zhilian.cases.rules.routing import RouteRow
from zhilian.channels.models import DirectChannel
from zhilian.channels.queries import categories, channels
from zhilian.channels.words import category_name
from zhilian.core.models import Federation, Organisation
from zhilian.core.queries import streets
from zhilian.members.models import Enterprise

ANY = _("Any")


class DatedForm(forms.Form):
    """A change that begins on a day."""

    valid_from = forms.DateField(label=_("From this day on"), widget=forms.DateInput)

    def __init__(self, *given: Any, federation: Federation, at: datetime, row: Any = None, **more: Any) -> None:
        self.federation, self.at, self.row = federation, at, row
        super().__init__(*given, **more)
        self.initial = {"valid_from": day_of(at), **self.shown(), **self.initial}
        self.offer()
        self.fields["valid_from"] = self.fields.pop("valid_from")
        if "ends" in self.fields:
            self.fields["ends"] = self.fields.pop("ends")
            if row is None:
                del self.fields["ends"]

    def shown(self) -> dict[str, Any]:
        """What holds now."""
        names = [name for name in self.fields if hasattr(self.row, name) and name != "valid_from"]
        return {name: getattr(self.row, name) for name in names}

    def offer(self) -> None:
        """Fill in what can be chosen."""

    @property
    def day(self) -> date:
        """From when on it holds."""
        day: date = self.cleaned_data["valid_from"]
        return day

    @property
    def ending(self) -> bool:
        """Whether it is to end instead."""
        return bool(self.cleaned_data.get("ends"))

    def complain(self, fields: Any, sentence: object) -> None:
        """Put a refusal where it belongs."""
        self.add_error(next((one for one in fields or () if one in self.fields), None), str(sentence))


class LimitForm(DatedForm):
    """办理时限."""

    amount = forms.IntegerField(label=_("How much time"), min_value=0, max_value=10_000)
    unit = forms.ChoiceField(
        label=_("Counted in"), choices=[("days", _("working days")), ("minutes", _("working minutes"))]
    )


class GradeForm(DatedForm):
    """等级."""

    name = LineField(label=_("Name in Chinese"), max_length=30)
    name_en = LineField(label=_("Name in English"), max_length=60, required=False)
    hint = LineField(label=_("When it applies"), max_length=200, required=False)
    position = forms.IntegerField(label=_("Place in the row"), min_value=0, max_value=999, initial=9)
    leader_extends = forms.BooleanField(label=_("Only a leader may grant more time"), required=False)
    ends = forms.BooleanField(label=_("End it from that day on; cases that have it keep it"), required=False)

    def facts(self) -> GradeFacts:
        """What was filled in."""
        return GradeFacts(**{name: self.cleaned_data[name] for name in GradeFacts.__dataclass_fields__})


class KindForm(DatedForm):
    """类型."""

    name = LineField(label=_("Name in Chinese"), max_length=30)
    name_en = LineField(label=_("Name in English"), max_length=60, required=False)
    hint = LineField(label=_("When it applies"), max_length=200, required=False)
    grade = forms.ChoiceField(label=_("Grade proposed"))
    offered = forms.BooleanField(label=_("Firms may choose it"), required=False, initial=True)
    position = forms.IntegerField(label=_("Place in the row"), min_value=0, max_value=999, initial=9)

    def offer(self) -> None:
        self.fields["grade"].choices = [(one.code, one.name) for one in grades_on(self.federation, self.at)]  # type: ignore[attr-defined]

    def facts(self) -> KindFacts:
        """What was filled in."""
        return KindFacts(**{name: self.cleaned_data[name] for name in KindFacts.__dataclass_fields__})


class AspectsForm(forms.Form):
    """What a rule looks at; also for trying the catalogue."""

    category: Any = forms.ModelChoiceField(label=_("Category"), queryset=None, required=False, empty_label=ANY)
    street: Any = forms.ModelChoiceField(label=_("Street"), queryset=None, required=False, empty_label=ANY)
    level = forms.ChoiceField(label=_("Grade"), required=False)
    size = forms.ChoiceField(label=_("Size of the firm"), required=False)

    def offer_aspects(self, federation: Federation, at: datetime) -> None:
        """Fill in what can be chosen."""
        fields: dict[str, Any] = self.fields
        fields["category"].queryset = categories(federation)
        fields["category"].label_from_instance = category_name
        fields["street"].queryset = streets(federation)
        fields["level"].choices = [("", ANY), *((one.code, one.name) for one in grades_on(federation, at))]
        fields["size"].choices = [("", ANY), *Enterprise.Size.choices]


class RuleForm(AspectsForm, DatedForm):
    """派单规则."""

    unit: Any = forms.ModelChoiceField(label=_("Lead unit"), queryset=None, empty_label=_("Please choose"))
    assists: Any = forms.ModelMultipleChoiceField(
        label=_("Assisting units"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    channel: Any = forms.ModelChoiceField(
        label=_("Direct channel"), queryset=None, required=False, empty_label=_("none")
    )
    priority = forms.IntegerField(
        label=_("Priority"), min_value=1, max_value=999, initial=100, help_text=_("The lowest number comes first.")
    )
    note = LineField(label=_("Remark"), max_length=200, required=False)
    valid_to = forms.DateField(label=_("Until this day, if it ends"), required=False, widget=forms.DateInput)
    ends = forms.BooleanField(label=_("End this rule from the first day on"), required=False)

    def shown(self) -> dict[str, Any]:
        row: RoutingRule | None = self.row
        if row is None:
            return {}
        names = ("level", "size", "priority", "note", "valid_to")
        keys = {name: getattr(row, f"{name}_id") for name in ("category", "street", "unit", "channel")}
        return {
            **{name: getattr(row, name) for name in names},
            **keys,
            "assists": [one.pk for one in row.assists.all()],
        }

    def offer(self) -> None:
        fields: dict[str, Any] = self.fields
        self.offer_aspects(self.federation, self.at)
        fields["channel"].queryset = channels(self.federation)
        for name in ("unit", "assists"):
            fields[name].queryset = handling_units(self.federation)
            fields[name].label_from_instance = short
        fields["channel"].label_from_instance = told

    def rule(self) -> Rule:
        """What was filled in."""
        given = {name: self.cleaned_data[name] for name in Rule.__dataclass_fields__}
        return Rule(**{**given, "assists": tuple(given["assists"])})

    def route_row(self, no: int) -> RouteRow:
        """The same as the choice takes it."""
        rule = self.rule()
        category, street = rule.category.code if rule.category else "", rule.street.code if rule.street else ""
        return RouteRow(no, rule.unit.code, rule.priority, category, street, rule.level, rule.size)


class TableForm(forms.Form):
    """The signed table."""

    table = forms.FileField(label=_("Signed table (.csv or .xlsx)"))


def short(unit: Organisation) -> str:
    """A unit in a choice."""
    return unit.short_name


def told(channel: DirectChannel) -> str:
    """A channel in a choice."""
    return f"{channel.no} · {channel.name} · {channel.unit.short_name}"
