"""Labelled texts from a table: the columns id, label, subject and body, as comma-separated text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final, NamedTuple

from .samples import Sample

COLUMNS: Final = ("label", "subject", "body")  # `id` and any others may be there
ENCODINGS: Final = ("utf-8-sig", "gb18030")
FIELD: Final = 10_000_000  # characters in one cell
MORE: Final = "\0more"


class BadTable(ValueError):
    """The file is not a table of labelled texts; the sentence says why."""


class BadRow(NamedTuple):
    """A row left out: the line of the file it ends on, and why."""

    line: int
    reason: str


def read_table(data: bytes) -> Iterator[Sample | BadRow]:
    """Each row of the file as a sample, or why it is none; raises BadTable where the file as a whole cannot be read.

    Text is UTF-8 (with or without a mark at its head), else GB 18030. A subject or a body may be empty, a label not.
    """
    csv.field_size_limit(FIELD)
    rows = csv.DictReader(io.StringIO(_decoded(data), newline=""), restkey=MORE)
    try:
        missing = [name for name in COLUMNS if name not in [_plain(one) for one in rows.fieldnames or ()]]
        if missing:
            raise BadTable(
                f"there is no column {', '.join(missing)}; the first line must name id, label, subject, body"
            )
        rows.fieldnames = [_plain(one) for one in rows.fieldnames or ()]
        for row in rows:
            yield _sample(row, rows.line_num)
    except csv.Error as error:
        raise BadTable(f"line {rows.line_num} cannot be read: {error}") from error


def _plain(heading: str) -> str:
    return heading.strip().lower()


def _decoded(data: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadTable("it is neither UTF-8 nor GB 18030")


def _sample(row: dict[str, str | None], line: int) -> Sample | BadRow:
    if MORE in row:
        return BadRow(line, "it has more cells than the first line has names")
    label, subject, body = (row[name] for name in COLUMNS)
    if label is None or subject is None or body is None:
        return BadRow(line, "it has fewer cells than the first line has names")
    if not label.strip():
        return BadRow(line, "it has no label")
    return Sample(label.strip(), subject, body)
