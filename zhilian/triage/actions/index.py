"""Keeping the index: entries written anew after a line of the trail, and all of a kind while people search."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

import numpy as np
from django.db import connection, transaction

from zhilian.core.models import Federation, TrailEntry, TrailHead
from zhilian.core.searching import SOURCES, Findable, Source
from zhilian.triage.models import FrequencyTable, IndexedKind, IndexState, SearchEntry
from zhilian.triage.queries.tables import LARGE
from zhilian.triage.rules import tokens as t
from zhilian.triage.rules.frequencies import BITS, Frequencies

LINES: Final = 500  # of the trail, read at once
BATCH: Final = 500  # things of a rebuild read and written together: SQLite lets nobody else write meanwhile
_DOUBLED: Final = 10  # bits of a trail's length from which on words are counted anew whenever it has doubled

UPSERT = """
INSERT INTO triage_searchentry (federation_id, kind, object_id, at, tokens)
SELECT given.federation_id, %s, given.object_id, given.at, given.tokens::tsvector
FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[], %s::text[]) AS given(federation_id, object_id, at, tokens)
ON CONFLICT (kind, object_id) DO UPDATE SET federation_id = excluded.federation_id, at = excluded.at,
  tokens = excluded.tokens
WHERE (triage_searchentry.federation_id, triage_searchentry.at, triage_searchentry.tokens)
  IS DISTINCT FROM (excluded.federation_id, excluded.at, excluded.tokens)
