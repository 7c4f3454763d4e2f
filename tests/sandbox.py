"""Loaded before Django's settings: a test run has a folder and a database of its own, never those of an installation.

$TEST_DATABASE_URL chooses PostgreSQL; without it the tests run on a SQLite file.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

MARK = "ZHILIAN_TEST_FOLDER"  # parallel workers inherit it and share the folder
KEPT = (MARK, "ZHILIAN_SHARED", "ZHILIAN_UPDATE")


def enter() -> None:
    """Forget the settings of any installation, and make the folder unless a parent process did."""
    if MARK in os.environ:
        return
    for name in [name for name in os.environ if name.startswith("ZHILIAN_") and name not in KEPT]:
        del os.environ[name]
    folder = tempfile.mkdtemp(prefix="zhilian-test-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (Path(folder) / "static").mkdir()
    os.environ[MARK] = os.environ["ZHILIAN_VAR"] = folder
    if url := os.environ.get("TEST_DATABASE_URL"):
        os.environ["ZHILIAN_DATABASE_URL"] = url


enter()
