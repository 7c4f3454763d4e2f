"""Forms of the one pool: merging, splitting, hanging on a systemic issue, and the ways back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhilian.cases import actions
from zhilian.cases.actions.splitting import MOST_PARTS
from zhilian.cases.forms.desk import NOTE_LIMIT, StepForm
from zhilian.cases.forms.fields import LineField, WordsField
from zhilian.cases.models import SystemicIssue
from zhilian.cases.queries import case_or_none
from zhilian.cases.queries.pool import open_issues
from zhilian.core.errors import Invalid

WISH_LIMIT = 2000  # characters


class MergeForm(StepForm):
    """并案: under which case, and why it is the same matter."""

    long = ("reason",)
    master = LineField(
        label=_("Number of the case it is merged under"), max_length=24, widget=forms.TextInput(attrs={"size": 18})
    )
    reason = WordsField(
        label=_("Why it is the same matter"), rows=2, max_length=NOTE_LIMIT, help_text=_("The firm does not see it.")
    )

    def act(self) -> None:
        master = case_or_none(self.actor, self.cleaned_data["master"].upper())
        if master is None:
            raise Invalid(_("There is no case with this number that you may see."), ["master"])
        actions.merge(**self.who, master=master, reason=self.cleaned_data["reason"])


class ReasonForm(StepForm):
    """The way back: only why."""

    long = ("reason",)
    reason = WordsField(label=_("Why it is a matter of its own"), rows=2, max_length=NOTE_LIMIT)


class UnmergeForm(ReasonForm):
    """拆并: not the same matter after all."""

    def act(self) -> None:
        actions.unmerge(**self.who, **self.cleaned_data)


class UnhangForm(ReasonForm):
    """摘下: off the systemic issue."""

    def act(self) -> None:
        actions.unhang(**self.who, **self.cleaned_data)


class SplitForm(StepForm):
    """拆分: each further wish in a field of its own."""

    long = tuple(f"part_{n}" for n in range(1, MOST_PARTS + 1))

    def prepare(self) -> None:
        for n, name in enumerate(self.long, 1):
            self.fields[name] = WordsField(
                label=_("Further wish %(n)s") % {"n": n}, rows=2, max_length=WISH_LIMIT, required=n == 1
            )
        self.fields["part_1"].help_text = _(
            "In the firm's words; each becomes a case of its own. This case keeps all its words and goes on."
        )

    def act(self) -> None:
        actions.split(**self.who, parts=[self.cleaned_data[name] for name in self.long])


class HangForm(StepForm):
    """挂接: one of the open issues."""

    issue = forms.ModelChoiceField(
        label=_("Systemic issue"), queryset=SystemicIssue.objects.none(), empty_label=_("Please choose")
    )

    def prepare(self) -> None:
        field = self.fields["issue"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = open_issues(self.actor)
        field.label_from_instance = issue_words  # type: ignore[method-assign,assignment]

    def act(self) -> None:
        actions.hang(**self.who, **self.cleaned_data)


def issue_words(issue: SystemicIssue) -> str:
    """An issue in a choice: number, title, and whose it is."""
    return f"{issue.number} {issue.title} · {issue.unit.short_name}"
