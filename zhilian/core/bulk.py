"""Many rows at once: put in, or each changed to values of its own."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from django.db import connection, models

Row = Sequence[Any]


def change_many(model: type[models.Model], columns: Sequence[str], rows: Sequence[Row], *, held: str = "") -> set[int]:
    """Give every row its own new values in one statement; returns the keys of those that were changed.

    Each of ``rows`` is a key and the new values of ``columns``. ``held`` names a column that must still hold what it
    did, given last of each row: of two processes that change the same row one wins. Good for some thousand rows.
    """
    if not rows:
        return set()
    fields: list[Any] = [model._meta.get_field(name) for name in (*columns, *([held] if held else []))]
    names, table = [_quoted(field.column) for field in fields], _quoted(model._meta.db_table)
    given = [f"given.v{n}" for n in range(len(fields))]
    if connection.vendor == "postgresql":  # of a column of NULLs it would not know the type
        given = [f"CAST({one} AS {field.db_type(connection)})" for one, field in zip(given, fields, strict=True)]
    sets = ", ".join(f"{name} = {one}" for name, one in zip(names[: len(columns)], given, strict=False))
    still = f"AND {table}.{names[-1]} IS NOT DISTINCT FROM {given[-1]}" if held else ""
    places = f"({', '.join(['%s'] * (len(fields) + 1))})"
    sql = (  # the names are those of a model, every value is a parameter
        f"WITH given(pk, {', '.join(f'v{n}' for n in range(len(fields)))}) "  # noqa: S608
        f"AS (VALUES {', '.join([places] * len(rows))}) UPDATE {table} SET {sets} FROM given "
        f"WHERE {table}.id = given.pk {still} RETURNING {table}.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [part for pk, *values in rows for part in (pk, *_ready(fields, values))])
        return {row[0] for row in cursor.fetchall()}


def insert_many(rows: Sequence[models.Model]) -> None:
    """Put in many unsaved rows of one table; they do not learn their keys. PostgreSQL takes them by COPY."""
    if not rows:
        return
    model = type(rows[0])
    if connection.vendor != "postgresql":
        model._default_manager.bulk_create(rows)
        return
    fields: list[Any] = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    columns, read = ", ".join(_quoted(one.column) for one in fields), attrgetter(*(one.attname for one in fields))
    asked = f"COPY {_quoted(model._meta.db_table)} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(asked) as copy:
        for row in rows:
            copy.write_row(read(row))


def _ready(fields: Sequence[Any], values: Row) -> list[Any]:
    return [field.get_db_prep_value(value, connection) for field, value in zip(fields, values, strict=True)]


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
