"""What goes in and what comes out: labelled texts, proposals, and the two refusals."""

from typing import NamedTuple


class Sample(NamedTuple):
    """A text somebody has put under a label."""

    label: str
    subject: str
    body: str


class Proposal(NamedTuple):
    """A label proposed for a text: how likely it is right (0-1), and the words of the text that carried it."""

    label: str
    probability: float
    words: tuple[str, ...]


class TooFewLabels(ValueError):
    """There is nothing to tell apart: fewer than two labels have a text."""


class BadModel(ValueError):
    """The bytes are not a model this version can trust; the sentence says why."""
