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
from zhilian.triage.queries.tables import LARGE, frequencies, is_heavy, is_largest, last_key, share
from zhilian.triage.rules import questions
from zhilian.triage.rules import tokens as t
from zhilian.triage.rules.questions import Either, Node, Token, is_sound

ENOUGH: Final = 300  # candidates of one kind that are compared and ranked
RARE: Final = 2_000  # texts that are fetched at once
AT_MOST: Final = 40_000  # texts looked through for one question
_FIRST: Final = 1.5  # times as many texts as wanted are hoped for in the newest part
_BUCKETS: Final = 64  # asked for in one query
_TELLING: Final = 0.3  # of a kind: a larger part bears too many marks to be looked up
_NO_END: Final = (1 << 63) - 1
_WALKED: Final = 4_000  # keys whose rows are looked at one by one, at most
_TURNS: Final = 4  # parts that are looked through, each four times the one before

POSTGRESQL = """
WITH found AS MATERIALIZED (
  SELECT object_id FROM triage_searchentry
  WHERE tokens @@ %s::tsquery AND kind = %s AND object_id BETWEEN %s AND %s {rows}
  ORDER BY object_id + 0 DESC LIMIT %s
) SELECT -count(*) FROM found UNION ALL (SELECT object_id FROM found WHERE {door} LIMIT %s)
"""
ROWS = "AND (tokens || ''::tsvector) @@ %s::tsquery"  # joined with nothing, so that no index is asked
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
    marks: Node | None = None
    share: float = 1.0  # of the kind that bears the marks


def door(source: Source, actor: Actor, filters: Mapping[str, str]) -> Door | None:
    """The room's own rows, filters applied, as a condition; None where the actor finds nothing of the kind."""
    scopes = source.scopes(actor)
    if scopes is not None and not scopes:
        return None
    rows = source.visible(actor)
    for name, value in filters.items():
        rows = rows.filter(**source.filters[name](actor, value))
    try:
        inner = rows.order_by().filter(pk=RawSQL("found.object_id", [])).values("pk").query
        condition, values = inner.sql_with_params()
    except EmptyResultSet:
        return None
    marks = questions.one_of([t.scope_key(one) for one in scopes]) if scopes else None
    return Door(source, f"EXISTS ({condition})", values, marks, share(source.kind, scopes or ()))


def holding(sources: Sequence[Source], *nodes: Node | None) -> list[Source]:
    """Those kinds that may hold an answer to one of the questions: the large ones, and of the others those that do.

    One question for all small kinds; what it says stays here, for each kind is asked behind its door afterwards.
    """
    asked = tuple(node for node in nodes if node)
    small = [one.kind for one in sources if frequencies(one.kind).texts < LARGE]
    if not asked or not small:
        return list(sources) if asked else []
    node, those = Either(asked), questions.one_of([t.kind_key(kind) for kind in small])
    both = questions.both(node, those)
    statement, given = (KINDS, [questions.tsquery(both)])
    if connection.vendor == "sqlite":
        statement, given = (KINDS_SQLITE, [questions.match(both)])
    elif any(leaf.starts and is_heavy(leaf) for leaf in questions.leaves(node)):
        statement, given = (f"{KINDS} {ROWS}", [questions.tsquery(those), questions.tsquery(node)])
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        there = {row[0] for row in cursor.fetchall()}
    return [one for one in sources if one.kind not in small or one.kind in there]


@dataclass(slots=True)
class Answer:
    """Keys found, newest first; ``more`` when there are more than were looked at."""

    keys: list[int] = field(default_factory=list)
    more: bool = False


