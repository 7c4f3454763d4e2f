"""The veil: what the trail says of confidential things is shown and taken away without its facts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from zhilian.core.chain import veiled
from zhilian.core.models import TrailEntry
from zhilian.core.registry import VEILS
from zhilian.core.roles import Role

AT_ONCE = 2000  # lines looked at together
NAMELESS = frozenset({Role.ENTERPRISE_USER, Role.STATION_CLERK})  # whose names tell who told it


def veil_lines(lines: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Lines as plain values, those about confidential things veiled; one question per kind of thing and 2000 lines."""
    rows = iter(lines)
    while batch := list(islice(rows, AT_ONCE)):
        hidden = _hidden((line["subject_type"], line["subject_id"]) for line in batch)
        for line in batch:
            about = (line["subject_type"], line["subject_id"])
            yield veiled(line, nameless=line["actor_role"] in NAMELESS) if about in hidden else line


def veil_entries(entries: Sequence[TrailEntry]) -> list[TrailEntry]:
    """The same for rows on a page, changed in memory only."""
    hidden = _hidden((entry.subject_type, entry.subject_id) for entry in entries)
    for entry in entries:
        if (entry.subject_type, entry.subject_id) in hidden:
            values = veiled(vars(entry), nameless=entry.actor_role in NAMELESS)
            entry.facts, entry.actor_id = values["facts"], values["actor_id"]
            entry.actor_name, entry.actor_organisation = values["actor_name"], values["actor_organisation"]
    return list(entries)


def _hidden(subjects: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of these things that their rooms call confidential."""
    by_type: dict[str, set[str]] = defaultdict(set)
    for kind, key in subjects:
        by_type[kind].add(key)
    found = {kind: VEILS[kind](keys) for kind, keys in by_type.items() if kind in VEILS}
    return {(kind, key) for kind, keys in found.items() for key in keys}
