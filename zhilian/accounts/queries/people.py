"""Who acts, in which role, and who is to be told."""

from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from zhilian.accounts.models import Delegation, ParkedForm, RoleHolding, User, held
from zhilian.core.actor import Actor
from zhilian.core.memory import remembered
from zhilian.core.models import Federation, Organisation
from zhilian.kit.text import shorten

NAME = 48  # characters of a name in the name of a deputy; the trail keeps a hundred in all


def roles_of(user_id: int, today: date) -> list[RoleHolding]:
    """The roles a person may act in today, their own first, then those they stand in for; one query."""
    own = RoleHolding.objects.filter(held(today), user_id=user_id, user__is_active=True).values("pk")
    handed = Delegation.objects.in_force(today).filter(deputy_id=user_id).values("holding_id")
    rows = RoleHolding.objects.filter(pk__in=own.union(handed))
    found = list(rows.select_related("user", "federation", "organisation").order_by("pk"))
    mine = [one for one in found if one.user_id == user_id]
    others = [one for one in found if one.user_id != user_id] if mine else []
    for one in others:
        one.deputy = mine[0].user
    return mine + others


def actor_of(holding: RoleHolding, address: str = "", language: str = "zh-hans") -> Actor:
    """The actor a person is in one of their roles; a deputy acts under their own key and under both names."""
    user = holding.deputy or holding.user
    return Actor(
        federation=holding.federation,
        role=holding.role,
        user_id=user.pk,
        name=_both_names(user, holding.user) if holding.deputy else user.name,
        username=user.username,
        organisation=holding.organisation,
        holding_id=holding.pk,
        address=address,
        language=language,
    )


def _both_names(deputy: User, absent: User) -> str:
    # house: allow chinese: a name kept in the trail, the same in whatever language the deputy reads
    return f"{shorten(deputy.name, NAME)}（代{shorten(absent.name, NAME)}）"


def people_in(organisation: Organisation, *roles: str, day: date | None = None) -> "QuerySet[User]":
    """Active people who hold one of these roles in exactly this organisation on ``day``, and their deputies.

    ``stands_in_for`` of a deputy is the absent person's name, else empty. Without a day: the roles with no end set, and
    no deputies, for nobody can say who stands in.
    """
    return _holding(Q(organisation=organisation, role__in=roles), day)


def people_with(federation: Federation, *roles: str, day: date | None = None) -> "QuerySet[User]":
    """Active people who hold one of these roles anywhere in this federation on ``day``, and their deputies."""
    return _holding(Q(federation=federation, role__in=roles), day)


@remembered
def everybody_with(federation: Federation, role: str, day: date | None = None) -> list[User]:
    """The same for one role as a list, for notices written all day."""
    return list(people_with(federation, role, day=day))


def _holding(which: Q, day: date | None) -> "QuerySet[User]":
    rows = RoleHolding.objects.filter(which, held(day))
    mark: Subquery | Value = Value("")
    people = rows.values("user_id")
    if day:
        standing_in = Delegation.objects.in_force(day).filter(holding__in=rows)
        mark = Subquery(standing_in.filter(deputy_id=OuterRef("pk")).values("holding__user__name")[:1])
        people = people.union(standing_in.values("deputy_id"))
    found = User.objects.filter(pk__in=people, is_active=True)
    return found.annotate(stands_in_for=Coalesce(mark, Value("")))  # type: ignore[no-redef]


def person_of(actor: Actor) -> User:
    """Whoever signed in, also where they stand in for somebody. Raises User.DoesNotExist for the system."""
    return User.objects.get(pk=actor.person_id)


def parked(token: str) -> ParkedForm | None:
    """The parked form behind this token."""
    return ParkedForm.objects.filter(token=token).first()
