"""No package an installation runs on is under GPL or AGPL:  python -m tools.licences"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata

from tools.findings import ROOT, Finding, report

LOCK = "requirements.txt"
STRONG = re.compile(r"(?<!L)\b(?:GNU )?(?:Affero )?(?:AGPL|GPL|General Public License)", re.IGNORECASE)
READ_BY_HAND = {"pysqlite3": "Zlib"}  # packages whose metadata is silent but whose licence file was read
WEAK = re.compile(r"LGPL|Lesser General Public", re.IGNORECASE)


def main() -> int:
    """Check the licences of the locked packages and print what was found."""
    return report(finding for line, name in locked() if (finding := check(line, name)))


def locked() -> Iterator[tuple[int, str]]:
    """Line and name of each locked package."""
    for number, line in enumerate((ROOT / LOCK).read_text(encoding="utf-8").splitlines(), 1):
        if match := re.match(r"([\w.-]+)(\[.*\])?==", line):
            yield number, match[1]


def check(line: int, name: str) -> Finding | None:
    """What is wrong with one package; packages for other systems are not installed here and pass."""
    try:
        licence = licence_of(name)
    except PackageNotFoundError:
        return None
    if not licence:
        return Finding(LOCK, line, "licence", f"{name} states none")
    if STRONG.search(licence) and not WEAK.search(licence):
        return Finding(LOCK, line, "licence", f"{name} is under {licence}")
    return None


def licence_of(name: str) -> str:
    """What a package says of its licence, on one line; raises PackageNotFoundError."""
    told = metadata(name)
    (expression, *_), (text, *_) = (told.get_all(field) or [""] for field in ("License-Expression", "License"))
    classifiers = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or [] if "License ::" in line]
    return expression or ", ".join(classifiers) or text.partition("\n")[0] or READ_BY_HAND.get(name, "")


if __name__ == "__main__":
    sys.exit(main())
