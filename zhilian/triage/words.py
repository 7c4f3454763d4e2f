"""Proposals in words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

LIKELY, MAYBE = 0.75, 0.4


def likelihood(probability: float | None) -> str:
    """How likely a proposal is right, as a word and a figure; only a word where nothing was learned."""
    if probability is None:
        return _("perhaps")
    word = _("very likely") if probability >= LIKELY else _("perhaps") if probability >= MAYBE else _("less likely")
    return f"{word} {percent(probability)}"


def percent(share: float) -> str:
    """A share in whole percent; never 100 % short of all."""
    return f"{min(round(share * 100), 99) if share < 1 else 100}%"


def because(words: Iterable[str]) -> str:
    """Why, in the text's own words; empty where none stands out."""
    named = pgettext("between words of a list", ", ").join(words)
    return _("because it says: %(words)s") % {"words": named} if named else ""
