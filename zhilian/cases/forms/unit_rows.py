"""Rows of fields in a form, each about one unit: its task, or what was decided for it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from zhilian.cases.forms.fields import WordsField
from zhilian.core.models import Organisation

PARTS_AT_ONCE = 5
OPEN_ROWS = 2  # further ones are unfolded on demand
TASK_LIMIT = 500  # characters
USUAL_TASK = _("Please say what your unit can do in this matter.")


class UnitRows:
    """Some rows of fields, each beginning with a unit; empty rows are passed over, half-filled ones named."""

    def __init__(self, form: forms.Form, units: Sequence[Organisation], count: int, **columns: Any) -> None:
        self.form, self.units, self.columns = form, {one.code: one for one in units}, tuple(columns)
        self.numbers = range(1, count + 1)
        choices = [("", _("Please choose")), *((code, one.short_name) for code, one in self.units.items())]
        for n in self.numbers:
            form.fields[f"unit_{n}"] = forms.ChoiceField(label=_("Which unit"), choices=choices, required=False)
            for name, make in columns.items():
                form.fields[f"{name}_{n}"] = make()

    @property
    def rows(self) -> list[list[BoundField]]:
        """The fields, row by row."""
        return [[self.form[f"{name}_{n}"] for name in ("unit", *self.columns)] for n in self.numbers]

    @property
    def first(self) -> list[list[BoundField]]:
        """The rows that are always shown."""
        return self.rows[:OPEN_ROWS]

    @property
    def more(self) -> list[list[BoundField]]:
        """The rows that are unfolded on demand."""
        return self.rows[OPEN_ROWS:]

    @property
    def filled(self) -> bool:
        """Whether something stands in any row."""
        return any(field.value() or field.errors for row in self.rows for field in row)

    @property
    def unfolded(self) -> bool:
        """Whether something stands in them."""
        return any(field.value() or field.errors for row in self.more for field in row)

    def check(self) -> None:
        """Complain of rows of which a part is missing."""
        for n in self.numbers:
            given = [self.form.cleaned_data.get(f"{name}_{n}") for name in ("unit", *self.columns)]
            for name, value in zip(("unit", *self.columns), given, strict=True):
                if any(given) and not value and f"{name}_{n}" not in self.form.errors:
                    self.form.add_error(f"{name}_{n}", _("Please complete the row, or leave it empty."))

    def chosen(self) -> list[tuple[Any, ...]]:
        """The rows filled in: the unit, then the other columns."""
        given, found = self.form.cleaned_data, []
        for n in self.numbers:
            if code := given.get(f"unit_{n}"):
                found.append((self.units[code], *(given[f"{name}_{n}"] for name in self.columns)))
        return found


def task() -> WordsField:
    """What a unit is to do."""
    return WordsField(label=_("What it is to do"), rows=2, max_length=TASK_LIMIT, required=False)
