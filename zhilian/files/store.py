"""Where the bytes lie: once, under their SHA-256, outside the web root."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


@dataclass(frozen=True, slots=True)
class Stored:
    """A checked file whose bytes are on the disk already; ``name`` is what people see, never a path."""

    name: str
    sha256: str
    size: int
    content_type: str


def path_of(sha256: str) -> str:
    """The storage's name for these bytes."""
    return f"{sha256[:2]}/{sha256}"


def keep(content: bytes) -> str:
    """Store the bytes unless they are there already; returns their SHA-256."""
    digest = hashlib.sha256(content).hexdigest()
    if not default_storage.exists(path_of(digest)):
        default_storage.save(path_of(digest), ContentFile(content))
    return digest


def location(sha256: str) -> Path:
    """The file on this machine's disk."""
    return Path(default_storage.path(path_of(sha256)))
