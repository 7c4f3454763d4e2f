"""The doors: every named address × everybody → what they find there, as a reviewed table.

`ZHILIAN_UPDATE=1 python -m pytest tests/test_doors.py` writes what is so into tests/doors.json and docs/doors.md.
"""

import json
import os
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.district import District, Door, Visitor, doors
from tests.test_neighbours import nothing_of_the_neighbour

HERE = Path(__file__).parent
TABLE, PAGE = HERE / "doors.json", HERE.parent / "docs" / "doors.md"
UPDATE = os.environ.get("ZHILIAN_UPDATE") == "1"
WHO = {
    "anybody": "Anybody",
    "qian": "Firm",
    "zhou": "Another firm",
    "xiaolin": "Station clerk",
    "hejiayi": "Another station",
    "chen": "Dispatcher",
    "liu": "Handler",
    "heze": "Head",
    "wu": "Another unit",
    "lu": "Leader",
    "bai": "Bank",
    "sun": "City",
    "xi": "System adm.",
    "an": "Security adm.",
    "shen": "Audit adm.",
    "ba_fang": "Neighbour's firm",
    "ba_dispatcher": "Neighbour's dispatcher",
}
GROUPS = (
    ("anybody", "qian", "zhou", "xiaolin"),
    ("hejiayi", "chen", "liu", "heze"),
    ("wu", "lu", "bai", "sun"),
    ("xi", "an", "shen", "ba_fang", "ba_dispatcher"),
)
MEANING = {200: "✓", 302: "→", 403: "✗", 404: "·", 422: "✎", 409: "!"}
LEGEND = """# Doors

Who finds what at which address; `tests/test_doors.py` keeps this page true. The case, the firm, the station and the
unit are those of *Firm*, *Station clerk* and *Handler*; everybody else stands beside them.

✓ the page · → sent on (to the sign-in, or after a deed) · ✗ seen but not theirs to do (403) ·
· does not exist for them (404) · ✎ a form shown again because nothing was filled in (422) ·
! not possible as things stand (409)
"""
SHOWN = 30  # differences
Table = dict[str, dict[str, int]]


def stored() -> Table:
    """The reviewed table."""
    table: Table = json.loads(TABLE.read_text(encoding="utf-8")) if TABLE.exists() else {}
    return table


@pytest.mark.parametrize("group", GROUPS, ids="-".join)
def test_the_doors_open_as_the_table_says(cast: Cast, group: tuple[str, ...]) -> None:
    district = District(cast, "LG")
    District(cast, "BA")
    found = {who: walk(cast, district, who) for who in group}
    if UPDATE:
        write({door.route: {who: found[who][door.route] for who in group} for door in doors()})
    table = stored()
    differences = [
        f"{route} for {WHO[who]} ({who}): {status}, the table says {table.get(route, {}).get(who, 'nothing')}"
        for who, row in found.items()
        for route, status in row.items()
        if table.get(route, {}).get(who) != status
    ]
    assert not differences, "\n".join([*differences[:SHOWN], "If this is as it should be: ZHILIAN_UPDATE=1"])


def walk(cast: Cast, district: District, who: str) -> dict[str, int]:
    """Everything one person finds, by route; nothing of it may be the neighbour's."""
    visitor = Visitor(cast, None if who == "anybody" else who)
    answers = {door.route: visitor.knock(district.address(door)) for door in doors()}
    if not who.startswith("ba_") and who not in ("anybody", "sun"):
        for route, answer in answers.items():
            nothing_of_the_neighbour("LG", answer.text, f"{route} as {who}")
    return {route: answer.status for route, answer in answers.items()}


def write(news: Table) -> None:
    """Write the statuses of some people into the table, and the page anew."""
    table = stored()
    merged = {door.route: {**table.get(door.route, {}), **news[door.route]} for door in doors()}
    rows = [
        f"  {json.dumps(route)}: {json.dumps({who: row[who] for who in WHO if who in row})}"
        for route, row in merged.items()
    ]
    TABLE.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")
    PAGE.write_text(page(merged), encoding="utf-8")


def page(table: Table) -> str:
    """The table as a page of the documentation."""
    head = f"| Address | {' | '.join(WHO.values())} |\n|---|{'---|' * len(WHO)}\n"
    rows = [
        f"| `{door.route}` | {' | '.join(cell(table.get(door.route, {}).get(who)) for who in WHO)} |"
        for door in doors()
    ]
    return f"{LEGEND}\n{head}" + "\n".join(rows) + "\n"


def cell(status: int | None) -> str:
    """A status in a sign."""
    return MEANING.get(status or 0, str(status))


def test_the_page_shows_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(stored())


def test_the_table_has_every_door_and_no_other() -> None:
    assert list(stored()) == [door.route for door in doors()]
    assert {who for group in GROUPS for who in group} == set(WHO)


def test_an_address_is_named_once() -> None:
    names = [door.route for door in doors()]
    assert len(names) == len(set(names))
    assert all(isinstance(door, Door) for door in doors())
