"""Reads of the registry."""

from django.db.models import QuerySet

from zhilian.core.actor import Actor
from zhilian.core.models import TrailEntry
from zhilian.core.queries import trail_of
from zhilian.members.models import Contact, Enterprise, Representative

LACKING = ("credit_code", "street", "industry", "contact")


def search(actor: Actor, words: str = "", street: str = "", lacking: str = "") -> "QuerySet[Enterprise]":
    """The registry by pinyin, narrowed by words, street code and what it still waits for (one of ``LACKING``)."""
    rows = Enterprise.objects.visible_to(actor).select_related("street").order_by("sort_key", "id")
    if street:
        rows = rows.filter(street__code=street)
    if lacking in LACKING:
        rows = rows.lacking(lacking)
    return rows.named_like(words) if words.strip() else rows


def listed(actor: Actor, words: str = "", street: str = "", lacking: str = "") -> "QuerySet[Enterprise]":
    """The same with contacts, for the list."""
    return search(actor, words, street, lacking).prefetch_related("contacts")


def enterprise_of(actor: Actor, enterprise_id: int) -> Enterprise | None:
    """One firm, if the person may see it."""
    return search(actor).filter(pk=enterprise_id).first()


def holder_of(enterprise: Enterprise) -> Enterprise | None:
    """Another firm of the federation with this one's credit code or name."""
    others = Enterprise.objects.filter(federation_id=enterprise.federation_id).exclude(pk=enterprise.pk)
    by_code = others.filter(credit_code=enterprise.credit_code).first() if enterprise.credit_code else None
    return by_code or others.filter(name_folded=enterprise.name_folded).first()


def speakers_of(enterprise: Enterprise) -> "QuerySet[Representative]":
    """Who may speak for the firm on this platform."""
    return enterprise.representatives.select_related("user").order_by("user__name")


def history_of(enterprise: Enterprise) -> "QuerySet[TrailEntry]":
    """The lines of trail about the firm, newest first."""
    return trail_of(enterprise).order_by("-seq")


def own_enterprises(actor: Actor) -> "QuerySet[Enterprise]":
    """The firms an enterprise user speaks for."""
    rows = Enterprise.objects.filter(federation_id=actor.federation_id, representatives__user_id=actor.person_id)
    return rows.select_related("street").order_by("sort_key")


def primary_contact(enterprise: Enterprise) -> Contact | None:
    """The firm's first contact; asks nothing where the contacts were read before."""
    return next(iter(enterprise.contacts.all()), None)
