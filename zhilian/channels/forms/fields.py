"""Lines of text, brought onto one line."""

from typing import Any

from django import forms

from zhilian.kit.text import clean_line


class Line(forms.CharField):
    """One line of text, without hidden characters."""

    def to_python(self, value: Any) -> str:
        """The text on one line."""
        return clean_line(super().to_python(value) or "")
