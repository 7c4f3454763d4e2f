"""What can be found: each room registers its things in ``apps.ready()``; the reader of texts indexes and shows them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from zhilian.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Findable:
    """One thing as it goes into the index: only what the least knowing of its readers may read.

    ``names`` are also found by pinyin and initials; ``codes`` (numbers) as a whole or by their beginning.
    ``scopes`` are short marks (``unit-17``, ``firm-4``) of who may be concerned; they narrow a search early, while
    ``Source.visible`` decides.
    """

    object_id: int
    federation_id: int
    at: datetime
    title: str
    body: str = ""
    names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing found, as this reader may see it: the snippet is cut from ``text``, ``facts`` stand beside it."""

    object_id: int
    title: str
    url: str
    text: str = ""
    facts: tuple[object, ...] = ()
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of things that can be found.

    ``findable(ids)`` gives what of these is in the index (what is missing leaves it); ``ids(after, limit)`` walks all
    by key, for a rebuild; ``visible(actor)`` is the room's own door, asked inside the search's query; ``scopes``
    gives marks of which one must be on a thing (None: no such narrowing); ``show`` reads what is shown, veils applied.
    ``filters`` names what the search may be narrowed by: name → (actor, value) → conditions on ``visible``'s rows.
    """

    kind: str
    label: object
    subjects: frozenset[str]  # lines of the trail about these have the thing indexed anew: labels of models
    findable: Callable[[Sequence[int]], Iterable[Findable]]
    ids: Callable[[int, int], Sequence[int]]
    visible: "Callable[[Actor], QuerySet[Any]]"
    show: "Callable[[Actor, Sequence[int], datetime], Iterable[Shown]]"
    scopes: "Callable[[Actor], Sequence[str] | None]" = lambda actor: None
    filters: "dict[str, Callable[[Actor, str], dict[str, Any]]]" = field(default_factory=dict)
    weight: float = 1.0
    order: int = 100


SOURCES: dict[str, Source] = {}


def add_source(source: Source) -> None:
    """Let one kind of things be found."""
    SOURCES[source.kind] = source
