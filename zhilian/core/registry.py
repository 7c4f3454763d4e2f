"""News goes up through registries: a room fills them in ``apps.ready()``, the rooms below read them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest

    from zhilian.core.actor import Actor

    Watcher = Callable[["Actor", datetime], None]


@dataclass(frozen=True, slots=True)
class NavItem:
    """A place in the navigation: shown to the roles named; ``route`` is a url name without arguments."""

    route: str
    label: object
    icon: str
    roles: frozenset[str]
    order: int = 100
    prefix: str = ""  # addresses under this prefix mark the item as current; empty: the item's own address


@dataclass(frozen=True, slots=True)
class Sentence:
    """How a line of the trail reads: ``inside`` for officials, ``outside`` for the firm (None: not shown)."""

    inside: object
    outside: object | None = None
    detail: str = ""  # the fact shown beneath, e.g. the reply's text


@dataclass(frozen=True, slots=True)
class Chore:
    """Work for the worker: ``run(at)`` does one bounded piece and returns how many things it did."""

    code: str
    run: Callable[[datetime], int]


NAV: list[NavItem] = []
SENTENCES: dict[str, Sentence] = {}
CHORES: dict[str, Chore] = {}
ATTACHMENT_OWNERS: dict[str, Callable[["Actor", str, int], bool]] = {}
ATTACHMENT_READINGS: dict[str, Callable[["Actor", str, datetime], None]] = {}
TRAIL_CHECKS: list[Callable[[], Iterator[str]]] = []
CALENDAR_WATCHERS: list["Watcher"] = []
BADGES: list[Callable[["HttpRequest"], dict[str, Any]]] = []
VEILS: dict[str, Callable[[Iterable[str]], set[str]]] = {}


def add_nav(*items: NavItem) -> None:
    """Offer places in the navigation; kept in ``order``."""
    NAV.extend(item for item in items if item not in NAV)
    NAV.sort(key=lambda item: item.order)


def add_sentences(sentences: dict[str, Sentence]) -> None:
    """Say how lines of the trail with these verbs read."""
    SENTENCES.update(sentences)


def add_chore(chore: Chore) -> None:
    """Give the worker something to do at every round."""
    CHORES[chore.code] = chore


def add_attachment_owner(
    kind: str,
    may_read: Callable[["Actor", str, int], bool],
    note: Callable[["Actor", str, datetime], None] | None = None,
) -> None:
    """Say who may read files that hang on things of this kind: ``may_read(actor, subject_id, attachment_id)``.

    ``note(actor, subject_id, at)`` is called before a file goes out, to log the read of something confidential.
    """
    ATTACHMENT_OWNERS[kind] = may_read
    if note:
        ATTACHMENT_READINGS[kind] = note


def add_badge(badge: Callable[["HttpRequest"], dict[str, Any]]) -> None:
    """Add values to every page's context (kept for what the page frame shows, e.g. unread notices)."""
    if badge not in BADGES:
        BADGES.append(badge)


def add_trail_check(check: Callable[[], Iterator[str]]) -> None:
    """Let ``zhilian trail verify`` compare a room's rows with what the trail says; yields a sentence per difference."""
    if check not in TRAIL_CHECKS:
        TRAIL_CHECKS.append(check)


def add_veil(subject_type: str, veiled_ids: Callable[[Iterable[str]], set[str]]) -> None:
    """Say which of these things are confidential: their lines of the trail leave the house, and are shown, veiled."""
    VEILS[subject_type] = veiled_ids


def add_calendar_watcher(watcher: "Watcher") -> None:
    """Be told, in the same transaction, when the working calendar of the actor's federation has changed."""
    if watcher not in CALENDAR_WATCHERS:
        CALENDAR_WATCHERS.append(watcher)
