"""Put a current SQLite under Django's SQLite backend."""

import sys


def use_current_sqlite() -> None:
    """Replace the standard library's ``sqlite3`` by ``pysqlite3`` where its wheel exists.

    All SQLite releases from 3.7.0 to 3.51.2 can corrupt a database when the write-ahead log is reset under load;
    Debian 12 ships 3.40.1. On platforms without the wheel the standard module stays, and ``zhilian check`` warns.
    """
    try:
        import pysqlite3
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
