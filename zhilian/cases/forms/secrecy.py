"""Forms of secrecy: level and readers, recusal, what passes between a unit and a firm it does not know."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from zhilian.accounts.models import RoleHolding
from zhilian.cases import actions
from zhilian.cases.forms.confidential import level_field, offer_complained_of
from zhilian.cases.forms.desk import NOTE_LIMIT, StepForm
from zhilian.cases.forms.fields import WordsField
from zhilian.cases.queries import officials, people_named
from zhilian.cases.rules import Level
from zhilian.core.actor import Actor
from zhilian.core.roles import FEDERATION_ROLES, Role

REASON_LIMIT = 200


class LevelForm(StepForm):
    """密级: how confidential it is, who reads a restricted one, whom it complains of, and why."""

    long = ("reason",)
    level = level_field()
    consent = forms.BooleanField(label=_("The firm has agreed that its name is shown"), required=False)
    readers = forms.MultipleChoiceField(
        label=_("Who may read a restricted case"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("You are always among them, and at least one dispatcher or leader must be."),
    )
    reason = WordsField(label=_("Why"), rows=2, max_length=NOTE_LIMIT)
    field_order = ("level", "consent", "readers", "complained_of", "reason")

    def prepare(self) -> None:
        self.people = by_key(officials(self.case))
        self.fields["readers"].choices = choices(self.people.values())  # type: ignore[attr-defined]
        offer_complained_of(self, self.case.federation, self.case.complained_of)
        if self.case.confidentiality != Level.ANONYMOUS:
            del self.fields["consent"]
        readers = people_named(self.case).filter(part="reader").values_list("user_id", flat=True)
        self.initial = {"level": self.case.confidentiality, "readers": [str(key) for key in readers], **self.initial}
        self.order_fields(self.field_order)

    def act(self) -> None:
        given = self.cleaned_data
        actions.set_level(
            **self.who,
            level=given["level"],
            reason=given["reason"],
            readers=[self.people[key].user for key in given["readers"]],
            consent=bool(given.get("consent")),
            complained_of=given["complained_of"],
        )


class RecusalForm(StepForm):
    """回避: who, and why."""

    long = ("reason",)
    person = forms.ChoiceField(label=_("Who stays out of it"))
    reason = WordsField(
        label=_("Why"), rows=2, max_length=REASON_LIMIT, help_text=_("For example: a relative works at the firm.")
    )

    def prepare(self) -> None:
        self.people = by_key(row for row in officials(self.case) if within_reach(self.actor, row))
        shown = choices(self.people.values())
        self.fields["person"].choices = shown if len(shown) == 1 else [("", _("Please choose")), *shown]  # type: ignore[attr-defined]

    def act(self) -> None:
        person = self.people[self.cleaned_data["person"]].user
        actions.recuse(**self.who, person=person, reason=self.cleaned_data["reason"])


class QuestionForm(StepForm):
    """请工商联转问: what the unit needs to know of a firm it does not know."""

    long = ("text",)
    text = WordsField(
        label=_("What the federation is to ask the firm"),
        rows=3,
        max_length=NOTE_LIMIT,
        help_text=_("The firm reads it on its page; the federation asks and passes the answer on."),
    )

    def act(self) -> None:
        actions.ask_firm(**self.who, **self.cleaned_data)


class FirmAnswerForm(StepForm):
    """转达企业回复: what the firm answers, without its name."""

    long = ("text",)
    text = WordsField(
        label=_("What the firm answers"),
        rows=3,
        max_length=NOTE_LIMIT,
        help_text=_("The unit reads it: write nothing from which it could tell who the firm is."),
    )

    def act(self) -> None:
        actions.pass_on(**self.who, **self.cleaned_data)


class ReadingsFilter(forms.Form):
    """What of the log of reads is looked at."""

    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput)
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput)
    number = forms.CharField(label=_("Case number"), required=False, max_length=24)
    name = forms.CharField(label=_("Person"), required=False, max_length=100)


def by_key(rows: Iterable[RoleHolding]) -> dict[str, RoleHolding]:
    """Each person once, by the key as forms send it."""
    found: dict[str, RoleHolding] = {}
    for row in rows:
        found.setdefault(str(row.user_id), row)
    return found


def choices(rows: Iterable[RoleHolding]) -> list[tuple[str, str]]:
    """People with where they work and as what, the federation's first."""
    ordered = sorted(rows, key=lambda row: row.role not in FEDERATION_ROLES)
    return [(str(row.user_id), f"{row.user.name} · {_where(row)}") for row in ordered]


def _where(row: RoleHolding) -> str:
    return f"{row.organisation.name} {row.get_role_display()}" if row.organisation else row.get_role_display()


def within_reach(actor: Actor, row: RoleHolding) -> bool:
    """Whether the actor may recuse whoever holds this role; the action asks again."""
    if actor.in_federation or row.user_id == actor.person_id:
        return True
    path = actor.organisation.path if actor.organisation else "-"
    return actor.role == Role.DEPARTMENT_HEAD and bool(row.organisation and row.organisation.path.startswith(path))
