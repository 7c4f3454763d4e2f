"""Spreadsheets on their way in: matched by their headings, examined row by row, then applied in one transaction."""

from zhilian.files.imports.columns import Heading, MissingColumn, match
from zhilian.files.imports.examine import Findings, RowProblem, examine
from zhilian.files.imports.shape import (
    IMPORTERS,
    Column,
    Importer,
    Note,
    Outcome,
    Overtaken,
    Problem,
    Row,
    Verdict,
    register,
)
from zhilian.files.imports.words import refusal

__all__ = [
    "IMPORTERS",
    "Column",
    "Findings",
    "Heading",
    "Importer",
    "MissingColumn",
    "Note",
    "Outcome",
    "Overtaken",
    "Problem",
    "Row",
    "RowProblem",
    "Verdict",
    "examine",
    "match",
    "refusal",
    "register",
]
