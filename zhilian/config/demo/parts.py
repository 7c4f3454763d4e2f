"""The data files of the demo district, read once."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
CHANNEL_OF_SUB = {
    ("TAX", "退税"): 2,
    ("LAB", "社保"): 7,
    ("LAB", "劳动纠纷"): 7,
    ("LAB", "子女入学"): 27,
    ("ENER", "通信"): 9,
    ("LAND", "厂房租赁"): 11,
    ("LAND", "更新搬迁"): 11,
    ("LAND", "租金"): 12,
    ("ARR", "国企"): 12,
    ("MKT", "物流"): 26,
    ("LAW", "维权"): 18,
    ("LAW", "刑事合规"): 17,
    ("SAFE", "消防验收"): 24,
    ("BUILD", "停车"): 26,
    ("BUILD", "公交"): 26,
    ("LIFE", "医疗"): 28,
    ("LIFE", "住房"): 25,
}
"""Where a second-level category goes over another channel than its category."""


@cache
def read(name: str) -> Any:
    """Read ``data/<name>.json``; the same object each time, so do not change it. Errors: FileNotFoundError."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


@cache
def units() -> dict[str, dict[str, Any]]:
    """The 40 units that handle cases, by code: bureaus, vertical units and street offices."""
    kinds = ("department", "street_office")
    return {row["code"]: row for row in read("organisations") if row["kind"] in kinds}


@cache
def _codes_by_name() -> dict[str, str]:
    rows = units().values()
    return {name: row["code"] for row in rows for name in (row["name"], row["short_name"], *row["aliases"])}


def find_unit(name: str) -> str | None:
    """Find the code of a unit by its full name, short name or another name in use; None for a stranger."""
    return _codes_by_name().get(name.strip())


@cache
def categories() -> dict[str, dict[str, Any]]:
    """The 22 categories by code."""
    return {row["code"]: row for row in read("categories")}


def find_sub(category: str, name: str) -> str | None:
    """Find the code of a second-level category by its Chinese name, such as FIN-02 for 续贷; None if there is none."""
    found = (row["code"] for row in categories()[category]["sub_categories"] if row["name"] == name)
    return next(found, None)


def channel_for(category: str) -> dict[str, Any]:
    """Find the channel a case of this category goes over first: the one of the category's own unit."""
    rows = [row for row in read("channels") if category in row["categories"]]
    unit = categories()[category]["unit"]
    found: dict[str, Any] = next((row for row in rows if row["unit"] == unit), rows[0])
    return found


def channel_for_sub(category: str, sub: str) -> dict[str, Any]:
    """Find the channel a case of this second-level category (by its Chinese name) goes over first."""
    number = CHANNEL_OF_SUB.get((category, sub))
    found: dict[str, Any] = next((row for row in read("channels") if row["no"] == number), channel_for(category))
    return found


def channel_of_unit(unit: str, category: str) -> dict[str, Any] | None:
    """Find the channel of a unit that serves the category, else its only one; None where there is no such channel."""
    rows = [row for row in read("channels") if row["unit"] == unit]
    serving = [row for row in rows if category in row["categories"]]
    return serving[0] if serving else rows[0] if len(rows) == 1 else None


@cache
def people(role: str) -> dict[str | None, list[str]]:
    """The user names of the cast in a role, by the code of their organisation."""
    found: dict[str | None, list[str]] = {}
    for row in read("cast")["people"]:
        if row["role"] == role:
            found.setdefault(row["org"], []).append(row["username"])
    return found


@cache
def user_of_firm(ref: str) -> str:
    """The user name of the boss of a firm of the cast."""
    found: str = next(row["username"] for row in read("cast")["people"] if row["enterprise"] == ref)
    return found
