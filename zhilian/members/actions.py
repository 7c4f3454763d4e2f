"""Every write of the registry."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zhilian.accounts.models import User
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid
from zhilian.core.powers import require
from zhilian.core.trail import record
from zhilian.members import permissions
from zhilian.members.facts import ContactFacts, EnterpriseFacts, build, derived, facts_of, shown
from zhilian.members.models import Contact, Enterprise, Representative


@transaction.atomic
def add_enterprise(
    *, facts: EnterpriseFacts, actor: Actor, at: datetime, contact: ContactFacts | None = None
) -> Enterprise:
    """Enter a firm. Raises Invalid when its name or credit code is in the registry already."""
    require(actor, permissions.EDIT_ENTERPRISE)
    enterprise = build(actor.federation, facts, at)
    _save(enterprise)
    if contact and contact.name:
        _primary(enterprise, contact)
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
    """Change a firm. Raises Invalid on a double, or when somebody changed it after ``seen_at``."""
    require(actor, permissions.EDIT_ENTERPRISE)
    current = Enterprise.objects.select_for_update().get(pk=enterprise.pk)
    if seen_at and current.updated_at > seen_at:
        raise Invalid(_("Somebody else changed this enterprise meanwhile. Please look at it again."))
    before = shown(facts_of(current))
    for name in facts.__dataclass_fields__:
        setattr(current, name, getattr(facts, name))
    for name, value in derived(facts.name).items():
        setattr(current, name, value)
    current.updated_at = at
    _save(current)
    if contact and contact.name:
        _primary(current, contact)
    after = shown(facts)
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
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


def _save(enterprise: Enterprise) -> None:
    try:
        with transaction.atomic():
            enterprise.save()
    except IntegrityError as error:
        if "credit_code" in str(error):
            raise Invalid(_("This credit code is in the registry already."), ["credit_code"]) from error
        raise Invalid(_("An enterprise of this name is in the registry already."), ["name"]) from error


def _primary(enterprise: Enterprise, facts: ContactFacts) -> None:
    values = {name: getattr(facts, name) for name in facts.__dataclass_fields__}
    Contact.objects.update_or_create(
        enterprise=enterprise, is_primary=True, defaults={"federation": enterprise.federation, **values}
    )
