"""What a check of ours found, and how a line of source may ask to be let off."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "zhilian"
# `# house: allow clock: a job hands the time on` lets off its line; on a line of its own, the whole file.
ALLOWED = re.compile(r"house: allow (?P<rule>[a-z-]+): \S")


@dataclass(frozen=True, order=True)
class Finding:
    """One place that breaks a rule."""

    path: str
    line: int
    rule: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.sentence}"


def without_allowed(findings: Iterable[Finding], source: str) -> list[Finding]:
    """Drop what the source itself lets off, with a reason, in a comment."""
    lines = source.splitlines()
    in_file = {rule for text in lines if text.lstrip().startswith(("#", "{#")) for rule in rules_allowed(text)}
    return [
        finding
        for finding in findings
        if finding.rule not in in_file and finding.rule not in rules_allowed(line_of(lines, finding.line))
    ]


def rules_allowed(text: str) -> list[str]:
    """The rules a line of source lets off."""
    return [match["rule"] for match in ALLOWED.finditer(text)]


def line_of(lines: Sequence[str], number: int) -> str:
    """The line with this number, counted from 1; empty beyond the end."""
    return lines[number - 1] if 0 < number <= len(lines) else ""


def name_of(path: Path) -> str:
    """A path as it is shown: relative to the repository if it lies there."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def report(findings: Iterable[Finding]) -> int:
    """Print the findings in order and return the exit status."""
    ordered = sorted(set(findings))
    for finding in ordered:
        print(finding)
    return 1 if ordered else 0


def paths_from(arguments: Sequence[str] | None, pattern: str) -> list[Path]:
    """The files named on the command line, else all of the package that match ``pattern``."""
    named = sys.argv[1:] if arguments is None else arguments
    return [Path(name).resolve() for name in named] or sorted(PACKAGE.rglob(pattern))
