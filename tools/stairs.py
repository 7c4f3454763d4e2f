"""The floors of the house as `.importlinter` stacks them, for checks that need to know what lies above what."""

from __future__ import annotations

import re
from configparser import ConfigParser
from functools import cache

from tools.findings import ROOT


@cache
def floors() -> tuple[frozenset[str], ...]:
    """The rooms of each floor, the lowest floor first."""
    rules = ConfigParser()
    rules.read(ROOT / ".importlinter", encoding="utf-8")
    lines = rules["importlinter:contract:floors"]["layers"].split("\n")
    stacked = [frozenset(re.findall(r"\w+", line)) for line in lines if line.strip()]
    return tuple(reversed(stacked))


def floor_of(room: str) -> int:
    """The number of a room's floor, counted from the lowest; raises KeyError for a room without one."""
    for number, rooms in enumerate(floors()):
        if room in rooms:
            return number
    raise KeyError(f"{room} has no floor in .importlinter")
