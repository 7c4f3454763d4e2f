"""A search as its page shows it: what was asked, read from the address; tabs, filters, hits, the way to more."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from zhilian.core.actor import Actor
from zhilian.core.registry import NAV
from zhilian.core.searching import SOURCES, Filter, Source
from zhilian.kit.text import clean_line
from zhilian.triage.queries.search import Found, Group, search

LONGEST: Final = 100
"""Characters of a question."""
FEW, PAGE, DEEPEST, SUGGESTED = 4, 20, 300, 8
"""Hits of each kind where all kinds stand together, of one kind on a page, how deep one may page, hits while typing."""
LISTS: Final = ("cases", "members", "issues", "templates", "channels_manage")
"""Places of the navigation in which one may look oneself."""
OPEN_TO_ALL: Final = (("channels", "channel"), ("stations", "station"), ("news_list", "news"))
"""Lists that anybody may look through, and what they hold."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: words, one kind or all, filters of that kind, how many hits to pass over."""

    words: str = ""
    kind: str = ""
    filters: dict[str, str] = field(default_factory=dict)
    offset: int = 0

    def address(self, **other: Any) -> str:
        """The page's address with some things asked for differently; what is empty is left out."""
        kept = {"q": self.words, "kind": self.kind, **self.filters, **other}
        return f"{reverse('search')}?{urlencode({name: value for name, value in kept.items() if value})}"


@dataclass(frozen=True, slots=True)
class Offered:
    """A filter on the page: a choice, or a day where there are no values."""

    name: str
    label: object
    value: str
    values: list[tuple[str, str]] | None


def read(actor: Actor, given: Mapping[str, str]) -> Asked:
    """What the address asks for; a kind nobody knows is all kinds, what a filter cannot read is left out."""
    kind = given.get("kind", "")
    source = SOURCES.get(kind)
    filters = {name: given.get(name, "")[:60] for name in (source.filters if source else ())}
    offset = given.get("offset", "")
    return Asked(
        words=clean_line(given.get("q", ""))[:LONGEST].strip(),
        kind=kind if source else "",
        filters={name: value for name, value in filters.items() if source and _fits(source, name, value)},
        offset=min(int(offset), DEEPEST) if offset.isdecimal() and len(offset) < 6 else 0,
    )


def _fits(source: Source, name: str, value: str) -> bool:
    if not value or getattr(source.filters[name], "values", None):
        return bool(value)
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return len(value) == len("2026-01-01")


def results(actor: Actor, asked: Asked, at: datetime) -> dict[str, Any]:
    """Everything the page of results shows."""
    if not asked.words:
        return {"asked": asked, "kinds": findable(actor)}
    every = search(actor, asked.words, at=at, limit=0 if asked.kind else FEW)
    shown = _one(actor, asked, at) if asked.kind else every
    groups = [group for group in shown.groups if group.hits]
    if len(groups) == 1 and not asked.kind and groups[0].count > FEW:
        asked = Asked(asked.words, groups[0].kind)
        groups = [group for group in _one(actor, asked, at).groups if group.hits]
    return {
        "asked": asked,
        "groups": [(group, Asked(asked.words, group.kind).address()) for group in groups],
        "relaxed": shown.relaxed,
        "tabs": _tabs(asked, every, groups),
        "filters": offered(actor, asked),
        "chips": _chips(actor, asked),
        "unfiltered": Asked(asked.words, asked.kind).address(),
        "more": _more(asked, groups),
        "elsewhere": Asked(asked.words).address() if asked.kind and any(one.count for one in every.groups) else "",
        "lists": lists(actor),
        "shorter": _shorter(asked.words),
    }


def _one(actor: Actor, asked: Asked, at: datetime) -> Found:
    kinds, offset = (asked.kind,), asked.offset
    return search(actor, asked.words, at=at, kinds=kinds, filters=asked.filters, limit=PAGE, offset=offset)


def _tabs(asked: Asked, every: Found, shown: list[Group]) -> list[dict[str, Any]]:
    """All kinds, and each in which something was found; figures hold for the words without filters."""
    counts = {group.kind: group for group in (*(shown if not asked.filters else ()), *every.groups)}
    kinds = [kind for kind in _ordered() if kind == asked.kind or (kind in counts and counts[kind].count)]
    every_tab = {"label": _("Everything"), "url": Asked(asked.words).address(), "current": not asked.kind}
    return [every_tab, *(_tab(asked, kind, counts.get(kind)) for kind in kinds)]


def _tab(asked: Asked, kind: str, group: Group | None) -> dict[str, Any]:
    return {
        "label": SOURCES[kind].label,
        "url": Asked(asked.words, kind).address(),
        "current": kind == asked.kind,
        "count": counted(group) if group else "0",
    }


def counted(group: Group) -> str:
    """How many there are; a figure that was not counted to the end with a plus."""
    return f"{group.count}+" if group.more else str(group.count)


def _ordered() -> list[str]:
    return sorted(SOURCES, key=lambda kind: SOURCES[kind].order)


def offered(actor: Actor, asked: Asked) -> list[Offered]:
    """The filters of the kind that is looked at."""
    source = SOURCES.get(asked.kind)
    filters = [(name, one) for name, one in source.filters.items() if isinstance(one, Filter)] if source else []
    rows = [
        Offered(name, one.label, asked.filters.get(name, ""), list(one.values(actor)) if one.values else None)
        for name, one in filters
    ]
    return [one for one in rows if one.values is None or one.values]


def _chips(actor: Actor, asked: Asked) -> list[dict[str, Any]]:
    """What is filtered by; each chip takes itself off."""
    return [
        {
            "label": f"{one.label}: {dict(one.values).get(one.value, one.value) if one.values else one.value}",
            "url": asked.address(**{one.name: ""}),
        }
        for one in offered(actor, asked)
        if one.value
    ]


def _more(asked: Asked, groups: list[Group]) -> str:
    """Where the next hits of the one kind are; empty where there are none, or nobody would look that far."""
    reached = asked.offset + PAGE
    further = any(reached < group.count for group in groups)
    return asked.address(offset=reached) if asked.kind and further and reached < DEEPEST else ""


def _shorter(words: str) -> list[tuple[str, str]]:
    """Each of several words by itself, with the address that looks for it."""
    parts = list(dict.fromkeys(words.split()))
    return [(one, Asked(one).address()) for one in parts[:4]] if len(parts) > 1 else []


def findable(actor: Actor) -> list[object]:
    """What this person may find, by kind."""
    return [SOURCES[kind].label for kind in _ordered() if not SOURCES[kind].visible(actor).query.is_empty()]


def lists(actor: Actor) -> list[tuple[object, str]]:
    """Lists in which the actor may look instead."""
    places = [(item.label, reverse(item.route)) for item in NAV if item.route in LISTS and actor.role in item.roles]
    return [*places, *((SOURCES[kind].label, reverse(route)) for route, kind in OPEN_TO_ALL if kind in SOURCES)]
