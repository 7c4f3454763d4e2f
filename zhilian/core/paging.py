"""Pages of a long list, found by where the page before ended: no counting, no skipping, quick at any depth."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import F, Field, Model, Q, QuerySet
from django.db.models.expressions import OrderBy

Row = TypeVar("Row", bound=Model)
SIZE = 50  # rows on a page
_NEXT, _PREVIOUS = "n", "p"


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """The rows of one page; the tokens lead to the pages after and before it and are empty where there is none."""

    rows: list[Row]
    next_token: str = ""
    previous_token: str = ""


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of the order; NULL counts as the greatest value, as in PostgreSQL's indexes."""

    name: str
    field: "Field[Any, Any]"
    descending: bool

    def order(self) -> OrderBy:
        """The column as a part of ORDER BY."""
        column, nullable = F(self.name), self.field.null
        if self.descending:
            return column.desc(nulls_first=True) if nullable else column.desc()
        return column.asc(nulls_last=True) if nullable else column.asc()

    def beyond(self, value: Any) -> Q | None:
        """Rows that come after this value; None where none can."""
        if self.descending:
            return Q(**{f"{self.name}__isnull": False}) if value is None else Q(**{f"{self.name}__lt": value})
        if value is None:
            return None
        after = Q(**{f"{self.name}__gt": value})
        return after | Q(**{f"{self.name}__isnull": True}) if self.field.null else after

    def same(self, value: Any) -> Q:
        """Rows with exactly this value."""
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})

    def flipped(self) -> "_Column":
        """The same column, read from the other end."""
        return _Column(self.name, self.field, not self.descending)


def keyset_page(
    queryset: "QuerySet[Row]", order: Sequence[str] = ("sort_key", "id"), after: str = "", size: int = SIZE
) -> Page[Row]:
    """One page of ``queryset`` in ``order``, beginning where the token ``after`` says (empty: the first page).

    ``order`` are columns, descending with a minus, the last of them unique; an index over them makes every page quick.
    A column of another table is written ``street__code``. A token that cannot be read means the first page.
    """
    columns = [_column(queryset.model, name) for name in order]
    direction, values = _read(after, columns)
    if direction == _PREVIOUS:
        rows = _rows(queryset, [column.flipped() for column in columns], values, size)
        if rows:
            page = rows[:size][::-1]
            return Page(page, _token(_NEXT, page[-1], columns), _token(_PREVIOUS, page[0], columns, rows[size:]))
        values = None
    rows = _rows(queryset, columns, values, size)
    page = rows[:size]
    before = _token(_PREVIOUS, page[0], columns) if values and page else ""
    return Page(page, _token(_NEXT, page[-1], columns, rows[size:]) if page else "", before)


def _rows(queryset: "QuerySet[Row]", columns: Sequence[_Column], values: list[Any] | None, size: int) -> list[Row]:
    """One row more than a page has, to know whether there is another."""
    found = queryset.order_by(*(column.order() for column in columns))
    if values:
        found = found.filter(_beyond(columns, values))
    return list(found[: size + 1])


def _beyond(columns: Sequence[_Column], values: Sequence[Any]) -> Q:
    """Rows after these values; the outer bound on the first column lets an index find the place."""
    first, value = columns[0], values[0]
    further = first.beyond(value)
    if len(columns) == 1:
        return further if further is not None else Q(pk__in=[])
    tied = first.same(value) & _beyond(columns[1:], values[1:])
    if further is None:
        return tied
    bound = further | first.same(value)
    if value is not None and not first.field.null:
        bound = Q(**{f"{first.name}__{'lte' if first.descending else 'gte'}": value})
    return bound & (further | tied)


def _column(model: type[Model], name: str) -> _Column:
    path = name.removeprefix("-")
    *steps, last = path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    field = model._meta.pk if last == "pk" else model._meta.get_field(last)
    return _Column(path, field, name.startswith("-"))  # type: ignore[arg-type]


def _token(direction: str, row: Model, columns: Sequence[_Column], more: Sequence[Any] = (None,)) -> str:
    """The place of a row in the list, as a text for an address; empty when there is nothing more."""
    if not more:
        return ""
    values = [_value(row, column) for column in columns]
    packed = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return direction + base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def _value(row: Any, column: _Column) -> str | None:
    for step in column.name.split("__"):
        row = getattr(row, step)
    return None if row is None else column.field.value_to_string(_Holder(column.field.attname, row))  # type: ignore[arg-type]


class _Holder:
    """Lets a field write a single value as text."""

    def __init__(self, name: str, value: Any) -> None:
        setattr(self, name, value)


def _read(token: str, columns: Sequence[_Column]) -> tuple[str, list[Any] | None]:
    """Direction and values of a token; anything else than our own tokens is the first page."""
    direction, packed = token[:1], token[1:]
    try:
        texts = json.loads(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
        values = [_read_one(column, text) for column, text in zip(columns, texts, strict=True)]
    except (binascii.Error, ValueError, TypeError, ValidationError):
        return _NEXT, None
    return (direction, values) if direction in (_NEXT, _PREVIOUS) else (_NEXT, None)


def _read_one(column: _Column, text: Any) -> Any:
    if text is None and column.field.null:
        return None
    if not isinstance(text, str) or "\0" in text:
        raise ValueError(text)
    return column.field.to_python(text)
