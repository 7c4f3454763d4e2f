"""Forms of hot issues."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhilian.cases.forms.fields import LineField, WordsField


class NameForm(forms.Form):
    """Another name."""

    name = LineField(label=_("Name"), max_length=60)


class AsideForm(forms.Form):
    """Why it is none."""

    reason = WordsField(label=_("Why it is no issue of its own"), rows=2, max_length=500)
