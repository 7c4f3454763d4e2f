"""Sentences that are kept: written down by the worker, which speaks no language, and read in the reader's own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext


@dataclass(frozen=True, slots=True)
class Said:
    """An English sentence of the catalogue and the values for its places; as text it is in the reader's language."""

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return gettext(self.text) % self.values

    def kept(self) -> list[Any]:
        """The sentence as plain values, for a JSON column."""
        return [self.text, dict(self.values)]


def say(text: str, **values: Any) -> Said:
    """A sentence to keep; mark ``text`` with ``gettext_noop`` so that the catalogues know it."""
    return Said(text, values)


def said(kept: Any) -> Said | None:
    """A sentence out of a JSON column."""
    return Said(kept[0], kept[1]) if kept else None
