"""Forms of published answers: the texts without what names the firm, and taking them back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhilian.cases import actions
from zhilian.cases.forms.accept import TITLE_LIMIT
from zhilian.cases.forms.desk import NOTE_LIMIT, StepForm
from zhilian.cases.forms.fields import LineField, WordsField
from zhilian.cases.models import PublishedAnswer
from zhilian.cases.queries.published import draft_of
from zhilian.channels.models import Category
from zhilian.channels.queries import categories
from zhilian.channels.words import category_name
from zhilian.core.models import Federation


class AnswerFields(forms.Form):
    """Title, category, question, answer; and that somebody has read them through."""

    title = LineField(label=_("Title"), max_length=TITLE_LIMIT, help_text=_("The question in one line."))
    category = forms.ModelChoiceField(label=_("Category"), queryset=Category.objects.none(), required=False)
    question = WordsField(label=_("The question"), rows=5, help_text=_("As any firm could ask it."))
    answer = WordsField(label=_("The answer"), rows=8, help_text=_("On what rule, what to do, whom to ask."))
    confirmed = forms.BooleanField(
        label=_("I have read it through: nothing in it tells which firm it is."), required=False
    )

    def offer_categories(self, federation: Federation) -> None:
        """The federation's categories, in the reader's language."""
        field: Any = self.fields["category"]
        field.queryset, field.empty_label = categories(federation), _("Not said")
        field.label_from_instance = category_name


class PublishForm(AnswerFields, StepForm):
    """公开答复: filled in with the case's own texts, in which stand-ins take the place of what names the firm."""

    long = ("question", "answer")

    def prepare(self) -> None:
        self.offer_categories(self.case.federation)
        if not self.is_bound:
            self.initial = {**draft_of(self.case), "category": self.case.category_id, **self.initial}

    def act(self) -> None:
        actions.publish_answer(**self.who, **self.cleaned_data)


class ChangeForm(AnswerFields):
    """Put a published answer better."""

    def __init__(self, data: Any = None, *, published: PublishedAnswer) -> None:
        names = ("title", "question", "answer")
        initial = {"category": published.category_id, **{name: getattr(published, name) for name in names}}
        super().__init__(data, initial=initial)
        self.offer_categories(published.federation)


class TakeBackForm(forms.Form):
    """Take a published answer back."""

    reason = WordsField(label=_("Why it is withdrawn"), rows=2, max_length=NOTE_LIMIT)
