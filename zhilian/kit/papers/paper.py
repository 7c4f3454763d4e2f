"""What an official paper says: parts and blocks as plain values; how it looks is the renderers' business."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; every line of it is a paragraph of its own, indented by two characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the text with its number typed: level 1 “一、”, level 2 “（一）”."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Roll:
    """A word and who belongs to it, as 出席、列席、请假 in minutes; further lines hang below the first name."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """A bordered table of labels and values; short ones that follow each other share a row."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Opinion:
    """A box for a leader's or a unit's opinion: printed text, and room to write and sign by hand."""

    label: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A bordered table; its header is repeated on every page, columns are as wide as their text asks."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Paragraph | Heading | Roll | Facts | Opinion | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """An official paper. Texts left empty are left out."""

    organisation: str
    """Who issues it: the first line of the red head."""
    kind: str
    """What it is, such as 督办单: the second line of the red head."""
    number: str
    """Its number, such as 龙工商联督办〔2026〕3号: see ``document_number``."""
    title: str = ""
    """What it is about; a line break in it is kept; a long one without is broken into lines of like length."""
    addressee: str = ""
    """Whom it charges; the colon is added."""
    body: tuple[Block, ...] = ()
    signature: str = ""
    date: date | None = None
    """Stands below the signature and in the footer."""
    notes: tuple[str, ...] = ()
    """Lines below the date, such as 联系人：陈敏，联系电话：…; brackets are added."""
    copies: tuple[str, ...] = ()
    """Who gets a copy (抄送); the stop at the end is added."""
    footer: str = ""
    """The office that sends it out, at the foot of the last page, with the date."""
    marks: tuple[str, ...] = ()
    """Secrecy and urgency at the top left, such as 内部 or 特急, one line each."""
    compact: bool = False
    """A working form: smaller type and margins and a lower head, so that it fits on one page."""


def document_number(word: str, year: int, number: int) -> str:
    """Write a paper's number as 龙工商联督办〔2026〕3号: the year in 〔〕, no padded zero (GB/T 9704-2012)."""
    return f"{word}〔{year}〕{number}号"
