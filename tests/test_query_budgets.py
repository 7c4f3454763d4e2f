"""Query budgets: how often each page asks the database, reviewed in query_budgets.json; never more for more rows.

`ZHILIAN_UPDATE=1 python -m pytest tests/test_query_budgets.py` writes what is so.
"""

import json
import os
from functools import cache
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast
from tests.crowd import crowded
from tests.district import District, Door, Visitor, doors
from tests.test_doors import stored
from zhilian.core.memory import forget

BUDGETS = Path(__file__).with_name("query_budgets.json")
UPDATE = os.environ.get("ZHILIAN_UPDATE") == "1"
READERS = ("anybody", "qian", "xiaolin", "chen", "liu", "lu", "sun", "xi", "an", "shen")
UNCOUNTED = ("SAVEPOINT", "RELEASE", "ROLLBACK")
SHOWN = 200
Counts = dict[str, dict[str, int]]


def opened(cast: Cast, district: District) -> dict[str, list[Door]]:
    """Which pages open for whom, by the table of doors; what is asked once per process is asked now."""
    table, pages = stored(), []
    for door in doors():
        first = next((who for who in READERS if table[door.route][who] == SHOWN), READERS[0])
        if visitor(cast, first).get(district.address(door)).status == SHOWN:  # others are only sent to
            pages.append(door)
    return {who: [door for door in pages if table[door.route][who] == SHOWN] for who in READERS}


def counted(cast: Cast, district: District, pages: dict[str, list[Door]]) -> Counts:
    """How many statements each page needs, by route and reader."""
    found: Counts = {}
    for who, opening in pages.items():
        reader = visitor(cast, who)
        for door in opening:
            forget()  # so that every page is counted at its worst
            with CaptureQueriesContext(connection) as asked:
                assert reader.get(district.address(door)).status == SHOWN
            statements = [one["sql"] for one in asked if not one["sql"].startswith(UNCOUNTED)]
            found.setdefault(door.route, {})[who] = len(statements)
    return dict(sorted(found.items()))


@cache
def visitor(cast: Cast, who: str) -> Visitor:
    """A reader whose session is under way."""
    reader = Visitor(cast, None if who == "anybody" else who)
    reader.client.get(reverse("notices"))  # really, so that the time it was last seen is stored
    return reader


@pytest.fixture
def measured(cast: Cast) -> tuple[Counts, Counts]:
    """The counts in a small district, and with sixty more of everything in it."""
    district = District(cast, "LG")
    pages = opened(cast, district)
    few = counted(cast, district, pages)
    crowded(district)
    return few, counted(cast, district, pages)


def test_no_page_asks_more_often_than_it_may_nor_more_for_more_rows(measured: tuple[Counts, Counts]) -> None:
    few, many = measured
    if UPDATE:
        write(many)
    budgets: Counts = json.loads(BUDGETS.read_text(encoding="utf-8"))
    problems = [
        *(f"{at}: {one} queries, but {two} with 60 more rows" for at, one, two in pairs(few, many) if (two or 0) > one),
        *(f"{at}: {now} queries, allowed are {may}" for at, now, may in pairs(many, budgets) if now > (may or 0)),
        *(
            f"{at}: {may} queries allowed, needed are {now}"
            for at, may, now in pairs(budgets, many)
            if may > (now or 0)
        ),
    ]
    assert not problems, "\n".join([*problems, "If this is as it should be: ZHILIAN_UPDATE=1"])


def pairs(left: Counts, right: Counts) -> list[tuple[str, int, int | None]]:
    """Each number of the left with its place and what the right has there."""
    return [
        (f"{route} as {who}", number, right.get(route, {}).get(who))
        for route, row in left.items()
        for who, number in row.items()
    ]


def write(counts: Counts) -> None:
    """One route a line, so that changes can be reviewed."""
    rows = [f"  {json.dumps(route)}: {json.dumps(row)}" for route, row in counts.items()]
    BUDGETS.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")