def ask(gate: Door, node: Node, held: Mapping[str, float], enough: int = ENOUGH) -> Answer:
    """The newest things that hold these tokens and are open to the actor, at most ``enough``."""
    if connection.vendor == "sqlite":
        keys = _handed_out(gate, questions.both(node, Token(t.kind_key(gate.source.kind)), gate.marks), enough + 1)
        return Answer(keys[:enough], len(keys) > enough)
    kind = gate.source.kind
    asked = questions.without_sounds(node, is_heavy) if is_largest(kind) else node
    if asked is None:
        return Answer(more=True)
    asked = questions.rarest(asked, held)
    expected = questions.expected(asked, held, frequencies(kind).texts) * gate.share
    heavy = any(leaf.starts and is_heavy(leaf) and not is_sound(leaf) for leaf in questions.leaves(asked))
    if heavy or expected > RARE:
        return _newest_first(gate, asked, expected, enough, heavy=heavy)
    return _at_once(gate, asked, _NO_END, enough)


def _at_once(gate: Door, node: Node, top: int, enough: int) -> Answer:
    """All up to a key, if they are not too many: the newest."""
    kind = gate.source.kind
    marked = questions.both(node, None if is_largest(kind) else Token(t.kind_key(kind)))
    looked, keys = _fetch(gate, _narrowed(gate, marked), (0, top), RARE, enough + 1)
    return Answer(keys[:enough], len(keys) > enough or looked >= RARE)


def _narrowed(gate: Door, node: Node) -> Node:
    """With the reader's marks, where these say more than the door would afterwards."""
    return questions.both(node, gate.marks) if gate.share < _TELLING else node


def _newest_first(gate: Door, node: Node, expected: float, enough: int, *, heavy: bool) -> Answer:
    """Look at the newest part, then at one four times as long before it, and so on.

    The index would gather all words of a common beginning from everywhere: these are looked for in the rows instead.
    """
    answer, looked, kind = Answer(), 0, gate.source.kind
    top = last_key(kind) + (1 << t.BUCKET_BITS)
    length = int(_FIRST * enough * top / max(expected, 1.0)) + (1 << t.BUCKET_BITS)
    for _ in range(1 if heavy else _TURNS):
        length = min(length, _WALKED + (1 << t.BUCKET_BITS) if heavy else _BUCKETS << t.BUCKET_BITS)
        low = max(0, top - length)
        numbers = range(low >> t.BUCKET_BITS, (top >> t.BUCKET_BITS) + 1)
        where = _narrowed(gate, questions.one_of([t.bucket_key(kind, one) for one in numbers]))
        inside = (low, top)
        if heavy:
            seen, found = _fetch(gate, where, inside, AT_MOST, enough + 1, within=node)
        else:
            seen, found = _fetch(gate, questions.both(node, where), inside, AT_MOST, enough + 1)
        answer.keys += found
        rest = seen * low / (top - low)  # more of the same may be expected there
        looked, top = looked + seen, low - 1
        if len(answer.keys) > enough or looked >= AT_MOST or top < 0:
            break
        if rest <= RARE and not heavy:
            further = _at_once(gate, node, top, enough)
            return Answer((answer.keys + further.keys)[:enough], further.more)
        length *= 4
    return Answer(answer.keys[:enough], top >= 0 or len(answer.keys) > enough)


def _fetch(
    gate: Door, node: Node, inside: tuple[int, int], limit: int, enough: int, *, within: Node | None = None
) -> tuple[int, list[int]]:
    """How many hold the tokens (counted no further than ``limit``), and the keys of those behind the door.

    ``within`` is asked of the rows that the index gives, not of the index.
    """
    rows = [questions.tsquery(within)] if within else []
    given = [questions.tsquery(node), gate.source.kind, *inside, *rows, limit, *gate.values, enough]
    statement = POSTGRESQL.replace("{rows}", ROWS if within else "").replace("{door}", gate.condition)
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        looked, *keys = [row[0] for row in cursor.fetchall()]
    return -looked, keys


def _handed_out(gate: Door, node: Node, enough: int) -> list[int]:
    """The keys from SQLite, which hands out the newest first, one by one, and stops when there are enough."""
    with connection.cursor() as cursor:
        cursor.execute(SQLITE.replace("{door}", gate.condition), [questions.match(node), *gate.values, enough])
        return [row[0] for row in cursor.fetchall()]
