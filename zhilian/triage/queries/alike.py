"""Candidates for "the same trouble told before": things that share telling words with a text."""

from __future__ import annotations

from datetime import datetime

from zhilian.core.actor import Actor
from zhilian.core.models import Federation


def like(
    actor: Actor | None, text: str, *, kind: str, federation: Federation, at: datetime, limit: int = 50
) -> list[tuple[int, float]]:
    """Things of one kind that share telling words with the text: keys and how much they share, the most first.

    With an actor only what is open to them; without, what is in the index of the federation.
    """
    return []
