"""Secrets come from the environment, else from a file of this installation; never from the repository."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def secret(name: str, folder: Path) -> str:
    """Return ``$ZHILIAN_<NAME>``, else the content of ``folder/<name>.key``, made on first use (mode 0600)."""
    from_environment = os.environ.get(f"ZHILIAN_{name.upper()}")
    if from_environment:
        return from_environment
    path = folder / f"{name}.key"
    if not path.exists():
        _make(path)
    return path.read_text().strip()


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)  # the database and the files lie here too
    draft = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48))
    with suppress(FileExistsError):
        os.link(draft, path)  # the first process wins; the others read its key
    draft.unlink()
