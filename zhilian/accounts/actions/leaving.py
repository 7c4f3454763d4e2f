"""Somebody leaves: a role ends, an account is closed."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhilian.accounts import permissions
from zhilian.accounts.models import RoleHolding, User
from zhilian.accounts.queries.leaving import irreplaceable, roles_here, units_left_empty
from zhilian.core.actor import Actor
from zhilian.core.errors import Forbidden, Invalid, NotPossible
from zhilian.core.memory import forget
from zhilian.core.numbers import SHANGHAI
from zhilian.core.powers import require
from zhilian.core.trail import record


@transaction.atomic
def end_role(
    *, holding: RoleHolding, last_day: date, reason: str, actor: Actor, at: datetime, knowing: bool = False
) -> None:
    """A role ends with ``last_day``; ``knowing`` says that the unit may be left without anybody.

    Raises Invalid for a day in the past, for one's own role, for the last administrator, and, unless ``knowing``, for
    the last person of a unit; NotPossible for a role that has ended.
    """
    require(actor, permissions.END_ROLES)
    day = at.astimezone(SHANGHAI).date()
    if last_day < max(day, holding.since):
        raise Invalid(_("The last day may not lie in the past."), ["last_day"])
    empty = _check([holding], actor, knowing)
    if not roles_here(actor, holding.user, day).filter(pk=holding.pk).update(until=last_day):
        raise NotPossible(_("This role has ended already."))
    forget()
    facts = {"name": holding.user.name, "role": holding.role, "organisation": str(holding.organisation)}
    record("role.ended", holding, actor=actor, at=at, **facts, until=last_day.isoformat(), reason=reason, empty=empty)


@transaction.atomic
def close_account(*, user: User, reason: str, actor: Actor, at: datetime, knowing: bool = False) -> None:
    """All roles of a person here end at once; the account is closed unless it has roles in other federations.

    Raises as ``end_role`` does.
    """
    require(actor, permissions.END_ROLES)
    day = at.astimezone(SHANGHAI).date()
    leaving = list(roles_here(actor, user, day))
    if not leaving:
        raise NotPossible(_("This person holds no role here any more."))
    empty = _check(leaving, actor, knowing)
    for holding in leaving:
        last = max(holding.since, day - timedelta(days=1))
        RoleHolding.objects.filter(pk=holding.pk).update(until=last)
    elsewhere = user.holdings.filter(until=None).exclude(federation_id=actor.federation_id)
    User.objects.filter(pk=user.pk).update(is_active=elsewhere.exists())
    forget()
    facts = {"name": user.name, "username": user.username, "reason": reason, "empty": empty}
    record("account.closed", actor.federation, actor=actor, at=at, **facts)


@transaction.atomic
def reopen_account(*, user: User, actor: Actor, at: datetime) -> None:
    """A closed account may sign in again once the system administrator has given it a role."""
    require(actor, permissions.END_ROLES)
    here = User.objects.filter(pk=user.pk, is_active=False, holdings__federation_id=actor.federation_id)
    if not User.objects.filter(pk__in=here.values("pk")).update(is_active=True):
        raise NotPossible(_("This account is open already."))
    record("account.reopened", actor.federation, actor=actor, at=at, name=user.name, username=user.username)


def _check(leaving: Sequence[RoleHolding], actor: Actor, knowing: bool) -> str:
    """The names of the units left empty, for the trail."""
    if any(one.federation_id != actor.federation_id for one in leaving):
        raise Forbidden(_("That belongs to another federation."))
    if any(one.user_id == actor.user_id for one in leaving):
        raise Invalid(_("Nobody ends a role of their own."))
    only = irreplaceable(leaving)
    if only:
        words = _("%(name)s is the only %(role)s here. Please let the role be given to somebody else first.")
        raise Invalid(words % {"name": only.user.name, "role": only.get_role_display()})
    empty = ", ".join(unit.name for unit in units_left_empty(leaving))
    if empty and not knowing:
        words = _("After this nobody at %(units)s can sign for cases, and none can be dispatched there.")
        raise Invalid(words % {"units": empty}, ["knowing"])
    return empty
