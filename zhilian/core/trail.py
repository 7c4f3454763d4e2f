"""Writing the trail: one line per action, in the action's own transaction."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import connection, models

from zhilian.core.actor import Actor
from zhilian.core.bulk import insert_many
from zhilian.core.chain import canonical, line_hash, line_seal
from zhilian.core.models import Federation, TrailEntry, TrailHead

LOCK = "SELECT seq, hash FROM core_trailhead WHERE federation_id = %s"
MOVE = "UPDATE core_trailhead SET seq = %s, hash = %s WHERE federation_id = %s"


def record(verb: str, subject: models.Model, *, actor: Actor, at: datetime, **facts: Any) -> TrailEntry:
    """Append one line about ``subject``; call it last, for it locks the federation's chain until the commit.

    ``facts`` are names and texts as they are now (never keys alone), so that a line can be read by itself.
    Raises RuntimeError outside a transaction.
    """
    federation: Federation = getattr(subject, "federation", None) or actor.federation
    seq, previous = _begin(federation)
    entry = _entry(verb, subject, facts, federation=federation, actor=actor, at=at, after=(seq, previous))
    entry.save()
    _run(MOVE, [entry.seq, entry.hash, federation.pk])
    return entry


def record_many(
    verb: str, told: Iterable[tuple[models.Model, Mapping[str, Any]]], *, actor: Actor, at: datetime
) -> list[TrailEntry]:
    """Append one line for each thing and its facts, all of the actor's federation, as ``record`` would one by one."""
    federation, entries = actor.federation, []
    seq, previous = _begin(federation)
    for subject, facts in told:
        entry = _entry(verb, subject, facts, federation=federation, actor=actor, at=at, after=(seq, previous))
        seq, previous = entry.seq, entry.hash
        entries.append(entry)
    insert_many(entries)
    _run(MOVE, [seq, previous, federation.pk])
    return entries


def _begin(federation: Federation) -> tuple[int, str]:
    """The end of the chain, locked until the commit."""
    if not connection.in_atomic_block:
        raise RuntimeError("record() outside a transaction")
    return _locked_head(federation)


def _entry(
    verb: str,
    subject: models.Model,
    facts: Mapping[str, Any],
    *,
    federation: Federation,
    actor: Actor,
    at: datetime,
    after: tuple[int, str],
) -> TrailEntry:
    """An unsaved line that follows the line ``after`` (its number and hash)."""
    entry = TrailEntry(
        federation=federation,
        seq=after[0] + 1,
        at=at.astimezone(UTC),
        actor_id=actor.user_id,
        actor_name=actor.name,
        actor_role=actor.role,
        actor_organisation=actor.organisation.name if actor.organisation else "",
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        facts=canonical(facts),
        previous_hash=after[1],
    )
    entry.hash = line_hash(as_line(entry, federation.code))
    entry.seal = line_seal(settings.TRAIL_KEY, entry.hash)
    return entry


def as_line(entry: TrailEntry, federation_code: str) -> dict[str, Any]:
    """A line as plain values: what is hashed, exported and checked."""
    return {
        "federation": federation_code,
        "seq": entry.seq,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor_id": entry.actor_id,
        "actor_name": entry.actor_name,
        "actor_role": entry.actor_role,
        "actor_organisation": entry.actor_organisation,
        "verb": entry.verb,
        "subject_type": entry.subject_type,
        "subject_id": entry.subject_id,
        "facts": entry.facts,
        "previous_hash": entry.previous_hash,
        "hash": entry.hash,
        "seal": entry.seal,
    }


def _locked_head(federation: Federation) -> tuple[int, str]:
    """Sequence number and hash of the chain's end, locked until the commit; plain SQL, for every write passes here."""
    found = _run(LOCK + ("" if connection.vendor == "sqlite" else " FOR UPDATE"), [federation.pk])
    if found is None:
        TrailHead.objects.get_or_create(federation=federation)
        return _locked_head(federation)
    return found


def _run(statement: str, values: list[int | str]) -> tuple[int, str] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row: tuple[int, str] | None = cursor.fetchone() if cursor.description else None
        return row
