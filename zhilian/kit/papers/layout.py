"""What both renderers share: a paper's texts made printable, and everything that is counted rather than drawn.

Widths are in characters: a Han character is 1, a Latin letter or digit 0.5.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Final

from zhilian.kit.dates import chinese_date
from zhilian.kit.text import clean, clean_line

from .paper import Block, Facts, Heading, Opinion, Paper, Paragraph, Roll, Table

RED: Final = "FF0000"
LINE: Final = 28.95
"""Points from line to line: 22 lines in 225 mm."""
SIZE: Final = 15.75
"""Points of a 3号 character: 28 in 156 mm."""
LABEL_WIDTH: Final = 5.2
"""Characters that a label's column takes in a form."""
TABLE_WIDTH: Final = 31.5
"""Characters of 4号 in the width of the page's block."""
_BLOCK_WIDTH: Final = 442.2  # points: 156 mm
_TITLE_LINE, _TITLE_LEAST = 20.0, 5.0
_LARGEST_HEAD: Final = 36.0
_COMPACT_HEAD: Final = 28.0
_PAIRED: Final = 9.8  # the widest value that may share a row with another
_SHORT_LABEL: Final = 4.0
_LONG: Final = 40.0  # a longer text asks for no more
_PADDING: Final = 1.4
_SIGNED_INDENT, _LEAST_INDENT = 4.0, 2.0
_UNPRINTABLE: Final = re.compile("[\0\ufffe\uffff]")  # what XML cannot hold and ``clean`` leaves


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value in a form."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Form:
    """Facts and opinions that follow each other: one table. A row is one fact, two side by side, or an opinion."""

    rows: tuple[tuple[Fact, ...] | Opinion, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with the share of the width each column takes; the shares add up to 1."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]


Part = Paragraph | Heading | Roll | Form | Grid


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A paper ready to be drawn: every text printable, every addition made; indents in characters.

    ``cell_size`` is in points, ``margins`` are top and bottom in millimetres (GB/T 9704-2012 but for working forms).
    """

    organisation: str
    kind: str
    head_size: float
    number: str
    title: str
    addressee: str
    parts: tuple[Part, ...]
    signature: str
    signature_indent: float
    date: str
    date_indent: float
    notes: tuple[str, ...]
    copies: str
    footer: str
    issued: str
    marks: tuple[str, ...]
    compact: bool
    cell_size: float
    margins: tuple[float, float]


def layout_of(paper: Paper) -> Layout:
    """Prepare a paper for drawing."""
    signature, day = _line(paper.signature), chinese_date(paper.date) if paper.date else ""
    signature_indent, date_indent = signature_indents(signature, day)
    organisation = _line(paper.organisation)
    return Layout(
        organisation=organisation,
        kind=spaced(_line(paper.kind)),
        head_size=min(_COMPACT_HEAD if paper.compact else _LARGEST_HEAD, _BLOCK_WIDTH / max(width(organisation), 1)),
        number=_line(paper.number),
        title=broken(_text(paper.title)),
        addressee=_ended(_line(paper.addressee), "："),
        parts=tuple(_parts(paper.body)),
        signature=signature,
        signature_indent=signature_indent,
        date=day if signature else "",
        date_indent=date_indent,
        notes=tuple(f"（{note.strip('（）()')}）" for note in map(_line, paper.notes) if note),
        copies=_ended("，".join(copy for copy in map(_line, paper.copies) if copy), "。"),
        footer=_line(paper.footer),
        issued=f"{day}印发" if day else "",
        marks=tuple(mark for mark in map(_text, paper.marks) if mark),
        compact=paper.compact,
        cell_size=12.0 if paper.compact else 14.0,
        margins=(18.0, 19.0) if paper.compact else (37.0, 35.0),
    )


def width(text: str) -> float:
    """How wide a text is, in characters."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def spaced(text: str) -> str:
    """Set the few characters of a short word apart, as in 督　办　单."""
    return "\u3000".join(text) if len(text) <= 4 else text


def broken(title: str, unbroken: float = 18.0) -> str:
    """Break a long title into lines of like length, best where its words allow; one that has breaks keeps them."""
    if "\n" in title or width(title) <= unbroken:
        return title
    count = max(ceil(width(title) / _TITLE_LINE), 2)
    places = [place for place in range(1, len(title)) if _leaves(title, place, count - 1)]
    if not places:
        return title
    place = min(places, key=lambda place: (-_breaks_well(title, place), abs(place - len(title) / count)))
    return title[:place].rstrip() + "\n" + broken(title[place:].lstrip(), _TITLE_LINE)


def _leaves(title: str, place: int, lines: int) -> bool:
    """Whether a break here gives a line that is full enough and leaves no more than so many."""
    return _TITLE_LEAST <= width(title[:place]) <= _TITLE_LINE and width(title[place:]) <= lines * _TITLE_LINE


def _breaks_well(title: str, place: int) -> int:
    before, after = title[place - 1], title[place]
    if before in "“（《〔" or after in "”）》〕，、：；。" or (before + after).isascii():
        return -1
    return int(before in "的，、：；”）》和与及" or after in "“（《")


def signature_indents(signature: str, day: str) -> tuple[float, float]:
    """How far signature and date stay from the right: the date four characters, the signature centred above it.

    A signature much longer than the date stays two characters from the right, and the date moves in (GB/T 9704-2012).
    """
    excess = (width(signature) - width(day)) / 2
    if not day or not signature:
        return _SIGNED_INDENT, _SIGNED_INDENT
    if excess > _SIGNED_INDENT - _LEAST_INDENT:
        return _LEAST_INDENT, _LEAST_INDENT + excess
    return _SIGNED_INDENT - excess, _SIGNED_INDENT


def shares(rows: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """Share out a table's width: a column gets what its longest line asks; if that is too much, the widest give way."""
    asked = [min(max(map(_widest_line, column)), _LONG) + _PADDING for column in zip(*rows, strict=True)]
    cap = _cap(asked, TABLE_WIDTH)
    wide = sum(sqrt(wish) for wish in asked if wish > cap)
    rest = TABLE_WIDTH - sum(wish for wish in asked if wish <= cap)
    given = [rest * sqrt(wish) / wide if wish > cap else wish for wish in asked]
    return tuple(wish / sum(given) for wish in given)


def _cap(asked: Sequence[float], room: float) -> float:
    """The most that every column may have if all are to have room together."""
    for done, wish in enumerate(rising := sorted(asked)):
        if wish * (len(rising) - done) >= room:
            return room / (len(rising) - done)
        room -= wish
    return max(rising)


def _widest_line(text: str) -> float:
    return max(map(width, text.split("\n")))


def _parts(blocks: Iterable[Block]) -> Iterator[Part]:
    """The blocks with facts and opinions gathered into forms, and text taken apart into its lines."""
    form: list[tuple[Fact, ...] | Opinion] = []
    for block in blocks:
        if isinstance(block, Facts | Opinion):
            form.extend(_form_rows(block))
            continue
        if form:
            yield Form(tuple(form))
            form = []
        yield from _plain_parts(block)
    if form:
        yield Form(tuple(form))


def _plain_parts(block: Paragraph | Heading | Roll | Table) -> Iterator[Part]:
    match block:
        case Paragraph(text):
            yield from (Paragraph(line) for line in map(_line, clean(text).split("\n")) if line)
        case Heading(text, level):
            yield Heading(_line(text), level)
        case Roll(label, text):
            yield Roll(_ended(_line(label), "："), _line(text))
        case Table(header, rows) if header:
            yield _grid(header, rows)


def _grid(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Grid:
    """A table whose rows are all as long as its header."""
    top = tuple(map(_line, header))
    filled = [tuple(map(_text, (*row, *[""] * len(top))))[: len(top)] for row in rows]
    return Grid(top, tuple(filled), shares([top, *filled]))


def _form_rows(block: Facts | Opinion) -> Iterator[tuple[Fact, ...] | Opinion]:
    if isinstance(block, Opinion):
        yield Opinion(_text(block.label), _text(block.text))
        return
    waiting: Fact | None = None
    for fact in (Fact(_text(label), _text(value)) for label, value in block.rows):
        if waiting and _is_short(fact):
            yield (waiting, fact)
            waiting = None
            continue
        if waiting:
            yield (waiting,)
        waiting = fact if _is_short(fact) else None
        if not waiting:
            yield (fact,)
    if waiting:
        yield (waiting,)


def _is_short(fact: Fact) -> bool:
    return width(fact.value) <= _PAIRED and width(fact.label) <= _SHORT_LABEL and "\n" not in fact.value


def _ended(text: str, end: str) -> str:
    return text.rstrip("：:。.") + end if text else ""


def _text(text: str) -> str:
    return _UNPRINTABLE.sub("", clean(text))


def _line(text: str) -> str:
    return _UNPRINTABLE.sub("", clean_line(text))
