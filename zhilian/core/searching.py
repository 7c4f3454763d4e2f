"""What can be found: each room registers its things in ``apps.ready()``; the reader of texts indexes and shows them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import pgettext_lazy

from zhilian.core.numbers import SHANGHAI

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
class Filter:
    """One way to narrow a search, as a page offers it: a choice of ``values`` (code, name), or a day without any."""

    label: object
    conditions: "Callable[[Actor, str], dict[str, Any]]"
    values: "Callable[[Actor], Sequence[tuple[str, str]]] | None" = None

    def __call__(self, actor: "Actor", value: str) -> "dict[str, Any]":
        """The conditions for one value."""
        return self.conditions(actor, value)


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of things that can be found.

    ``findable(ids)`` gives what of these is in the index (what is missing leaves it); ``ids(after, limit)`` walks all
    by key, for a rebuild; ``visible(actor)`` is the room's own door, asked inside the search's query; ``scopes``
    gives marks of which one must be on a thing (None: no such narrowing); ``show`` reads what is shown, veils applied.
    ``filters`` names what the search may be narrowed by: name → (actor, value) → conditions on ``visible``'s rows; of
    these, pages offer each ``Filter``. ``concerned`` says which things lines of the trail about one of the ``subjects``
    (its label, its keys) concern, where these are not the things themselves.
    """

    kind: str
    label: object
    subjects: frozenset[str]  # lines of the trail about these have the thing indexed anew: labels of models
    findable: Callable[[Sequence[int]], Iterable[Findable]]
    ids: Callable[[int, int], Sequence[int]]
    visible: "Callable[[Actor], QuerySet[Any]]"
    show: "Callable[[Actor, Sequence[int], datetime], Iterable[Shown]]"
    scopes: "Callable[[Actor], Sequence[str] | None]" = lambda actor: None
    filters: "Mapping[str, Callable[[Actor, str], dict[str, Any]]]" = field(default_factory=dict)
    concerned: Callable[[str, Sequence[int]], Sequence[int]] = lambda subject, keys: keys
    weight: float = 1.0
    order: int = 100


SOURCES: dict[str, Source] = {}


def add_source(source: Source) -> None:
    """Let one kind of things be found."""
    SOURCES[source.kind] = source


def keys_of(rows: "QuerySet[Any]") -> Callable[[int, int], Sequence[int]]:
    """A walk over these rows for ``Source.ids``: the next ``limit`` keys after one."""
    return lambda after, limit: list(rows.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:limit])


def by_day(column: str, *, dated: bool = False) -> dict[str, Filter]:
    """Filters from a day on and until a day (ISO dates, both included) by a column of moments, or of dates."""

    def since(actor: "Actor", value: str) -> dict[str, Any]:
        day = date.fromisoformat(value)
        return {f"{column}__gte": day if dated else datetime.combine(day, time.min, SHANGHAI)}

    def until(actor: "Actor", value: str) -> dict[str, Any]:
        day = date.fromisoformat(value)
        if dated:
            return {f"{column}__lte": day}
        return {f"{column}__lt": datetime.combine(day + timedelta(days=1), time.min, SHANGHAI)}

    return {
        "since": Filter(pgettext_lazy("search", "From"), since),
        "until": Filter(pgettext_lazy("search", "Until"), until),
    }
