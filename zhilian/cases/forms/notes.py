"""Forms of notes and templates."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhilian.cases import actions
from zhilian.cases.forms.desk import NOTE_LIMIT, StepForm
from zhilian.cases.forms.fields import LineField, WordsField
from zhilian.cases.queries.notes import PLACEHOLDERS
from zhilian.channels.models import Category
from zhilian.channels.queries import categories
from zhilian.core.actor import Actor


class NoteForm(StepForm):
    """内部备注: words for colleagues."""

    long = ("text",)
    text = WordsField(
        label=gettext_lazy("Note for colleagues"),
        rows=2,
        max_length=NOTE_LIMIT * 4,
        help_text=gettext_lazy("The firm never sees it. Call colleagues with @ and their name: they are told."),
    )
    among_us = forms.BooleanField(label=gettext_lazy("Only for the people of my own organisation"), required=False)

    def act(self) -> None:
        found = actions.note(**self.who, **self.cleaned_data)
        told, missed = "、".join(one.name for one in found.told), "、".join(found.not_told)
        parts = [_("Noted.")]
        parts += [_("Told: %(names)s.") % {"names": told}] if told else []
        if missed:
            sentence = _("Not told, because they cannot see it or several are called so: %(names)s.")
            parts.append(sentence % {"names": missed})
        self.done = "".join(parts)


class TemplateForm(forms.Form):
    """答复模板: a title, the text, and for which category."""

    title = LineField(label=gettext_lazy("Title"), max_length=60)
    category = forms.ModelChoiceField(
        label=gettext_lazy("For cases of"), queryset=Category.objects.none(), required=False
    )
    text = WordsField(label=gettext_lazy("Text"), rows=8)
    active = forms.BooleanField(label=gettext_lazy("Offer it"), required=False, initial=True)

    def __init__(self, *given: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*given, **more)
        field: Any = self.fields["category"]
        field.queryset, field.empty_label = categories(actor.federation), _("Any category")
        names = "、".join(f"{name} {meaning}" for name, meaning in PLACEHOLDERS.items())
        self.fields["text"].help_text = _("Filled in by themselves: %(names)s") % {"names": names}
