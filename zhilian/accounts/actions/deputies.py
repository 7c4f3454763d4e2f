"""请假交接: a role is handed over to a colleague while its holder is away."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhilian.accounts.models import Delegation, RoleHolding, User
from zhilian.accounts.queries.deputies import handed_over_by, standings
from zhilian.core.actor import Actor
from zhilian.core.errors import Forbidden, Invalid, NotPossible
from zhilian.core.memory import forget
from zhilian.core.numbers import SHANGHAI
from zhilian.core.trail import record

LONGEST = timedelta(days=366)


@transaction.atomic
def hand_over(
    *, holding: RoleHolding, deputy: User, since: date, until: date, reason: str, actor: Actor, at: datetime
) -> Delegation:
    """A colleague stands in for a role from day to day (inclusive), with its powers and its rows.

    Raises Forbidden for a role that is not the actor's to hand over, Invalid for days or a deputy that do not fit.
    """
    day = at.astimezone(SHANGHAI).date()
    _require_reach(actor, holding, day)
    _check_days(since, until, day)
    RoleHolding.objects.select_for_update().filter(pk=holding.pk).first()  # two hand-overs of one role: one waits
    _check_free(holding, deputy, since, until)
    delegation = Delegation.objects.create(
        federation_id=holding.federation_id,
        holding=holding,
        deputy=deputy,
        standing=_standing(holding, deputy, day, until),
        since=since,
        until=until,
        reason=reason,
        created_by_id=actor.user_id,
        created_at=at,
    )
    forget()
    record("handover.begun", delegation, actor=actor, at=at, **_facts(delegation), reason=reason)
    return delegation


@transaction.atomic
def end_hand_over(*, delegation: Delegation, actor: Actor, at: datetime) -> None:
    """The person is back early, or somebody else is to stand in. Raises NotPossible for one that is over."""
    day = at.astimezone(SHANGHAI).date()
    _require_reach(actor, delegation.holding, day)
    running = Delegation.objects.filter(pk=delegation.pk, ended_at=None, until__gte=day)
    if running.update(ended_at=at) != 1:
        raise NotPossible(_("This hand-over is over already."))
    forget()
    record("handover.ended", delegation, actor=actor, at=at, **_facts(delegation))


def _require_reach(actor: Actor, holding: RoleHolding, day: date) -> None:
    if not handed_over_by(actor, day).filter(pk=holding.pk).exists():
        raise Forbidden(_("This role is not yours to hand over."))


def _check_days(since: date, until: date, day: date) -> None:
    if since < day:
        raise Invalid(_("The first day may not lie in the past."), ["since"])
    if until < since:
        raise Invalid(_("The last day lies before the first."), ["until"])
    if until - since > LONGEST:
        raise Invalid(_("A role can be handed over for a year at most."), ["until"])


def _check_free(holding: RoleHolding, deputy: User, since: date, until: date) -> None:
    touching = Delegation.objects.touching(since, until).select_related("deputy")
    other = touching.filter(holding=holding).first()
    if other:
        facts = {"name": other.deputy.name, "since": other.since.isoformat(), "until": other.until.isoformat()}
        raise Invalid(_("%(name)s stands in from %(since)s to %(until)s already.") % facts, ["since"])
    if touching.filter(holding__user=deputy, holding__federation_id=holding.federation_id).exists():
        raise Invalid(_("%(name)s is away on these days as well.") % {"name": deputy.name}, ["deputy"])


def _standing(holding: RoleHolding, deputy: User, day: date, until: date) -> RoleHolding:
    """The deputy's own role that lasts as long as the hand-over."""
    rows = standings(holding, day).filter(Q(until=None) | Q(until__gte=until), user=deputy)
    found = rows.order_by("pk").first()
    if found is None:
        words = _("%(name)s cannot stand in: only colleagues who hold a role of the same kind until the last day can.")
        raise Invalid(words % {"name": deputy.name}, ["deputy"])
    return found


def _facts(delegation: Delegation) -> dict[str, str]:
    holding = delegation.holding
    return {
        "name": holding.user.name,
        "role": holding.role,
        "organisation": str(holding.organisation),
        "deputy": delegation.deputy.name,
        "since": delegation.since.isoformat(),
        "until": delegation.until.isoformat(),
    }
