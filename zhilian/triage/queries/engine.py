"""Asking the index: which things of one kind hold these tokens and are open to the actor, newest first, in one query.

Both databases answer the same question. What is rare is fetched at once; what is common is looked for in the newest
buckets of keys first, twice as many at each turn, until enough came through the room's door.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models.expressions import RawSQL

from zhilian.core.actor import Actor
from zhilian.core.searching import Source
from zhilian.triage.models import SearchEntry
from zhilian.triage.queries.tables import frequencies, share
from zhilian.triage.rules import asking
from zhilian.triage.rules import tokens as t
from zhilian.triage.rules.asking import Either, Node, Token

ENOUGH: Final = 300  # candidates of one kind that are compared and ranked
RARE: Final = 2_000  # texts that are fetched at once
AT_MOST: Final = 40_000  # texts looked through for one question
LARGE: Final = 20_000  # things of one kind from which on it is always asked by itself
HEAVY: Final = 30_000  # texts with words of one beginning, from which on these words are not gathered from the index
_FIRST: Final = 400  # texts hoped for in the first buckets
_BUCKETS: Final = 64  # asked for in one query

POSTGRESQL = """
WITH found AS MATERIALIZED (
  SELECT object_id FROM triage_searchentry WHERE tokens @@ %s::tsquery ORDER BY object_id DESC LIMIT %s
) SELECT -count(*) FROM found UNION ALL (SELECT object_id FROM found WHERE {door} LIMIT %s)
"""
WALKED = POSTGRESQL.replace(
    "tokens @@ %s::tsquery", "tokens @@ %s::tsquery AND (tokens || ''::tsvector) @@ %s::tsquery"
)
KINDS = "SELECT DISTINCT kind FROM triage_searchentry WHERE tokens @@ %s::tsquery"
KINDS_SQLITE = (
    "SELECT DISTINCT entry.kind FROM triage_tokens JOIN triage_searchentry entry ON entry.id = triage_tokens.rowid "
    "WHERE triage_tokens MATCH %s"
)
SQLITE = """
SELECT found.object_id FROM triage_tokens JOIN triage_searchentry found ON found.id = triage_tokens.rowid
WHERE triage_tokens MATCH %s AND {door} ORDER BY triage_tokens.rowid DESC LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Door:
    """What of one kind the actor may find: the condition on ``found.object_id``, and the marks that narrow early."""

    source: Source
    condition: str
    values: tuple[Any, ...]
    marks: Node
    share: float = 1.0  # of the kind that bears the marks


def door(source: Source, actor: Actor, filters: Mapping[str, str]) -> Door | None:
    """The room's own rows, filters applied, as a condition; None where nothing of the kind can be found by the actor.

    So it is, too, where the kind knows nothing of a filter.
    """
    scopes = source.scopes(actor)
    if any(name not in source.filters for name in filters) or (scopes is not None and not scopes):
        return None
    rows = source.visible(actor)
    for name, value in filters.items():
        rows = rows.filter(**source.filters[name](actor, value))
    try:
        inner = rows.order_by().filter(pk=RawSQL("found.object_id", [])).values("pk").query
        condition, values = inner.sql_with_params()
    except EmptyResultSet:
        return None
    marks = [Token(t.kind_key(source.kind)), asking.one_of([t.scope_key(one) for one in scopes]) if scopes else None]
    return Door(source, f"EXISTS ({condition})", values, asking.both(*marks), share(source.kind, scopes or ()))


def holding(gates: Sequence[Door], *nodes: Node | None) -> list[Door]:
    """Those kinds that may hold an answer to one of the questions: the large ones, and of the others those that do.

    One question for all small kinds; what it says stays here, for each kind is asked behind its door afterwards.
    """
    asked = tuple(node for node in nodes if node)
    small = [gate.source.kind for gate in gates if frequencies(gate.source.kind).texts < LARGE]
    if not asked or not small:
        return list(gates) if asked else []
    node = asking.both(Either(asked), asking.one_of([t.kind_key(kind) for kind in small]))
    lite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute(KINDS_SQLITE if lite else KINDS, [asking.match(node) if lite else asking.tsquery(node)])
        there = {row[0] for row in cursor.fetchall()}
    return [gate for gate in gates if gate.source.kind not in small or gate.source.kind in there]


@dataclass(slots=True)
class Answer:
    """Keys found, newest first of each part; ``more`` when there are more than were looked at."""

    keys: list[int] = field(default_factory=list)
    more: bool = False


def ask(gate: Door, node: Node, held: Mapping[str, float], enough: int = ENOUGH) -> Answer:
    """The newest things that hold these tokens and are open to the actor, at most ``enough``."""
    expected = asking.fewest(node, held) * gate.share
    if expected <= RARE or connection.vendor == "sqlite":
        return _at_once(gate, node, enough)
    heavy = any(leaf.starts and held.get(leaf.text, 0.0) > HEAVY for leaf in asking.leaves(node))
    return _by_buckets(gate, node, expected, enough, heavy=heavy)


def _at_once(gate: Door, node: Node, enough: int) -> Answer:
    looked, keys = _fetch(gate, asking.both(node, gate.marks), RARE, enough + 1)
    return Answer(keys[:enough], len(keys) > enough or looked >= RARE)


def _by_buckets(gate: Door, node: Node, expected: float, enough: int, *, heavy: bool) -> Answer:
    """Look at the newest buckets, then at twice as many before them, and so on.

    The index would gather all words of a common beginning from everywhere: these are looked for in the rows instead.
    """
    answer, looked = Answer(), 0
    last = _last(gate.source.kind)
    size = max(1, min(_BUCKETS, round(_FIRST * last / max(expected, 1.0)) >> t.BUCKET_BITS))
    bucket = last >> t.BUCKET_BITS
    while bucket >= 0:
        keys = [t.bucket_key(gate.source.kind, one) for one in range(bucket, max(-1, bucket - size), -1)]
        where = asking.both(gate.marks, asking.one_of(keys))
        if heavy:
            seen, found = _fetch(gate, where, AT_MOST, enough + 1, within=node)
        else:
            seen, found = _fetch(gate, asking.both(node, where), AT_MOST, enough + 1)
        answer.keys += found
        looked += seen
        bucket -= size
        if len(answer.keys) > enough or looked >= AT_MOST:
            break
        size = min(size * 2, _BUCKETS)
    answer.more = bucket >= 0 or len(answer.keys) > enough
    answer.keys = answer.keys[:enough]
    return answer


def _last(kind: str) -> int:
    """The highest key of a kind."""
    rows = SearchEntry.objects.filter(kind=kind).order_by("-object_id")
    return rows.values_list("object_id", flat=True).first() or 0


def _fetch(gate: Door, node: Node, limit: int, enough: int, *, within: Node | None = None) -> tuple[int, list[int]]:
    """How many hold the tokens (counted no further than ``limit``), and the keys of those behind the door.

    ``within`` is asked of the rows that the index gives, not of the index. SQLite hands out one by one, stops when
    there are enough, and counts what it handed out.
    """
    lite = connection.vendor == "sqlite"
    rows = [asking.tsquery(within)] if within else []
    question = [asking.match(node), *gate.values] if lite else [asking.tsquery(node), *rows, limit, *gate.values]
    statement = SQLITE if lite else WALKED if within else POSTGRESQL
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("{door}", gate.condition), [*question, enough])
        keys = [row[0] for row in cursor.fetchall()]
    return (len(keys), keys) if lite else (-keys[0], keys[1:])
