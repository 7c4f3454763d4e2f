"""Who may stand in for whom, and who does."""

from datetime import date

from django.db.models import Q, QuerySet

from zhilian.accounts import permissions
from zhilian.accounts.models import Delegation, RoleHolding, User, held
from zhilian.core.actor import Actor
from zhilian.core.roles import FEDERATION_ROLES, UNIT_ROLES, Role


def same_kind(holding: RoleHolding) -> Q:
    """The roles whose holders may stand in for this one: of the same unit, office, station or bank; else none."""
    here = Q(organisation_id=holding.organisation_id)
    if holding.role in UNIT_ROLES:
        return here & Q(role__in=sorted(UNIT_ROLES))
    if holding.role in FEDERATION_ROLES:
        return Q(role__in=sorted(FEDERATION_ROLES))
    if holding.role == Role.STATION_CLERK:
        return here & Q(role=Role.STATION_CLERK) | Q(role=Role.DISPATCHER)
    return here & Q(role=holding.role) if holding.role in permissions.HAND_OVER.roles else Q(pk__in=[])


def standings(holding: RoleHolding, day: date) -> "QuerySet[RoleHolding]":
    """The colleagues' own roles, held on that day, on which they may stand in for this one."""
    rows = RoleHolding.objects.filter(same_kind(holding), held(day), federation_id=holding.federation_id)
    return rows.filter(user__is_active=True).exclude(user_id=holding.user_id)


def deputies_for(holding: RoleHolding, day: date) -> "QuerySet[User]":
    """The colleagues who may stand in for this role."""
    return User.objects.filter(pk__in=standings(holding, day).values("user_id")).order_by("name", "username")


def handed_over_by(actor: Actor, day: date) -> "QuerySet[RoleHolding]":
    """The roles this person may hand over: their own, a head those of the unit, the security administrator all.

    Whoever stands in for somebody hands nothing on: no chains.
    """
    rows = RoleHolding.objects.filter(held(day), federation_id=actor.federation_id, user__is_active=True)
    rows = rows.filter(role__in=sorted(permissions.HAND_OVER.roles)).filter(_within_reach(actor))
    return rows.select_related("user", "federation", "organisation").order_by("organisation_id", "user__name", "pk")


def _within_reach(actor: Actor) -> Q:
    if actor.has(permissions.HAND_OVER_ANY):
        return Q()
    if stands_in(actor) or not actor.has(permissions.HAND_OVER):
        return Q(pk__in=[])
    own = Q(user_id=actor.person_id)
    unit = Q(organisation_id=actor.organisation_id, role__in=sorted(UNIT_ROLES))
    return own | unit if actor.has(permissions.HAND_OVER_UNIT) else own


def may_hand_over(actor: Actor) -> bool:
    """Whether there is anything about hand-overs for the role the actor acts in."""
    return actor.has(permissions.HAND_OVER) or actor.has(permissions.HAND_OVER_ANY)


def stands_in(actor: Actor) -> bool:
    """Whether the actor acts in somebody else's role."""
    return RoleHolding.objects.filter(pk=actor.holding_id or 0).exclude(user_id=actor.person_id).exists()


def delegations(actor: Actor) -> "QuerySet[Delegation]":
    """The hand-overs this person may see, the latest first."""
    rows = Delegation.objects.visible_to(actor)
    related = ("holding__user", "holding__organisation", "standing", "deputy", "created_by")
    return rows.select_related(*related).order_by("-since", "-pk")


def stood_in_for(user: User, since: date, until: date) -> list[str]:
    """The names of those for whom this person stands in on any day of this span."""
    rows = Delegation.objects.touching(since, until).filter(deputy=user)
    return list(rows.order_by("holding__user__name").values_list("holding__user__name", flat=True).distinct())