"""


@transaction.atomic
def index(*, kind: str, ids: Iterable[int]) -> int:
    """Write the entries of these things anew, and take away those of things that are gone; returns how many were read.

    Whoever writes entries of a kind holds its row until the commit, so that nobody writes over newer words with older.
    """
    source, keys = SOURCES[kind], sorted(set(ids))
    _hold(kind)
    found = sorted(source.findable(keys), key=lambda one: one.object_id) if keys else []
    _remove(kind, set(keys) - {one.object_id for one in found})
    _write(source, found)
    return len(found)


@transaction.atomic
def follow(*, federation: Federation, at: datetime) -> int:
    """Read on in a federation's trail, at most 500 lines, and index what they speak of; returns how many lines.

    At the first time the whole trail is passed over and all kinds are rebuilt instead.
    """
    state = IndexState.objects.select_for_update().filter(federation=federation).first()
    if state is None:
        return _begin(federation, at)
    rows = TrailEntry.objects.filter(federation=federation, seq__gt=state.seq).order_by("seq")
    lines = list(rows.values_list("seq", "subject_type", "subject_id")[:LINES])
    for source in SOURCES.values():
        if keys := _concerned(source, lines):
            index(kind=source.kind, ids=keys)
    if lines:
        _read_to(state, lines[-1][0], at)
    return len(lines)


def _read_to(state: IndexState, seq: int, at: datetime) -> None:
    """Note how far the trail was read; once it has doubled, count words anew."""
    IndexState.objects.filter(pk=state.pk).update(seq=seq)
    if seq.bit_length() > max(state.seq.bit_length(), _DOUBLED):
        _begin_all(at)


def _concerned(source: Source, lines: Sequence[tuple[int, str, str]]) -> set[int]:
    """The things of this kind of which the lines speak."""
    spoken: dict[str, set[int]] = {}
    for _, subject, key in lines:
        if subject in source.subjects and key.isdigit():
            spoken.setdefault(subject, set()).add(int(key))
    return {one for subject, keys in spoken.items() for one in source.concerned(subject, sorted(keys))}


def _begin(federation: Federation, at: datetime) -> int:
    """Note where the trail stands now, and have everything read from the rows."""
    head = TrailHead.objects.filter(federation=federation).first()
    IndexState.objects.get_or_create(federation=federation, defaults={"seq": head.seq if head else 0})
    _begin_all(at)
    return 1


def _begin_all(at: datetime) -> None:
    """Begin the rebuild of every kind, but of those that are under way."""
    busy = set(IndexedKind.objects.filter(after__isnull=False).values_list("kind", flat=True))
    for kind in SOURCES:
        if kind not in busy:
            begin(kind=kind, at=at)


@transaction.atomic
def begin(*, kind: str, at: datetime) -> None:
    """Begin the rebuild of a kind from its first thing; one that is under way begins anew."""
    _hold(kind)
    IndexedKind.objects.filter(kind=kind).update(after=0, counts=None, begun_at=at)


@transaction.atomic
def rebuild(*, kind: str, at: datetime, batches: int = 1) -> int:
    """Go on with a rebuild for some batches of 500 things; returns how many things were read, 0 at its end.

    Everything can be found all the while: entries are written over one by one, and those of things that are gone are
    swept. At the end the frequencies counted on the way take the place of the old ones.
    """
    state, source = _hold(kind), SOURCES[kind]
    if state.after is None:
        return 0
    counts = Frequencies.from_bytes(zlib.decompress(bytes(state.counts))) if state.counts else Frequencies()
    done = 0
    for _ in range(batches):
        ids = source.ids(state.after, BATCH)
        _sweep(source, state.after, ids)
        if not ids:
            return _finish(state, counts, at) or done
        found = sorted(source.findable(ids), key=lambda one: one.object_id)
        _write(source, found)
        counts.add(t.counted(one.title, one.body, one.names, one.scopes) for one in found)
        state.after, done = ids[-1], done + len(ids)
    state.counts = zlib.compress(counts.to_bytes(), 1)
    state.save(update_fields=["after", "counts"])
    return done


def _finish(state: IndexedKind, counts: Frequencies, at: datetime) -> int:
    state.after = state.counts = state.begun_at = None
    state.save(update_fields=["after", "counts", "begun_at"])
    new = {"data": _narrow(counts).to_bytes(), "texts": counts.texts, "counted_at": at}
    FrequencyTable.objects.update_or_create(kind=state.kind, defaults=new)
    return 0


def _narrow(counts: Frequencies) -> Frequencies:
    """The same in an eighth of the room where there are few texts: every process that serves pages keeps each table."""
    if counts.texts >= LARGE:
        return counts
    made = Frequencies(BITS - 3)
    made.total = counts.total
    made.counts = np.minimum(counts.counts.reshape(-1, 8).sum(axis=1), counts.total).astype(np.int32)
    return made


def _sweep(source: Source, after: int, ids: Sequence[int]) -> None:
    """Take away entries of things that are gone: between the last batch and the end of this one, or all behind it."""
    rows = SearchEntry.objects.filter(kind=source.kind, object_id__gt=after)
    rows = rows.filter(object_id__lte=ids[-1]) if ids else rows
    _remove(source.kind, set(rows.values_list("object_id", flat=True)) - set(ids))


def _hold(kind: str) -> IndexedKind:
    """The row of a kind, locked until the commit."""
    IndexedKind.objects.get_or_create(kind=kind)
    return IndexedKind.objects.select_for_update().get(kind=kind)


def _remove(kind: str, keys: set[int]) -> None:
    if not keys:
        return
    rows = SearchEntry.objects.filter(kind=kind, object_id__in=keys)
    if connection.vendor == "sqlite":
        _run_many("DELETE FROM triage_tokens WHERE rowid = %s", [(pk,) for pk in rows.values_list("pk", flat=True)])
    rows.delete()


def _write(source: Source, found: Sequence[Findable]) -> None:
    """Put in or write over; ``found`` by key, so that two who write meet in the same order."""
    if not found:
        return None
    told = [tokens(source.kind, one) for one in found]
    if connection.vendor == "sqlite":
        return _write_sqlite(source, found, told)
    columns: list[list[Any]] = [[getattr(one, name) for one in found] for name in ("federation_id", "object_id", "at")]
    with connection.cursor() as cursor:
        vectors = ["'" + "' '".join(one) + "'" for one in told]
        cursor.execute(UPSERT, [source.kind, *columns, vectors])
    return None


def _write_sqlite(source: Source, found: Sequence[Findable], told: Sequence[Sequence[str]]) -> None:
    rows = [
        SearchEntry(federation_id=one.federation_id, kind=source.kind, object_id=one.object_id, at=one.at)
        for one in found
    ]
    keys = ["kind", "object_id"]
    SearchEntry.objects.bulk_create(rows, update_conflicts=True, unique_fields=keys, update_fields=["federation", "at"])
    there = SearchEntry.objects.filter(kind=source.kind, object_id__in=[one.object_id for one in found])
    pks = dict(there.values_list("object_id", "pk"))
    _run_many("DELETE FROM triage_tokens WHERE rowid = %s", [(pks[one.object_id],) for one in found])
    given = [(pks[one.object_id], " ".join(words)) for one, words in zip(found, told, strict=True)]
    _run_many("INSERT INTO triage_tokens (rowid, tokens) VALUES (%s, %s)", given)


def _run_many(statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


# house: allow action: no write, only what a write puts in
def tokens(kind: str, one: Findable) -> list[str]:
    """All tokens of one thing: of its words, and of who may be concerned."""
    marks = [t.kind_key(kind), t.federation_key(one.federation_id), *map(t.scope_key, one.scopes)]
    marks.append(t.bucket_key(kind, one.object_id >> t.BUCKET_BITS))
    return t.tokens_of(one.title, one.body, one.names, one.codes, marks)
