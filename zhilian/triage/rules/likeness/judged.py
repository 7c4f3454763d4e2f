"""Files of judged pairs: two texts and 0 or 1 on each line, separated by tabs or commas."""

from __future__ import annotations

import csv
from io import StringIO

import numpy as np
from numpy.typing import NDArray

Judged = tuple[list[tuple[str, str]], NDArray[np.bool_]]


def parse(text: str) -> Judged:
    """The pairs and whether each means the same; a header and empty lines are passed over.

    Raises ValueError with the number of the first line that is something else.
    """
    rows = _rows(text)
    if rows and len(rows[0][1]) == 3 and not _answer(rows[0][1]):
        rows = rows[1:]  # a header
    for number, row in rows:
        if len(row) != 3 or not _answer(row):
            raise ValueError(f"line {number} is not two texts and 0 or 1, separated by tabs or commas.")
    if not rows:
        raise ValueError("there is no line with two texts and 0 or 1.")
    return [(row[0], row[1]) for _, row in rows], np.array([_answer(row) == "1" for _, row in rows])


def _answer(row: list[str]) -> str:
    answer = row[2].strip()
    return answer if answer in {"0", "1"} else ""


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Lines with their numbers: split at tabs if the first one has two, read as CSV otherwise."""
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    if text.lstrip("\n").partition("\n")[0].count("\t") >= 2:
        lines = enumerate(text.split("\n"), 1)
        return [(number, line.split("\t")) for number, line in lines if line.strip()]
    reader = csv.reader(StringIO(text, newline=""))
    try:
        return [(reader.line_num, row) for row in reader if any(field.strip() for field in row)]
    except csv.Error as error:
        raise ValueError(f"line {reader.line_num} cannot be read ({error}).") from error
