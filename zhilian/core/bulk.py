"""A moment of many rows at once, each row with one of its own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models

Change = tuple[int, datetime | None, datetime | None]  # key of the row, what the column held, what it is to hold


def change_moments(model: type[models.Model], column: str, changes: Sequence[Change]) -> set[int]:
    """Give every row its own new value in one statement, if it still holds what it held; returns the keys of those.

    Of two processes that change the same row one wins. A few thousand changes fit into one statement.
    """
    if not changes:
        return set()
    field: Any = model._meta.get_field(column)
    table, name = connection.ops.quote_name(model._meta.db_table), connection.ops.quote_name(field.column)
    cast = "CAST({} AS timestamptz)" if connection.vendor == "postgresql" else "{}"
    sql = (  # the names are those of a model, every value is a parameter
        f"WITH given(pk, was, will) AS (VALUES {', '.join(['(%s, %s, %s)'] * len(changes))}) "  # noqa: S608
        f"UPDATE {table} SET {name} = {cast.format('given.will')} FROM given WHERE {table}.id = given.pk "
        f"AND {table}.{name} IS NOT DISTINCT FROM {cast.format('given.was')} RETURNING {table}.id"
    )
    given = [part for pk, was, will in changes for part in (pk, _ready(field, was), _ready(field, will))]
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return {row[0] for row in cursor.fetchall()}


def _ready(field: Any, value: Any) -> Any:
    return field.get_db_prep_value(value, connection)
