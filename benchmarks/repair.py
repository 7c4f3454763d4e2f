"""Repair of broken text: real messages damaged by mirrors of our own, repaired, and compared character by character.

    make bench NAME=repair [ARGS="--pages 300"]

Needs the folder data/messages beside the project (ZHILIAN_SHARED, default ../shared); without it says so and stops.
Prints for each sort of mirror: pages that come back exact, pages whose damage was not noticed, breaks, places that
differ (most of them marked), characters wrong and marked per thousand, annotations left, characters per second; and
how many of the same pages undamaged were touched.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from benchmarks import _lab as lab
from tests.kit.mirror import Mirror, fold
from zhilian.kit.repair import LOST_MARK, looks_damaged, repair

MIRRORS: dict[str, dict[str, Any]] = {
    "toned": {},
    "toned, all characters": {"share": 1.0},
    "toned, rare characters too": {"share": 1.0, "common": False},
    "blank inside": {"blank_inside": True},
    "toneless, Taiwan": {"toneless": True, "blank_after": True, "taiwan": True},
    "breaks only": {"share": 0.0},
    "not folded": {"folds": False},
}
PAGE = 600  # characters at least
LEFT = re.compile(r"[\u4e00-\u9fff]\( ?[a-zü\u00e0-\u01dc]{1,6} ?\)")
MARK = "\0"  # stands for LOST_MARK, so that it counts as one character


def main() -> int:
    """Damage, repair, compare, print."""
    options = argparse.ArgumentParser()
    options.add_argument("--pages", type=int, default=200)
    options.add_argument("--seed", type=int, default=2006)
    options.add_argument("--show", type=int, default=0, help="print this many differences of each sort")
    chosen = options.parse_args()
    shared = Path(os.environ.get("ZHILIAN_SHARED", "../shared")) / "data" / "messages" / "labelled.csv"
    if not shared.exists():
        print(f"{shared} is not there; nothing was measured.", file=sys.stderr)
        return 0
    pages = list(pages_of(shared, chosen.pages, chosen.seed))
    results = {name: measured(pages, given, chosen.seed, chosen.show) for name, given in MIRRORS.items()}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lab.say(benchmark="repair", pages=len(pages), **results, clean=clean(pages), peak_mb=round(memory))
    return 0


def pages_of(path: Path, number: int, seed: int) -> Iterator[str]:
    """Messages put together to pages; those with characters GB 2312 lacks are left out."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row["body"].strip() for row in csv.DictReader(file) if row["body_source"] == "raw"]
    random.Random(seed).shuffle(rows)
    page = ""
    for body in rows:
        if body.encode("gb2312", "ignore").decode("gb2312") == body and "\0" not in body:
            page += body + "\n"
        if len(page) >= PAGE:
            yield page
            number, page = number - 1, ""
        if not number:
            return


def measured(pages: list[str], given: dict[str, Any], seed: int, show: int) -> dict[str, Any]:
    """One sort of mirror over all pages; each page has a table of its own."""
    counts: Counter[str] = Counter()
    seconds = 0.0
    for index, page in enumerate(pages):
        mirror = Mirror(seed=seed + index, **given)
        damaged = mirror.show(page)
        if not mirror.breaks and not mirror.annotations:
            continue  # only made traditional, and that is no damage
        began = time.perf_counter()
        repaired = repair(damaged)
        seconds += time.perf_counter() - began
        result = repaired.text.replace(LOST_MARK, MARK)
        expected = fold(page) if mirror.folds else page
        compared = list(differences(expected, result))
        counts.update(pages=1, characters=len(page), damaged=len(damaged), breaks=mirror.breaks)
        counts.update(exact=expected == result)
        counts.update(wrong=sum(wrong for _, _, wrong in compared), marked=result.count(MARK), spots=len(compared))
        counts.update(left=len(LEFT.findall(repaired.text)), unnoticed=not repaired.changed)
        counts.update(silent=sum(repaired.changed and MARK not in here for _, here, _ in compared))
        for there, here, _ in compared[: max(show - counts["shown"], 0)]:
            counts["shown"] += 1
            print(f"{given}: {there!r} came back as {here!r}", file=sys.stderr)
    return figures(counts, seconds)


def figures(counts: Counter[str], seconds: float) -> dict[str, Any]:
    """Shares and rates."""
    thousand = counts["characters"] / 1000
    return {
        "pages": counts["pages"],
        "pages_exact": round(counts["exact"] / counts["pages"], 3) if counts["pages"] else None,
        "breaks": counts["breaks"],
        "pages_unnoticed": counts["unnoticed"],
        "places_differing": counts["spots"],
        "of_them_unmarked": counts["silent"],
        "wrong_per_1000": round(counts["wrong"] / thousand, 3),
        "marked_per_1000": round(counts["marked"] / thousand, 3),
        "annotations_left": counts["left"],
        "characters_per_second": round(counts["damaged"] / seconds),
    }


def differences(expected: str, result: str) -> Iterator[tuple[str, str, int]]:
    """Each place that differs, and how many of its characters are wrong without being marked."""
    if expected == result:
        return
    for kind, a, b, c, d in SequenceMatcher(None, expected, result, autojunk=False).get_opcodes():
        if kind != "equal":
            there, here = expected[a:b], result[c:d]
            yield expected[max(a - 4, 0) : b + 4], result[max(c - 4, 0) : d + 4], wrong(there, here)


def wrong(there: str, here: str) -> int:
    """Characters that are neither there nor marked."""
    marks = here.count(MARK)
    return max(len(there) - marks, len(here) - marks, 0)


def clean(pages: list[str]) -> dict[str, Any]:
    """The pages as they are: every one must come back as the same object."""
    touched = sum(repair(page) is None or repair(page).text is not page for page in pages)
    began = time.perf_counter()
    for page in pages:
        looks_damaged(page)
    spent = (time.perf_counter() - began) / len(pages)
    return {"touched": touched, "looks_damaged_us_per_page": round(spent * 1e6, 1)}


if __name__ == "__main__":
    sys.exit(main())
