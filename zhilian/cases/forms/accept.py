"""Forms of intake at the desk: accept, refuse, answer on the spot."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhilian.cases import actions, labels
from zhilian.cases.forms.choices import amount
from zhilian.cases.forms.confidential import SecrecyPart
from zhilian.cases.forms.desk import StepForm, taken
from zhilian.cases.forms.fields import LineField, WordsField
from zhilian.cases.queries import closing_limits
from zhilian.cases.queries.named import grades_on, usual_grade
from zhilian.cases.queries.notes import fitting_templates
from zhilian.cases.queries.proposals import reading_of
from zhilian.channels.models import Category
from zhilian.channels.queries import categories
from zhilian.channels.words import category_name

TITLE_LIMIT = 100  # characters


class AcceptForm(StepForm):
    """受理: category, grade, and a title that says what it is about."""

    body = "cases/desk/_accept_form.html"
    title = LineField(label=_("Title in lists"), max_length=TITLE_LIMIT)
    category = forms.ModelChoiceField(label=_("Category"), queryset=Category.objects.none())
    grade = forms.ChoiceField(label=_("Grade"), widget=forms.RadioSelect)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*taken(given, "category"), **more)

    def prepare(self) -> None:
        offered = list(categories(self.case.federation))
        self.reading = reading_of(self.case, self.at)
        likeliest = self.reading.first.category if self.reading.first and self.reading.certain else None
        chosen = self.case.category or likeliest
        self.fields["category"].queryset = categories(self.case.federation)  # type: ignore[attr-defined]
        self.fields["category"].choices = [("", _("Please choose"))] + [  # type: ignore[attr-defined]
            (one.pk, category_name(one)) for one in offered
        ]
        self.secrecy = SecrecyPart(self, self.case)
        federation, field = self.case.federation, self.fields["grade"]
        grade = usual_grade(federation, self.case.kind, self.at)
        given = {"title": self.case.title, "category": chosen and chosen.pk, "grade": grade}
        self.initial = {**given, **self.initial}
        terms, limits = grades_on(federation, self.at), closing_limits(federation, self.at)
        hints = {one.code: (one.hint, str(_("answer within %s")) % amount(limits[one.code])) for one in terms}
        field.choices = [(one.code, one.name) for one in terms]  # type: ignore[attr-defined]
        field.choice_hints = {code: " · ".join(filter(None, two)) for code, two in hints.items()}  # type: ignore[attr-defined]

    def act(self) -> None:
        given = self.cleaned_data
        told = {"category": given["category"], "grade": given["grade"], "title": given["title"]}
        actions.accept(**self.who, **told, secrecy=self.secrecy.chosen(), proposed=self._proposed())

    def _proposed(self) -> dict[str, Any] | None:
        """What the page had proposed; nothing where another model has come into use since it was opened."""
        seen = str(self.data.get("read_by", "")) == str(self.reading.model)
        return self.reading.facts if seen and self.reading.model else None


class RefuseForm(StepForm):
    """不予受理: the ground and the words for the firm."""

    long = ("text",)
    ground = forms.TypedChoiceField(label=_("Ground"), coerce=int, choices=list(labels.GROUNDS.items()))
    text = WordsField(
        label=_("What the firm will read"),
        help_text=_("Why it cannot be accepted here, and where the firm can turn instead."),
        rows=3,
    )

    def act(self) -> None:
        actions.refuse(**self.who, **self.cleaned_data)


class AnswerForm(StepForm):
    """即时答复: answer a question on the spot."""

    long = ("text",)
    text = WordsField(label=_("Answer"), help_text=_("The firm reads it at once."), rows=4)
    result = forms.ChoiceField(label=_("Result"), choices=list(labels.RESULTS.items()), initial="explained")

    def prepare(self) -> None:
        self.templates = fitting_templates(self.case, self.actor)

    def act(self) -> None:
        actions.answer_at_once(**self.who, **self.cleaned_data)
