"""Some tables are append-only in the database itself: triggers refuse to change or remove a row."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ["core_trailentry"]
POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$""",
    "DROP TRIGGER IF EXISTS {table}_guard ON {table}",
    "DROP TRIGGER IF EXISTS {table}_guard_all ON {table}",
    """CREATE TRIGGER {table}_guard BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_refuse()""",
    """CREATE TRIGGER {table}_guard_all BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()""",
)
SQLITE = tuple(
    f"""CREATE TRIGGER IF NOT EXISTS {{table}}_guard_{event} BEFORE {event.upper()} ON {{table}}
    BEGIN SELECT RAISE(ABORT, '{{table}} is append-only'); END"""
    for event in ("update", "delete")
)
REMOVE = {
    "postgresql": (
        "DROP TRIGGER IF EXISTS {table}_guard ON {table}",
        "DROP TRIGGER IF EXISTS {table}_guard_all ON {table}",
    ),
    "sqlite": ("DROP TRIGGER IF EXISTS {table}_guard_update", "DROP TRIGGER IF EXISTS {table}_guard_delete"),
}


def protect(*tables: str) -> None:
    """Make these tables append-only, too; a room calls it in ``apps.ready()``, the next migration puts it on."""
    TABLES.extend(table for table in tables if table not in TABLES)


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on; harmless when they are there. Raises ValueError for an engine we do not know."""
    statements = {"postgresql": POSTGRESQL, "sqlite": SQLITE}.get(connection.vendor)
    if statements is None:
        raise ValueError(f"no append-only tables on {connection.vendor}")
    _run(connection, statements)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off: only for emptying a test database."""
    _run(connection, REMOVE[connection.vendor])


def after_migrate(using: str, **kwargs: Any) -> None:
    """Put the triggers on after every migration (SQLite loses them when it rebuilds a table)."""
    install(connections[using])


def _run(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    """Run the statements for every protected table there is."""
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for statement in _filled(statements, [table for table in TABLES if table in there]):
            cursor.execute(statement)


def _filled(statements: Iterable[str], tables: Iterable[str]) -> Iterator[str]:
    return (statement.format(table=table) for table in tables for statement in statements)
