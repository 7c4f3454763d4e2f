"""Which database: SQLite without any set-up, PostgreSQL by one address."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA busy_timeout=20000;"


def database(url: str | None, var: Path) -> dict[str, Any]:
    """Return Django's settings for ``url``; without one, the SQLite file in ``var``.

    ``postgresql://user:password@host:port/name?option=value``; ``?host=/run/postgresql`` names a socket folder.
    ``sqlite:///path`` names another SQLite file. Raises ValueError for any other scheme.
    """
    if not url:
        return sqlite(var / "zhilian.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(parts.path[1:]))
    if parts.scheme in ("postgresql", "postgres"):
        return postgresql(
            parts.path.lstrip("/"), parts.username, parts.password, parts.hostname, parts.port, parts.query
        )
    raise ValueError(f"ZHILIAN_DATABASE_URL: unknown scheme {parts.scheme!r}; use postgresql:// or sqlite:///")


def sqlite(path: Path) -> dict[str, Any]:
    """An embedded database: write-ahead log, and every acknowledged write is on the disk (synchronous=FULL)."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS},
        "CONN_MAX_AGE": None,
    }


def postgresql(
    name: str, user: str | None, password: str | None, host: str | None, port: int | None, query: str
) -> dict[str, Any]:
    """A PostgreSQL database; no extension and no schema is named, so that a city can later be one schema of many."""
    options = dict(parse_qsl(query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(name),
        "USER": unquote(user or ""),
        "PASSWORD": unquote(password or ""),
        "HOST": options.pop("host", host or ""),
        "PORT": str(options.pop("port", port or "")),
        "OPTIONS": options,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
