"""A form field for several files at once."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from zhilian.core.errors import Invalid
from zhilian.files.store import Stored
from zhilian.files.uploads import accepted_endings, check_upload

MOST = 9  # files in one form


class MultiFileInput(forms.ClearableFileInput):
    """A native input for several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class MultiFileField(forms.FileField):
    """At most nine files; the cleaned value is a list of ``Stored``, for ``files.actions.attach``."""

    widget = MultiFileInput

    def __init__(self, *, most: int = MOST, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("label", _("Files"))
        super().__init__(**options)
        self.most = most
        self.widget.attrs.setdefault("accept", accepted_endings())

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Check and store each file; every one that is not taken is named with its reason."""
        sent = [one for one in (data if isinstance(data, Sequence) else [data]) if one]
        if not sent:
            super().clean(None, initial)
            return []
        if len(sent) > self.most:
            raise ValidationError(_("At most %(most)s files at once.") % {"most": self.most})
        return self._stored(sent)

    def _stored(self, sent: "Sequence[UploadedFile[bytes]]") -> list[Stored]:
        stored, refused = [], []
        for one in sent:
            try:
                stored.append(check_upload(one))
            except Invalid as invalid:
                refused.append(str(invalid.sentence))
        if refused:
            raise ValidationError(refused)
        return stored
