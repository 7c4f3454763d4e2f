"""Search: what answers a question, of every kind, as far as it is open to the actor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from zhilian.core.actor import Actor
from zhilian.core.searching import SOURCES, Findable, Shown, Source
from zhilian.triage.queries import engine
from zhilian.triage.queries.alike import like
from zhilian.triage.queries.tables import frequencies, held, weights
from zhilian.triage.rules import asking
from zhilian.triage.rules.asking import Asked
from zhilian.triage.rules.questions import Node
from zhilian.triage.rules.ranking import Candidate, score, score_any
from zhilian.triage.rules.snippets import Pieces, marked, snippet

__all__ = ["Found", "Group", "Hit", "frequencies", "like", "search", "suggest"]
COUNTED_TO: Final = engine.ENOUGH  # of one kind; beyond it "300+"
FEW: Final = 10  # hits of the exact words; with fewer the question's single words are asked for, too
SPELLED: Final = 24  # best of those found by sound that are spelled out, for their order
_SUGGESTED: Final = 60  # candidates of one kind while somebody types


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found as this reader may see it; ``title`` and ``snippet`` are pieces of text, True where marked."""

    kind: str
    label: object
    shown: Shown
    title: Pieces
    snippet: Pieces
    score: float


@dataclass(frozen=True, slots=True)
class Group:
    """Hits of one kind; ``count`` goes no further than 300, ``more`` says that there are more than that."""

    kind: str
    label: object
    hits: list[Hit]
    count: int
    more: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, the best group first; ``relaxed`` when nothing holds all the words and some were enough."""

    groups: list[Group] = field(default_factory=list)
    relaxed: bool = False

    @property
    def count(self) -> int:
        """How many were found of all kinds together, as far as they were counted."""
        return sum(group.count for group in self.groups)

    @property
    def more(self) -> bool:
        """Whether there are more than were counted."""
        return any(group.more for group in self.groups)


@dataclass(slots=True)
class _Ranked:
    """What was found of one kind: scores and keys, the best first."""

    source: Source
    scored: list[tuple[float, Findable]]
    more: bool = False
    relaxed: bool = False


def search(
    actor: Actor,
    words: str,
    *,
    at: datetime,
    kinds: Sequence[str] = (),
    filters: Mapping[str, str] | None = None,
    limit: int = 20,
    offset: int = 0,
) -> Found:
    """What answers the words: of each kind (all of them, or ``kinds``) the best ``limit`` after ``offset``.

    ``filters`` are of ``Source.filters``; a kind that does not know one of them is left out. Words of any sort give an
    answer, words that say nothing an empty one.
    """
    asked = asking.read(words)
    ranked = _ranked(actor, asked, kinds, filters or {}, at, engine.ENOUGH) if asked else []
    ranked.sort(key=lambda one: (-one.scored[0][0] * one.source.weight, one.source.order))
    groups = [
        Group(
            one.source.kind,
            one.source.label,
            _hits(actor, one.source, one.scored[offset : offset + limit], asked, at),
            len(one.scored),
            one.more,
        )
        for one in ranked
    ]
    return Found(groups, any(one.relaxed for one in ranked))


def suggest(actor: Actor, words: str, *, at: datetime, limit: int = 8) -> list[Hit]:
    """The best few of all kinds together, for whoever is still typing; the obvious first."""
    asked = asking.read(words)
    ranked = _ranked(actor, asked, (), {}, at, _SUGGESTED) if asked else []
    found = sorted(
        (
            (points * one.source.weight, n, entry)
            for n, one in enumerate(ranked)
            for points, entry in one.scored[:limit]
        ),
        key=lambda row: (-row[0], ranked[row[1]].source.order, -row[2].object_id),
    )[:limit]
    hits: dict[tuple[int, int], Hit] = {}
    for n, one in enumerate(ranked):
        mine = [(points, entry) for points, which, entry in found if which == n]
        hits |= {(n, hit.shown.object_id): hit for hit in _hits(actor, one.source, mine, asked, at)}
    return [hits[key] for _, n, entry in found if (key := (n, entry.object_id)) in hits]


def _ranked(
    actor: Actor, asked: Asked, kinds: Sequence[str], filters: Mapping[str, str], at: datetime, enough: int
) -> list[_Ranked]:
    """What was found of each kind; where nobody wrote all the words, what holds some of them."""
    sources = [one for one in sorted(SOURCES.values(), key=lambda one: one.order) if not kinds or one.kind in kinds]
    sources = [one for one in sources if all(name in one.filters for name in filters)]
    words, exact = asking.words_of(asked), asking.exactly(asked)
    further = asking.by_words(words) if asking.split_further(asked) else None

    def behind(doors: Sequence[Source]) -> Iterator[engine.Door]:
        return (gate for source in doors if (gate := engine.door(source, actor, filters)))

    found = [_of_kind(gate, asked, words, at, enough) for gate in behind(engine.holding(sources, exact, further))]
    if not any(one.scored for one in found) and len(words) > 1:
        some = engine.holding(sources, asking.by_any(words))
        found = [_with_some(gate, words, at, enough) for gate in behind(some)]
    return [one for one in found if one.scored]


def _of_kind(gate: engine.Door, asked: Asked, words: Sequence[str], at: datetime, enough: int) -> _Ranked:
    """Ask as it was typed; if that finds little, for the words wherever they stand."""
    kind = gate.source.kind
    telling = weights(kind, [*words, *(phrase for chunk in asked.chunks for phrase in chunk.phrases)])
    titled = None if asking.is_one_character(asked) else asking.exactly(asked, titled=True)
    first = (asking.exactly(asked), titled, asking.wholly(asked))
    keys, more = _asked(gate, enough, *first)
    loose: Sequence[str] = ()
    if len(keys) < FEW and asking.split_further(asked):
        loose = words
        further, more = _asked(gate, enough, *(asking.by_words(words, titled=one) for one in (False, True)))
        keys |= further
    found = _scored(gate.source, keys, lambda one: score(asked, loose, one, telling, at, spell=False))
    if any(chunk.letters for chunk in asked.chunks):
        best = [(score(asked, loose, _candidate(one), telling, at), one) for _, one in found[:SPELLED]]
        found = [row for row in _sorted(best) if row[0] > 0] + found[SPELLED:]
    return _Ranked(gate.source, found, more)


def _with_some(gate: engine.Door, words: Sequence[str], at: datetime, enough: int) -> _Ranked:
    """Ask for the most telling of the words."""
    telling = weights(gate.source.kind, words)
    best = sorted(words, key=lambda word: -telling.get(word, 0.0))
    keys, more = _asked(gate, enough, asking.by_any(best), asking.by_any(best, titled=True))
    found = _scored(gate.source, keys, lambda one: score_any(words, one, telling, at))
    return _Ranked(gate.source, found, more, relaxed=True)


def _asked(gate: engine.Door, enough: int, *nodes: Node | None) -> tuple[dict[int, None], bool]:
    """Keys that answer the first question; where there are more than were looked at, also the narrower ones."""
    counts, keys = held(gate.source.kind, *nodes), dict[int, None]()
    more = False
    for n, node in enumerate(one for one in nodes if one):
        if n and not more:
            break
        answer = engine.ask(gate, node, counts, enough if n == 0 else enough // 2)
        keys = dict.fromkeys(answer.keys) | keys
        more |= answer.more
    return dict.fromkeys(list(keys)[:enough]), more


def _scored(source: Source, keys: Iterable[int], points: Any) -> list[tuple[float, Findable]]:
    """The things with what they are worth, the best first; what is worth nothing is left out."""
    found = source.findable(list(keys)) if keys else ()
    scored = [(points(_candidate(one)), one) for one in found]
    return _sorted(row for row in scored if row[0] > 0)


def _sorted(scored: Iterable[tuple[float, Findable]]) -> list[tuple[float, Findable]]:
    return sorted(scored, key=lambda row: (-row[0], -row[1].object_id))


def _candidate(one: Findable) -> Candidate:
    return Candidate(one.object_id, one.at, one.title, one.body, one.names, one.codes)


def _hits(
    actor: Actor, source: Source, scored: Sequence[tuple[float, Findable]], asked: Asked, at: datetime
) -> list[Hit]:
    """These things as the reader may see them; what the door shut meanwhile is left out."""
    if not scored:
        return []
    shown = {one.object_id: one for one in source.show(actor, [entry.object_id for _, entry in scored], at)}
    return [
        Hit(source.kind, source.label, one, marked(one.title, asked), snippet(one.text, asked), points * source.weight)
        for points, entry in scored
        if (one := shown.get(entry.object_id))
    ]
