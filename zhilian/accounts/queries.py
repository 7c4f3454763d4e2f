"""Reads of the accounts."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from zhilian.accounts.models import ParkedForm, RoleHolding, SignInAttempt, User
from zhilian.core.actor import Actor
from zhilian.core.models import Federation, Organisation


def holdings_of(user_id: int, today: date) -> "QuerySet[RoleHolding]":
    """The roles a person holds today, with everything an actor needs, in one query."""
    current = Q(since__lte=today) & (Q(until=None) | Q(until__gte=today))
    rows = RoleHolding.objects.filter(current, user_id=user_id, user__is_active=True)
    return rows.select_related("user", "federation", "organisation").order_by("pk")


def actor_of(holding: RoleHolding, address: str = "", language: str = "zh-hans") -> Actor:
    """The actor a person is in one of their roles."""
    return Actor(
        federation=holding.federation,
        role=holding.role,
        user_id=holding.user_id,
        name=holding.user.name,
        username=holding.user.username,
        organisation=holding.organisation,
        holding_id=holding.pk,
        address=address,
        language=language,
    )


def people_in(organisation: Organisation, *roles: str) -> "QuerySet[User]":
    """Active people holding one of these roles in exactly this organisation."""
    return User.objects.filter(
        is_active=True, holdings__organisation=organisation, holdings__role__in=roles, holdings__until=None
    ).distinct()


def people_with(federation: Federation, *roles: str) -> "QuerySet[User]":
    """Active people holding one of these roles anywhere in this federation."""
    return User.objects.filter(
        is_active=True, holdings__federation=federation, holdings__role__in=roles, holdings__until=None
    ).distinct()


def people_visible_to(actor: Actor) -> "QuerySet[RoleHolding]":
    """The role holdings of the actor's federation, by user name."""
    rows = RoleHolding.objects.filter(federation_id=actor.federation_id, until=None)
    return rows.select_related("user", "organisation").order_by("user__username", "pk")


def recent_sign_ins(federation: Federation) -> "QuerySet[SignInAttempt]":
    """The latest attempts for accounts of one federation, newest first."""
    names: Iterable[str] = User.objects.filter(holdings__federation=federation).values_list("username", flat=True)
    return SignInAttempt.objects.filter(username__in=names).order_by("-at", "-pk")


def parked(token: str) -> ParkedForm | None:
    """The parked form behind this token."""
    return ParkedForm.objects.filter(token=token).first()
