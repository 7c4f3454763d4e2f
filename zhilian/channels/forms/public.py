"""What a visitor of the public pages asks for."""

from collections.abc import Iterable

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from zhilian.channels.models import Category
from zhilian.channels.words import category_name


class ChannelFilter(forms.Form):
    """What a visitor looks for."""

    q = forms.CharField(
        label=_("Search"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Loan, electricity, workers")}),
    )
    category = forms.ChoiceField(label=_("Category"), required=False)

    def __init__(self, data: QueryDict, categories: Iterable[Category]) -> None:
        super().__init__(data)
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("All")), *((one.code, category_name(one)) for one in categories)]

    def wanted(self) -> dict[str, str]:
        """The words and the category asked for; nonsense counts as nothing."""
        self.full_clean()
        return {name: self.cleaned_data.get(name, "") for name in ("q", "category")}
