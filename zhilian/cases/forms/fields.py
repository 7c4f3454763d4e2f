"""Fields that say in a sentence what is wrong: long words of one's own, telephone numbers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhilian.kit.phones import PhoneError, PhoneFault, normalise
from zhilian.kit.repair import looks_damaged, repair
from zhilian.kit.text import clean, clean_line, has_nul

WORDS_LIMIT = 10_000  # characters
AREA = "0755"  # completes a local number that was typed without its area code
PHONE_FAULTS = {
    PhoneFault.EMPTY: gettext_lazy("Please give a phone number."),
    PhoneFault.CHARACTER: gettext_lazy("A phone number has digits only."),
    PhoneFault.NO_AREA: gettext_lazy("A fixed-line number needs its area code, for example 0755."),
    PhoneFault.FORM: gettext_lazy("This is neither a mobile number (11 digits) nor a fixed line with area code."),
}


def refuse_nul(text: str) -> None:
    """Raise ValidationError for a text with a NUL character, which no keyboard types and no database keeps."""
    if has_nul(text):
        raise ValidationError(_("The text has a character that cannot be stored (NUL). Please copy it as plain text."))


class Words(forms.Textarea):
    """A box for words; beside the text it hears what to do with one that was damaged in copying."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The text with the choice made: ``mend``, ``keep``, or none yet."""
        value = super().value_from_datadict(data, files, name)
        return Typed.of(value, data.get(f"{name}-repair", "")) if isinstance(value, str) else value


class Typed(str):
    """A text as it was typed or pasted, with what its writer chose to do about damage in it."""

    choice = ""

    @classmethod
    def of(cls, text: str, choice: str) -> "Typed":
        """The text with a choice."""
        typed = cls(text)
        typed.choice = choice
        return typed


class WordsField(forms.CharField):
    """Words of one's own: cleaned, never cut; too many are refused with how many too many.

    A text damaged by the web page it was copied from is sent back once, with the repaired one beside it to choose.
    """

    repair_url = reverse_lazy("text_repair")

    def __init__(self, *, rows: int = 5, **options: Any) -> None:
        attrs = {"rows": rows, **options.pop("attrs", {})}
        super().__init__(**{"max_length": WORDS_LIMIT, "widget": Words(attrs=attrs), **options})
        self.validators = []  # the checks are in clean(), with sentences of their own

    def to_python(self, value: Any) -> str:
        """The text without hidden characters and outer blanks; repaired, where its writer chose so."""
        text = str(value or "")
        refuse_nul(text)
        if looks_damaged(text):
            text = _mended(text, getattr(value, "choice", ""))
        return clean(text)

    def clean(self, value: Any) -> str:
        """The text, if it is there and not too long."""
        text: str = super().clean(value)
        limit = self.max_length or WORDS_LIMIT
        if len(text) > limit:
            raise ValidationError(
                _("At most %(limit)s characters fit here; there are %(count)s. Please take out %(over)s.")
                % {"limit": f"{limit:,}", "count": f"{len(text):,}", "over": f"{len(text) - limit:,}"}
            )
        return text


def _mended(text: str, choice: str) -> str:
    """The damaged text as chosen; raises ValidationError with the code ``damaged`` while nothing is."""
    if choice == "keep":
        return text
    if choice == "mend":
        return repair(text).text
    raise ValidationError(_("This text was damaged where it was copied from. Please choose below."), code="damaged")


class LineField(forms.CharField):
    """One line of text, cleaned."""

    def to_python(self, value: Any) -> str:
        """The text on one line."""
        text = str(value or "")
        refuse_nul(text)
        return clean_line(text)


class PhoneField(LineField):
    """A telephone number in one form."""

    def __init__(self, **options: Any) -> None:
        attrs = {"type": "tel", "autocomplete": "tel", "inputmode": "tel"}
        super().__init__(**{"max_length": 30, "widget": forms.TextInput(attrs=attrs), **options})

    def clean(self, value: Any) -> str:
        """The number as it is kept, empty if none was given and none is needed."""
        text: str = super().clean(value)
        if not text:
            return ""
        try:
            return normalise(text, area=AREA)
        except PhoneError as error:
            raise ValidationError(PHONE_FAULTS[error.fault]) from error
