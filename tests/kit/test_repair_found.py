"""The repair on pages as they were found on the web; needs the data beside the project, and says so without it."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from zhilian.kit.repair import LOST_MARK, Kind, repair

SHARED = Path(os.environ.get("ZHILIAN_SHARED", "../shared"))
EXCERPTS = SHARED / "data" / "corrupted-text" / "excerpts.json"
SEED = SHARED / "seed"
READING = re.compile(r"[(（] ?[a-zü\u00e0-\u01dc]{1,6} ?[)）]")


@pytest.mark.skipif(not SEED.exists(), reason="no article as found beside the project")
def test_the_article_comes_out_as_a_careful_person_reads_it() -> None:
    found = (SEED / "article-as-found.txt").read_bytes().decode()
    assert repair(found).text.encode() == (SEED / "article-readable.txt").read_bytes()


@pytest.mark.skipif(not EXCERPTS.exists(), reason="no excerpts beside the project")
def test_no_page_keeps_a_reading_or_an_orphaned_byte() -> None:
    pages = [repair(page["corrupted"]) for page in json.loads(EXCERPTS.read_text(encoding="utf-8"))]
    assert all(page.changed for page in pages)
    assert not [page.text for page in pages if READING.search(page.text) or "?" in page.text.replace(LOST_MARK, "")]
    assert sum(change.kind in {Kind.BREAK, Kind.LOST} for page in pages for change in page.changes) >= 6
    assert sum(page.lost for page in pages) <= 2
