"""Which heading means which column."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zhilian.files.imports.shape import Column
from zhilian.kit.text import fold

_ASIDE = re.compile(r"\(.*?\)|\[.*?\]|【.*?】|[*:#]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the file and the field it was understood as; None where it is not used."""

    text: str
    field: str | None = None


class MissingColumn(Exception):
    """No heading was understood as a column that is needed."""

    def __init__(self, headings: Sequence[Heading], columns: Sequence[Column]) -> None:
        super().__init__(", ".join(column.field for column in columns))
        self.headings = list(headings)
        self.columns = list(columns)


def match(columns: Iterable[Column], headings: Sequence[str], chosen: Mapping[str, str] | None = None) -> list[Heading]:
    """Understand the headings of a file; where several mean one column, the surest name wins.

    ``chosen`` (heading → field, empty for none) is a person's word and goes before. Raises MissingColumn.
    """
    columns = list(columns)
    found = _chosen(columns, headings, chosen) if chosen is not None else _understood(columns, headings)
    missing = [column for column in columns if column.required and column.field not in found]
    by_place = {place: name for name, place in found.items()}
    understood = [Heading(text, by_place.get(place)) for place, text in enumerate(headings)]
    if missing:
        raise MissingColumn(understood, missing)
    return understood


def _understood(columns: Iterable[Column], headings: Sequence[str]) -> dict[str, int]:
    """Field → place of its heading."""
    places: dict[str, int] = {}
    for place, heading in enumerate(headings):
        for name in (fold(heading), _plain(heading)):
            places.setdefault(name, place)
    places.pop("", None)
    found: dict[str, int] = {}
    for column in columns:
        named = [places[fold(name)] for name in column.headings if fold(name) in places]
        free = [place for place in named if place not in found.values()]
        if free:
            found[column.field] = free[0]
    return found


def _plain(heading: str) -> str:
    """A heading without its asides: 企业名称（必填）*, 联系电话: ."""
    return _ASIDE.sub("", fold(heading))


def _chosen(columns: Iterable[Column], headings: Sequence[str], chosen: Mapping[str, str]) -> dict[str, int]:
    fields = {column.field for column in columns}
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        field = chosen.get(heading, "")
        if field in fields:
            found.setdefault(field, place)
    return found
