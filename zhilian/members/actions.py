"""Every write of the registry."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zhilian.accounts.models import User
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid
from zhilian.core.powers import require
from zhilian.core.trail import record
from zhilian.kit.phones import mask_phone
from zhilian.members import permissions
from zhilian.members.facts import ContactFacts, EnterpriseFacts, build, derived, facts_of, shown
from zhilian.members.models import Contact, Enterprise, Representative
from zhilian.members.queries import holder_of, primary_contact


class Stale(Invalid):
    """Somebody else changed the firm after the form was opened."""

    status = 409


@transaction.atomic
def add_enterprise(
    *, facts: EnterpriseFacts, actor: Actor, at: datetime, contact: ContactFacts | None = None
) -> Enterprise:
    """Enter a firm. Raises Invalid when its name or credit code is in the registry already."""
    require(actor, permissions.EDIT_ENTERPRISE)
    enterprise = build(actor.federation, facts, at)
    _save(enterprise)
    if contact and contact.name:
        _set_primary(enterprise, contact)
    record("enterprise.added", enterprise, actor=actor, at=at, **shown(facts))
    return enterprise


@transaction.atomic
def change_enterprise(
    *,
    enterprise: Enterprise,
    facts: EnterpriseFacts,
    actor: Actor,
    at: datetime,
    contact: ContactFacts | None = None,
    seen_at: datetime | None = None,
) -> Enterprise:
    """Change a firm; the trail says what was and what is. Nothing is written where nothing differs.

    Raises Invalid on a double and Stale when somebody changed it after ``seen_at``.
    """
    require(actor, permissions.EDIT_ENTERPRISE)
    current = Enterprise.objects.select_for_update().get(pk=enterprise.pk)
    if seen_at and current.updated_at > seen_at:
        raise Stale(_("Somebody else changed this enterprise meanwhile. Please compare, then save again."))
    changed = _differences(shown(facts_of(current)), shown(facts)) | _contact_difference(current, contact)
    if not changed:
        return current
    for name, value in {**_values(facts), **derived(facts.name), "updated_at": at}.items():
        setattr(current, name, value)
    _save(current)
    if contact and contact.name:
        _set_primary(current, contact)
    record("enterprise.changed", current, actor=actor, at=at, changed=changed)
    return current


@transaction.atomic
def add_representative(*, enterprise: Enterprise, user: User, actor: Actor, at: datetime) -> Representative:
    """Let a user speak for a firm."""
    require(actor, permissions.EDIT_ENTERPRISE)
    row, created = Representative.objects.get_or_create(
        enterprise=enterprise, user=user, defaults={"federation": enterprise.federation}
    )
    if created:
        record("enterprise.representative_added", enterprise, actor=actor, at=at, name=user.name)
    return row


def _values(facts: EnterpriseFacts | ContactFacts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in facts.__dataclass_fields__}


def _differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """Name → what was and what is, for what differs."""
    return {name: [before[name], after[name]] for name in after if before[name] != after[name]}


def _contact_difference(enterprise: Enterprise, facts: ContactFacts | None) -> dict[str, list[Any]]:
    known = primary_contact(enterprise)
    if facts is None or not facts.name or (known and _values(facts) == _told(known)):
        return {}
    return {"contact": [_in_trail(known), _in_trail(facts)]}


def _told(contact: Contact) -> dict[str, Any]:
    return {name: getattr(contact, name) for name in ContactFacts.__dataclass_fields__}


def _in_trail(contact: Contact | ContactFacts | None) -> str:
    """A contact in the trail, which keeps no full phone number."""
    return f"{contact.name} {contact.post} {mask_phone(contact.phone)}".strip() if contact else ""


def _save(enterprise: Enterprise) -> None:
    try:
        with transaction.atomic():
            enterprise.save()
    except IntegrityError as error:
        holder = holder_of(enterprise)
        name = holder.name if holder else ""
        if "credit_code" in str(error):
            raise Invalid(_("%(name)s has this credit code already.") % {"name": name}, ["credit_code"]) from error
        raise Invalid(_("%(name)s is in the registry already.") % {"name": name}, ["name"]) from error


def _set_primary(enterprise: Enterprise, facts: ContactFacts) -> None:
    defaults = {"federation": enterprise.federation, **_values(facts)}
    Contact.objects.update_or_create(enterprise=enterprise, is_primary=True, defaults=defaults)
