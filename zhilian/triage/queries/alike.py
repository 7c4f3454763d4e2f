"""Candidates for "the same trouble told before": things that share telling words with a text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection

from zhilian.core.actor import Actor
from zhilian.core.models import Federation
from zhilian.core.searching import SOURCES
from zhilian.triage.queries import engine
from zhilian.triage.queries.tables import frequencies
from zhilian.triage.rules import questions
from zhilian.triage.rules import tokens as t
from zhilian.triage.rules.frequencies import hashed
from zhilian.triage.rules.questions import Node, Token

READ: Final = 2_000  # characters of the text
WORDS: Final = 24  # telling words that are looked up
EACH, TOGETHER = 1_500, 3_000  # things fetched for one word, and for all of them
_WEIGHED: Final = 1_000  # things that share most, shown to the door

POSTGRESQL = """
WITH found AS MATERIALIZED (
  SELECT entry.object_id, sum(given.weight) AS weight
  FROM unnest(%s::text[], %s::float8[]) AS given(question, weight) CROSS JOIN LATERAL (
    SELECT object_id FROM triage_searchentry
    WHERE tokens @@ given.question::tsquery AND kind = %s AND federation_id = %s LIMIT %s
  ) AS entry GROUP BY entry.object_id ORDER BY weight DESC, entry.object_id DESC LIMIT %s
) SELECT object_id, weight FROM found WHERE {door} LIMIT %s
"""
SQLITE = """
WITH found AS MATERIALIZED (
  SELECT entry.object_id AS object_id, sum(given.weight) AS weight FROM ({words}) AS given
  JOIN triage_searchentry entry ON entry.id = given.pk WHERE entry.kind = %s AND entry.federation_id = %s
  GROUP BY entry.object_id ORDER BY weight DESC, entry.object_id DESC LIMIT %s
) SELECT object_id, weight FROM found WHERE {door} LIMIT %s
"""
ONE_WORD = (
    "SELECT * FROM (SELECT rowid AS pk, %s AS weight FROM triage_tokens WHERE triage_tokens MATCH %s "
    "ORDER BY rowid DESC LIMIT %s)"
)


def like(
    actor: Actor | None, text: str, *, kind: str, federation: Federation, at: datetime, limit: int = 50
) -> list[tuple[int, float]]:
    """Things of one kind that share telling words with the text: keys and how much they share, the most first.

    With an actor only what is open to them; without, whatever is in the index of the federation. ``at`` is not asked
    for anything yet: what is old may help as well.
    """
    words = _telling(kind, text)
    gate = engine.door(SOURCES[kind], actor, {}) if actor else None
    if not words or (actor and not gate):
        return []
    narrow = _narrow(kind, actor, federation)
    door, values = (gate.condition, gate.values) if gate else ("1 = 1", ())
    if connection.vendor == "sqlite":
        return _asked_sqlite(words, narrow, [kind, federation.pk, _WEIGHED, *values, limit], door)
    asked = [questions.tsquery(questions.both(Token(word), narrow)) for word, _ in words]
    given = [asked, [weight for _, weight in words], kind, federation.pk, EACH, _WEIGHED, *values, limit]
    return _run(POSTGRESQL.replace("{door}", door), given)


def _asked_sqlite(
    words: Sequence[tuple[str, float]], narrow: Node | None, given: Sequence[Any], door: str
) -> list[tuple[int, float]]:
    several = " UNION ALL ".join([ONE_WORD] * len(words))
    looked = [(weight, questions.match(questions.both(Token(word), narrow)), EACH) for word, weight in words]
    sql = SQLITE.replace("{words}", several).replace("{door}", door)
    return _run(sql, [*(value for one in looked for value in one), *given])


def _run(sql: str, values: Sequence[Any]) -> list[tuple[int, float]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [(key, float(weight)) for key, weight in cursor.fetchall()]


def _narrow(kind: str, actor: Actor | None, federation: Federation) -> Node | None:
    """The marks of who may be concerned, where they say more than the federation does."""
    scopes = SOURCES[kind].scopes(actor) if actor else None
    if not scopes or list(scopes) == [f"fed-{federation.pk}"]:
        return None
    return questions.one_of([t.scope_key(one) for one in scopes])


def _telling(kind: str, text: str) -> list[tuple[str, float]]:
    """The rarest words and pairs of the text with how telling each is, as many as may be fetched together."""
    words = list(dict.fromkeys(gram for run in t.runs(t.plain(text[:READ])) for gram in t.grams(run) if len(gram) > 1))
    if not words:
        return []
    hashes, table = hashed(words), frequencies(kind)
    chosen: list[tuple[str, float]] = []
    room = float(TOGETHER)
    for held, weight, word in sorted(zip(table.held(hashes).tolist(), table.idf(hashes).tolist(), words, strict=True)):
        if held > min(room, EACH) or len(chosen) >= WORDS:
            break
        chosen.append((t.safe(word), weight))
        room -= held
    return chosen
