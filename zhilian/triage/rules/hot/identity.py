"""Who is who from one day to the next: an issue keeps its identity as texts join, as it splits and as issues merge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from zhilian.triage.rules.hot.texts import Group, Id

Key = int | str

_EQUAL: Final = 1 / 3
"""An older issue goes on in a union only when it brings at least this share of what the largest one brings."""


@dataclass(frozen=True, slots=True)
class Known:
    """An issue as it was kept: its identity, its members, and since when it has been known."""

    key: Key
    ids: frozenset[Id]
    since: datetime


@dataclass(frozen=True, slots=True)
class Matching:
    """What became of the known issues.

    ``kept``: position of a new group → the identity it goes on with; ``fresh``: positions of groups never seen before,
    and the smaller parts of issues that split; ``merged``: identity that ended → the one it went into; ``gone``:
    identities none of whose texts stand together any more.
    """

    kept: dict[int, Key] = field(default_factory=dict)
    fresh: list[int] = field(default_factory=list)
    merged: dict[Key, Key] = field(default_factory=dict)
    gone: list[Key] = field(default_factory=list)


def match(old: Sequence[Known], new: Sequence[Group] | Sequence[Iterable[Id]]) -> Matching:
    """Say which new group goes on with which identity; the same whatever the order of either list.

    An issue goes where most of its texts went. Where several come together the oldest goes on (a far smaller one does
    not count); where one splits, the larger part.
    """
    parts = [group.ids if isinstance(group, Group) else frozenset(group) for group in new]
    homes = {known.key: home for known in old if (home := _home(known, parts)) is not None}
    kept: dict[int, Known] = {}
    for place in sorted(set(homes.values())):
        kept[place] = _heir([known for known in old if homes.get(known.key) == place], parts[place])
    heirs = {place: known.key for place, known in kept.items()}
    return Matching(
        kept=heirs,
        fresh=[place for place in range(len(parts)) if place not in heirs],
        merged={key: heirs[home] for key, home in homes.items() if heirs[home] != key},
        gone=[known.key for known in old if known.key not in homes],
    )


def _home(known: Known, parts: Sequence[frozenset[Id]]) -> int | None:
    """Where most of an issue's texts went; of equal parts the one with the smallest number."""
    shares = [(-len(known.ids & part), _smallest(part), place) for place, part in enumerate(parts) if known.ids & part]
    return min(shares)[2] if shares else None


def _heir(comers: Sequence[Known], part: frozenset[Id]) -> Known:
    """Of the issues that come together, the oldest that brings enough."""
    most = max(len(known.ids & part) for known in comers)
    worthy = [known for known in comers if len(known.ids & part) >= most * _EQUAL]
    return min(worthy, key=lambda known: (known.since, -len(known.ids & part), str(known.key)))


def _smallest(ids: Iterable[Id]) -> str:
    return min(map(str, ids), default="")
