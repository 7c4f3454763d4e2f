"""What a repair found: the text, each change with its place before and after, and pieces for showing them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LOST_MARK: Final = "〔？〕"
"""Stands in a repaired text for each character or digit that no evidence brings back; a person has to fill it in."""


class Kind(StrEnum):
    """Why a piece was changed."""

    ANNOTATION = "annotation"  # a reading in brackets taken away
    BREAK = "byte break"  # bytes paired anew, the lost one restored
    PUNCTUATION = "punctuation"  # blanks or marks that had become question marks
    TRADITIONAL = "traditional"  # brought back to simplified characters
    LOST = "lost"  # holds at least one LOST_MARK


@dataclass(frozen=True, slots=True)
class Change:
    """One piece that differs: [start, end) in the original is ``before``, [result_start, result_end) is ``after``."""

    start: int
    end: int
    result_start: int
    result_end: int
    before: str
    after: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text after repair; ``text`` is the very object given when nothing was wrong with it.

    ``annotations`` and ``breaks`` count what was undone, ``lost`` the marks left for a person, ``damage`` is the share
    (0 to 1) of the original's Han characters that carried an annotation or stood in a byte break.
    """

    text: str
    changes: tuple[Change, ...] = ()
    annotations: int = 0
    breaks: int = 0
    lost: int = 0
    damage: float = 0.0

    @property
    def changed(self) -> bool:
        """Whether anything was changed at all."""
        return bool(self.changes)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the result for a page: ``kind`` is None where the text was kept, and then ``before`` == ``after``."""

    before: str
    after: str
    kind: Kind | None = None

    @property
    def is_lost(self) -> bool:
        """Whether a person has to look at this piece."""
        return self.kind is Kind.LOST


def segments(repaired: Repaired) -> Iterator[Segment]:
    """Give the whole text as pieces, kept and changed in turn; their ``after`` joined are the repaired text."""
    at = 0
    for change in repaired.changes:
        if kept := repaired.text[at : change.result_start]:
            yield Segment(kept, kept)
        yield Segment(change.before, change.after, change.kind)
        at = change.result_end
    if kept := repaired.text[at:]:
        yield Segment(kept, kept)
