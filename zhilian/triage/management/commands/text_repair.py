"""``zhilian text repair [FILE] [--report json]``: text broken by mirrors, mended; clean text passes untouched."""

import json
import sys
from argparse import ArgumentParser
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from zhilian.kit.repair import Repaired, repair


class Command(BaseCommand):
    """Writes the repaired text to stdout with nothing added, and what was done to stderr; exits with 2 on bad input."""

    help = "Repair Chinese text in which each traditional character is followed by its reading and bytes were lost."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The text, and whether to report."""
        parser.add_argument("file", nargs="?", type=Path, help="a text in UTF-8; without it, standard input")
        parser.add_argument("--report", choices=["json"], help="say on stderr what was changed, as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, repair, write."""
        text = _read(options["file"])
        repaired = repair(text)
        self._write(repaired.text)
        if options["report"]:
            self.stderr.write(json.dumps(report(text, repaired), ensure_ascii=False))

    def _write(self, text: str) -> None:
        """Write bytes where there are bytes, so that no line ending and no encoding of the terminal changes them."""
        if raw := getattr(self.stdout, "buffer", None):
            raw.write(text.encode())
            raw.flush()
        else:
            self.stdout.write(text, ending="")


def report(text: str, repaired: Repaired) -> dict[str, Any]:
    """Counts, and each change with its place in the original: lines and columns from 1, columns in code points."""
    return {
        "changed": repaired.changed,
        "annotations": repaired.annotations,
        "breaks": repaired.breaks,
        "lost": repaired.lost,
        "damage": repaired.damage,
        "changes": list(_changes(text, repaired)),
    }


def _changes(text: str, repaired: Repaired) -> Iterator[dict[str, Any]]:
    begins = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
    for change in repaired.changes:
        line = bisect_right(begins, change.start)
        place = {"line": line, "column": change.start - begins[line - 1] + 1}
        yield {**place, "before": change.before, "after": change.after, "kind": change.kind.value}


def _read(path: Path | None) -> str:
    """The text of the file, or of standard input; a byte order mark stays part of it."""
    name = str(path) if path else "standard input"
    try:
        return (path.read_bytes() if path else sys.stdin.buffer.read()).decode()
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}.", returncode=2) from error
    except UnicodeDecodeError as error:
        place = f"byte {error.object[error.start]:#04x} at offset {error.start}"
        raise CommandError(f"{name} is not UTF-8: {place}. Convert it first.", returncode=2) from error
