"""What no tracked file holds:  python -m tools.tracked

address  where packages come from is the machine's own setting, never the project's
itself   the project speaks of itself alone: no folder of one machine, no ticket, no tool that wrote it
size     nothing larger than 1.5 MB
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.findings import ROOT, Finding, report

LARGEST = 1_500_000  # bytes
ADDRESS = re.compile(
    r"pypi[.](org|tuna)|pythonhosted[.]|registry[.]npm|npmmirror[.]|mirrors?[.](aliyun|tuna|ustc|huaweicloud)"
    r"|(extra-)?index-ur[l]",
    re.IGNORECASE,
)
ITSELF = re.compile(
    r"(?<![\w.])/(work|root|home)/\w|\bissues? #?\d+|\bco-authored[-]by\b"
    r"|\b(written|generated) (by|with) an? (model|assistant|agent)",
    re.IGNORECASE,
)
SHARED = re.compile(r"\.\./share[d]\b")
MAY_NAME_SHARED = ("benchmarks/", "tests/")
TOLD_AS_DATA = (".json", ".csv", ".po", ".txt")  # texts of the story, and hashes


def main() -> int:
    """Check every tracked file and print what was found."""
    return report(finding for path in tracked() if (ROOT / path).is_file() for finding in check(path))


def tracked() -> Sequence[str]:
    """The paths of the repository's files."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [path for path in listed.stdout.split("\0") if path]


def check(path: str) -> Iterator[Finding]:
    """Everything one file holds against the rules."""
    content = (ROOT / path).read_bytes()
    if len(content) > LARGEST:
        yield Finding(path, 1, "size", f"{len(content) / 1e6:.1f} MB")
    if b"\0" not in content:
        yield from check_text(content.decode("utf-8", "replace"), path)


def check_text(text: str, path: str) -> Iterator[Finding]:
    """What the lines of one file say against the rules."""
    for number, line in enumerate(text.splitlines(), 1):
        if match := ADDRESS.search(line):
            yield Finding(path, number, "address", f"names where packages come from: {match.group().strip()}")
        if Path(path).suffix in TOLD_AS_DATA:
            continue
        if match := ITSELF.search(line) or (not path.startswith(MAY_NAME_SHARED) and SHARED.search(line)) or None:
            yield Finding(path, number, "itself", f"speaks of something outside the project: {match.group()}")


if __name__ == "__main__":
    sys.exit(main())
