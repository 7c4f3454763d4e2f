"""Forms of systemic issues: opened, handed on, noted, answered."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhilian.accounts.models import User
from zhilian.cases import actions, labels
from zhilian.cases.forms.accept import TITLE_LIMIT
from zhilian.cases.forms.desk import NOTE_LIMIT
from zhilian.cases.forms.fields import LineField, WordsField
from zhilian.cases.models import SystemicIssue
from zhilian.cases.queries import handling_units
from zhilian.cases.queries.pool import owners
from zhilian.channels.models import Category
from zhilian.channels.queries import categories
from zhilian.channels.words import category_name
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid
from zhilian.core.models import Organisation
from zhilian.core.queries import calendar_of


class IssueForm(forms.Form):
    """What every form about issues knows. ``act`` does it and may raise Invalid or NotPossible."""

    def __init__(
        self, *given: Any, actor: Actor, at: datetime, issue: SystemicIssue | None = None, **more: Any
    ) -> None:
        self.actor, self.at, self.issue = actor, at, issue
        super().__init__(*given, **more)
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the federation or the issue."""

    def act(self) -> object:
        """Do it; returns what came of it."""
        raise NotImplementedError

    @property
    def who(self) -> dict[str, Any]:
        """The arguments that every action about an issue takes."""
        return {"issue": self.issue, "actor": self.actor, "at": self.at}


class OwnerForm(IssueForm):
    """Which unit owns an issue, and who there."""

    unit = forms.ModelChoiceField(label=_("Owner"), queryset=Organisation.objects.none(), to_field_name="code")
    owner = forms.ChoiceField(label=_("Responsible person"), required=False)

    def prepare(self) -> None:
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ModelChoiceField)
        unit.queryset = handling_units(self.actor.federation)
        unit.empty_label = _("Please choose")
        self.people: dict[str, tuple[User, Organisation]] = {}
        groups: dict[str, list[tuple[str, str]]] = {}
        for one in owners(self.actor, self.at):
            if one.organisation and str(one.user_id) not in self.people:
                self.people[str(one.user_id)] = one.user, one.organisation
                groups.setdefault(one.organisation.short_name, []).append((str(one.user_id), one.user.name))
        shown = [("", _("Nobody in particular")), *groups.items()]
        self.fields["owner"].choices = shown  # type: ignore[attr-defined]

    @property
    def chosen(self) -> User | None:
        """The person chosen. Raises Invalid for one of another unit."""
        code = self.cleaned_data["owner"]
        if not code:
            return None
        person, unit = self.people[code]
        if unit != self.cleaned_data["unit"]:
            raise Invalid(_("The owner must be one of the unit's people."), ["owner"])
        return person


class NewIssueForm(OwnerForm):
    """共性问题立项: the common cause, its owner, and until when."""

    title = LineField(label=_("Title"), max_length=TITLE_LIMIT)
    text = WordsField(label=_("What the common cause is"), rows=4)
    category = forms.ModelChoiceField(label=_("Category"), queryset=Category.objects.none(), to_field_name="code")
    due_on = forms.DateField(
        label=_("To be settled by"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    field_order = ("title", "text", "category", "unit", "owner", "due_on")

    def prepare(self) -> None:
        super().prepare()
        field = self.fields["category"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset, field.empty_label = categories(self.actor.federation), _("Please choose")
        field.label_from_instance = category_name  # type: ignore[method-assign,assignment]

    def clean_due_on(self) -> date | None:
        """A day to come."""
        day: date | None = self.cleaned_data["due_on"]
        if day and self._closing(day) < self.at:
            raise forms.ValidationError(_("Please choose a day to come."))
        return day

    def _closing(self, day: date) -> datetime:
        return calendar_of(self.actor.federation).closing_of(day)

    def act(self) -> SystemicIssue:
        given, day = self.cleaned_data, self.cleaned_data["due_on"]
        return actions.open_issue(
            title=given["title"], text=given["text"], category=given["category"], unit=given["unit"], owner=self.chosen,
            due_at=self._closing(day) if day else None, actor=self.actor, at=self.at,
        )  # fmt: skip


class HandOnForm(OwnerForm):
    """移交: another owner, and why."""

    reason = WordsField(label=_("Why the issue changes hands"), rows=2, max_length=NOTE_LIMIT)

    def prepare(self) -> None:
        super().prepare()
        if self.issue:
            self.initial = {"unit": self.issue.unit.code, "owner": str(self.issue.owner_id or ""), **self.initial}

    def act(self) -> None:
        given = self.cleaned_data
        actions.hand_on_issue(**self.who, unit=given["unit"], owner=self.chosen, reason=given["reason"])


class ProposalForm(IssueForm):
    """The outcome, in the words all firms will read."""

    text = WordsField(
        label=_("Answer to all firms"),
        rows=8,
        help_text=_("What was done, on what rule, what the firm does next and whom it can call."),
    )
    result = forms.ChoiceField(label=_("Result"), widget=forms.RadioSelect, choices=list(labels.RESULTS.items()))

    def prepare(self) -> None:
        if self.issue and self.issue.outcome:  # sent back by the review: it is mended, not written anew
            self.initial = {"text": self.issue.outcome, "result": self.issue.result, **self.initial}

    def act(self) -> None:
        actions.propose_outcome(**self.who, **self.cleaned_data)


class ConclusionForm(IssueForm):
    """办结: nothing to fill in."""

    def act(self) -> object:
        return actions.conclude(**self.who)


class SendBackForm(IssueForm):
    """退回: what the outcome lacks."""

    reason = WordsField(label=_("What the answer lacks"), rows=3, max_length=NOTE_LIMIT)

    def act(self) -> None:
        actions.send_back_outcome(**self.who, **self.cleaned_data)


class NoteForm(IssueForm):
    """进展: what is being done."""

    text = WordsField(label=_("What has been done"), rows=2, max_length=NOTE_LIMIT)

    def act(self) -> None:
        actions.note_on_issue(**self.who, **self.cleaned_data)


class GatherForm(forms.Form):
    """归集: which open cases may be the same matter."""

    words = LineField(label=_("Words in the title; commas between several wordings"), required=False, max_length=60)
    category = forms.ChoiceField(label=_("Category"), required=False)
    street = forms.ChoiceField(label=_("Street"), required=False)
