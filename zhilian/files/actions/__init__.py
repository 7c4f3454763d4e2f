"""Every write of the files: hanging them on things, and the course of an import."""

from zhilian.files.actions.attach import attach
from zhilian.files.actions.imports import (
    ATTEMPTS,
    choose_mode,
    claim_import,
    drop_import,
    fail_import,
    finish_import,
    import_at_once,
    note_progress,
    remap_import,
    start_import,
    store_check,
)

__all__ = [
    "ATTEMPTS",
    "attach",
    "choose_mode",
    "claim_import",
    "drop_import",
    "fail_import",
    "finish_import",
    "import_at_once",
    "note_progress",
    "remap_import",
    "start_import",
    "store_check",
]
