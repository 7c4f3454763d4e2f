"""Forms of the imports."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zhilian.files.imports import Importer
from zhilian.files.models import ImportRun
from zhilian.files.names import clean_name
from zhilian.files.store import Stored, keep


class ImportForm(forms.Form):
    """A spreadsheet to import; the cleaned file is stored."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_(".xlsx or .csv, at most 20 MB. You see what will happen before anything is changed."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        allow_empty_file=True,
    )

    def clean_file(self) -> Stored:
        """Store the bytes; what is in them is looked at by the worker."""
        sent = self.cleaned_data["file"]
        name, limit = clean_name(sent.name), settings.UPLOAD_LIMIT
        if sent.size > limit:
            raise ValidationError(_("The file is too large: at most %(limit)s MB.") % {"limit": limit // 1024**2})
        if not sent.size:
            raise ValidationError(_("The file is empty."))
        content = sent.read(limit)
        return Stored(name, keep(content), len(content), "")


class ModeForm(forms.Form):
    """What happens to the good rows when some are bad."""

    mode = forms.ChoiceField(
        label=_("Some rows are bad"),
        choices=ImportRun.Mode.choices,
        widget=forms.RadioSelect,
        initial=ImportRun.Mode.GOOD_ROWS,
    )


class HeadingsForm(forms.Form):
    """What each heading of the file means; fields are numbered, for headings can be anything."""

    def __init__(self, importer: Importer, headings: Sequence[Sequence[Any]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.texts = [text for text, _field in headings]
        choices = [("", _("not used")), *((column.field, column.label) for column in importer.columns)]
        for place, (text, meaning) in enumerate(headings):
            field = forms.ChoiceField(label=text or "–", choices=choices, required=False, initial=meaning or "")
            self.fields[f"h{place}"] = field

    def clean(self) -> dict[str, Any]:
        """One heading for each meaning."""
        given = super().clean() or {}
        used = [value for value in given.values() if value]
        if len(used) != len(set(used)):
            raise ValidationError(_("Two headings cannot mean the same."))
        return given

    @property
    def chosen(self) -> dict[str, str]:
        """Heading → field."""
        return {text: self.cleaned_data.get(f"h{place}", "") for place, text in enumerate(self.texts)}
