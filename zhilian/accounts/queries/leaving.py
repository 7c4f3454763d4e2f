"""What stays behind when somebody leaves."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from zhilian.accounts.models import RoleHolding, User, held
from zhilian.core.actor import Actor
from zhilian.core.models import Organisation
from zhilian.core.roles import ADMINISTRATORS, UNIT_ROLES


def roles_here(actor: Actor, user: User, day: date) -> "QuerySet[RoleHolding]":
    """The roles a person holds in the actor's federation on that day."""
    rows = RoleHolding.objects.filter(held(day), user=user, federation_id=actor.federation_id)
    return rows.select_related("user", "federation", "organisation").order_by("pk")


def closed_accounts(actor: Actor, words: str, most: int = 50) -> "QuerySet[User]":
    """The closed accounts of people who held a role here."""
    rows = User.objects.filter(is_active=False, holdings__federation_id=actor.federation_id)
    return (rows.filter(name__icontains=words) if words else rows).distinct().order_by("name", "username")[:most]


def units_left_empty(leaving: Iterable[RoleHolding]) -> list[Organisation]:
    """The units in which nobody could sign for a case any more once these roles have ended."""
    going = [one for one in leaving if one.role in UNIT_ROLES]
    stay = RoleHolding.objects.filter(held(None), role__in=sorted(UNIT_ROLES), user__is_active=True)
    stay = stay.exclude(pk__in=[one.pk for one in going])
    units = {one.organisation.pk: one.organisation for one in going if one.organisation}
    manned = set(stay.filter(organisation__in=units).values_list("organisation_id", flat=True))
    return [unit for key, unit in units.items() if key not in manned]


def irreplaceable(leaving: Iterable[RoleHolding]) -> RoleHolding | None:
    """The first of these roles that makes its holder the federation's only administrator of this kind."""
    rows = RoleHolding.objects.filter(held(None), user__is_active=True)
    for one in leaving:
        others = rows.filter(role=one.role, federation_id=one.federation_id).exclude(user_id=one.user_id)
        if one.role in ADMINISTRATORS and not others.exists():
            return one
    return None
