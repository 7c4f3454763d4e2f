"""The trail is taken away."""

from datetime import datetime

from django.db import transaction

from zhilian.accounts import permissions
from zhilian.core.actor import Actor
from zhilian.core.powers import require
from zhilian.core.trail import record


@transaction.atomic
def trail_exported(*, actor: Actor, at: datetime) -> None:
    """Note that somebody takes a copy of the trail away."""
    require(actor, permissions.SEE_TRAIL)
    record("trail.exported", actor.federation, actor=actor, at=at)
