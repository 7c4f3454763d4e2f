"""Accounts are opened and unlocked, roles given."""

from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhilian.accounts import permissions
from zhilian.accounts.models import RoleHolding, SignInAttempt, User
from zhilian.core.actor import Actor
from zhilian.core.errors import Forbidden, Invalid
from zhilian.core.models import Federation, Organisation
from zhilian.core.powers import require
from zhilian.core.roles import ADMINISTRATORS, Role
from zhilian.core.trail import record


@transaction.atomic
def unlock(*, username: str, actor: Actor, at: datetime) -> None:
    """Let a locked account try again at once."""
    require(actor, permissions.UNLOCK)
    SignInAttempt.objects.create(username=username, address="", at=at, succeeded=True)
    record("account.unlocked", actor.federation, actor=actor, at=at, username=username)


@transaction.atomic
def add_person(
    *, username: str, name: str, password: str, actor: Actor, at: datetime, email: str = "", hashed: bool = False
) -> User:
    """A new account; ``hashed`` says that ``password`` is a hash already (demo, migration)."""
    require(actor, permissions.MANAGE_PEOPLE)
    user = User(username=username, name=name, email=email, created_at=at)
    user.password = password if hashed else make_password(password)
    user.save()
    record("account.added", actor.federation, actor=actor, at=at, username=username, name=name)
    return user


@transaction.atomic
def give_role(
    *,
    user: User,
    role: Role,
    federation: Federation,
    organisation: Organisation | None,
    actor: Actor,
    at: datetime,
    since: date,
) -> RoleHolding:
    """A person takes up a role. Raises Invalid when one person would hold two of the three administrators' roles."""
    require(actor, permissions.MANAGE_PEOPLE)
    if role in ADMINISTRATORS and _administers_otherwise(user, role):
        raise Invalid(_("One person may hold only one of the three administrators' roles."))
    holding = RoleHolding.objects.create(
        user=user, role=role, federation=federation, organisation=organisation, since=since
    )
    record("role.given", federation, actor=actor, at=at, name=user.name, role=str(role), organisation=str(organisation))
    return holding


@transaction.atomic
def add_person_in_role(
    *, role: Role, organisation: Organisation | None, actor: Actor, at: datetime, since: date, **person: str
) -> User:
    """A new account in the actor's federation with its first role: both or neither.

    ``person`` is what ``add_person`` takes: username, name, password, email.
    """
    user = add_person(actor=actor, at=at, **person)  # type: ignore[arg-type]
    held = {"federation": actor.federation, "organisation": organisation, "since": since}
    give_role(user=user, role=role, actor=actor, at=at, **held)  # type: ignore[arg-type]
    return user


def _administers_otherwise(user: User, role: Role) -> bool:
    return user.holdings.filter(role__in=ADMINISTRATORS - {role}, until=None).exists()


@transaction.atomic
def change_password(*, user: User, password: str, actor: Actor, at: datetime) -> None:
    """A person gives their own account a new password; every other session of theirs ends with it."""
    if actor.user_id != user.pk:
        raise Forbidden(_("Everybody changes their own password alone."))
    user.password = make_password(password)
    user.save(update_fields=["password"])
    record("password.changed", actor.federation, actor=actor, at=at, username=user.username)
