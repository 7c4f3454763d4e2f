"""The trail is append-only in the database itself: triggers refuse to change or remove a line."""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "core_trailentry"
REASON = "the trail is append-only"
POSTGRESQL = (
    f"""CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{REASON}'; END $$""",
    f"DROP TRIGGER IF EXISTS {TABLE}_guard ON {TABLE}",
    f"DROP TRIGGER IF EXISTS {TABLE}_guard_all ON {TABLE}",
    f"""CREATE TRIGGER {TABLE}_guard BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()""",
    f"""CREATE TRIGGER {TABLE}_guard_all BEFORE TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()""",
)
SQLITE = tuple(
    f"""CREATE TRIGGER IF NOT EXISTS {TABLE}_guard_{event} BEFORE {event.upper()} ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{REASON}'); END"""
    for event in ("update", "delete")
)
REMOVE = {
    "postgresql": (
        f"DROP TRIGGER IF EXISTS {TABLE}_guard ON {TABLE}",
        f"DROP TRIGGER IF EXISTS {TABLE}_guard_all ON {TABLE}",
    ),
    "sqlite": (f"DROP TRIGGER IF EXISTS {TABLE}_guard_update", f"DROP TRIGGER IF EXISTS {TABLE}_guard_delete"),
}


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on; harmless when they are there. Raises ValueError for an engine we do not know."""
    statements = {"postgresql": POSTGRESQL, "sqlite": SQLITE}.get(connection.vendor)
    if statements is None:
        raise ValueError(f"no append-only trail on {connection.vendor}")
    _run(connection, statements)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off: only for emptying a test database."""
    _run(connection, REMOVE[connection.vendor])


def after_migrate(using: str, **kwargs: Any) -> None:
    """Put the triggers on after every migration (SQLite loses them when it rebuilds a table)."""
    connection = connections[using]
    if TABLE in connection.introspection.table_names():
        install(connection)


def _run(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
