"""Reads of the outbox."""

from django.db.models import QuerySet

from zhilian.core.actor import Actor
from zhilian.notices.models import Notice

UNREAD_SHOWN = 99


def inbox(actor: Actor) -> "QuerySet[Notice]":
    """The person's messages, newest first."""
    return Notice.objects.filter(recipient_id=actor.user_id).order_by("-id")


def unread_count(actor: Actor) -> int:
    """How many are unread, counted to 100 at most."""
    unread = Notice.objects.filter(recipient_id=actor.user_id, read_at=None).values("pk")
    return unread[: UNREAD_SHOWN + 1].count()
