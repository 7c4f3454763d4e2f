"""Reads of the registry."""

from django.db.models import QuerySet

from zhilian.core.actor import Actor
from zhilian.members.models import Contact, Enterprise

SUGGESTIONS = 12


def search(actor: Actor, words: str = "", street: str = "") -> "QuerySet[Enterprise]":
    """The registry by pinyin, narrowed by words and street code."""
    rows = Enterprise.objects.visible_to(actor).select_related("street").order_by("sort_key", "id")
    if street:
        rows = rows.filter(street__code=street)
    return rows.named_like(words) if words.strip() else rows


def suggestions(actor: Actor, words: str) -> list[Enterprise]:
    """At most twelve firms for somebody who is typing a name."""
    return list(search(actor, words)[:SUGGESTIONS]) if words.strip() else []


def own_enterprises(actor: Actor) -> "QuerySet[Enterprise]":
    """The firms an enterprise user speaks for."""
    rows = Enterprise.objects.filter(federation_id=actor.federation_id, representatives__user_id=actor.person_id)
    return rows.select_related("street").order_by("sort_key")


def primary_contact(enterprise: Enterprise) -> Contact | None:
    """The firm's first contact."""
    return enterprise.contacts.first()
