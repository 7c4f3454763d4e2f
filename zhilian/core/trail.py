"""Writing the trail: one line per action, in the action's own transaction."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import connection, models

from zhilian.core.actor import Actor
from zhilian.core.chain import canonical, line_hash, line_seal
from zhilian.core.models import Federation, TrailEntry, TrailHead


def record(verb: str, subject: models.Model, *, actor: Actor, at: datetime, **facts: Any) -> TrailEntry:
    """Append one line about ``subject``; call it last, for it locks the federation's chain until the commit.

    ``facts`` are names and texts as they are now (never keys alone), so that a line can be read by itself.
    Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("record() outside a transaction")
    federation: Federation = getattr(subject, "federation", None) or actor.federation
    head = _locked_head(federation)
    entry = TrailEntry(
        federation=federation,
        seq=head.seq + 1,
        at=at.astimezone(UTC),
        actor_id=actor.user_id,
        actor_name=actor.name,
        actor_role=actor.role,
        actor_organisation=actor.organisation.name if actor.organisation else "",
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        facts=canonical(facts),
        previous_hash=head.hash,
    )
    entry.hash = line_hash(as_line(entry, federation.code))
    entry.seal = line_seal(settings.TRAIL_KEY, entry.hash)
    entry.save()
    TrailHead.objects.filter(pk=head.pk).update(seq=entry.seq, hash=entry.hash)
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


def _locked_head(federation: Federation) -> TrailHead:
    head = TrailHead.objects.select_for_update().filter(federation=federation).first()
    if head is None:
        TrailHead.objects.get_or_create(federation=federation)
        head = TrailHead.objects.select_for_update().get(federation=federation)
    return head
