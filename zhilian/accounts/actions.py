"""Every write of the accounts."""

import secrets
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhilian.accounts import permissions
from zhilian.accounts.models import ParkedForm, RoleHolding, SignInAttempt, User
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid
from zhilian.core.models import Federation, Organisation
from zhilian.core.powers import require
from zhilian.core.roles import ADMINISTRATORS, Role
from zhilian.core.trail import record

PARKED_DAYS = 2  # how long a parked form is kept
PARKED_CHARACTERS = 40_000  # all fields of one parked form together


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


@transaction.atomic
def trail_exported(*, actor: Actor, at: datetime) -> None:
    """Note that somebody takes a copy of the trail away."""
    require(actor, permissions.SEE_TRAIL)
    record("trail.exported", actor.federation, actor=actor, at=at)


def _administers_otherwise(user: User, role: Role) -> bool:
    return user.holdings.filter(role__in=ADMINISTRATORS - {role}, until=None).exists()


@transaction.atomic
def park_form(*, path: str, fields: dict[str, list[str]], at: datetime) -> str:
    """Keep what was typed; returns the token that finds it again. Files and secrets are not kept."""
    ParkedForm.objects.filter(at__lt=at - timedelta(days=PARKED_DAYS)).delete()
    typed = {_plain(name): [_plain(value) for value in values] for name, values in fields.items()}
    kept = {name: values for name, values in typed.items() if not name.startswith("csrf") and "password" not in name}
    if sum(len(value) for values in kept.values() for value in values) > PARKED_CHARACTERS:
        kept = {}
    token = secrets.token_urlsafe(32)
    ParkedForm.objects.create(token=token, path=path[:300], fields=kept, at=at)
    return token


def _plain(text: str) -> str:
    """Without NUL characters, which PostgreSQL does not keep."""
    return text.replace("\0", "")


@transaction.atomic
def take_parked(*, token: str) -> ParkedForm | None:
    """Hand a parked form back, once."""
    parked = ParkedForm.objects.filter(token=token).first()
    if parked:
        ParkedForm.objects.filter(pk=parked.pk).delete()
    return parked
