"""代办: who stands in for whom while somebody is on leave."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhilian.accounts.models.person import RoleHolding, User, held
from zhilian.core.actor import Actor
from zhilian.core.models import Federation
from zhilian.core.roles import UNIT_ROLES, Role
from zhilian.core.tenancy import TenantQuerySet


class DelegationQuerySet(TenantQuerySet["Delegation"]):
    """Hand-overs, found through the person."""

    def visible_to(self, actor: Actor) -> Self:
        """Those a person gave or got, a unit's for its head, a federation's for its security administrator."""
        rows = super().visible_to(actor)
        if actor.role == Role.SECURITY_ADMIN:
            return rows
        own = Q(holding__user_id=actor.person_id) | Q(deputy_id=actor.person_id)
        unit = Q(holding__organisation_id=actor.organisation_id, holding__role__in=sorted(UNIT_ROLES))
        return rows.filter(own | unit if actor.role == Role.DEPARTMENT_HEAD else own)

    def in_force(self, day: date) -> Self:
        """Those under which the deputy acts on that day: both hold their roles still and no account is closed."""
        return self.filter(
            held(day, "holding__"),
            held(day, "standing__"),
            since__lte=day,
            until__gte=day,
            ended_at=None,
            holding__user__is_active=True,
            deputy__is_active=True,
        )

    def touching(self, since: date, until: date) -> Self:
        """Those not ended that share a day with this span, both days included."""
        return self.filter(ended_at=None, since__lte=until, until__gte=since)


class Delegation(models.Model):
    """Somebody's role is handed over to a deputy, from a day to a day (inclusive).

    ``standing`` is the deputy's own role that makes a deputy of them: when it ends, this ends with it.
    """

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+")
    holding = models.ForeignKey(RoleHolding, on_delete=models.PROTECT, related_name="delegations")
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, related_name="delegations")
    standing = models.ForeignKey(RoleHolding, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField()
    reason = models.CharField(max_length=60)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[DelegationQuerySet] = DelegationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(name="delegation_ends_after_start", condition=Q(until__gte=F("since"))),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} → {self.holding}"

    def state_on(self, day: date) -> tuple[object, str]:
        """How it stands on that day, in words and as the tone of a badge."""
        if self.ended_at:
            return _("Ended early"), "done"
        if self.until < day:
            return _("Over"), "done"
        people = self.holding.user.is_active and self.deputy.is_active
        if not (people and self.holding.held_on(day) and self.standing.held_on(day)):
            return _("Without effect"), "amber"
        return (_("In force"), "active") if self.since <= day else (_("Not yet begun"), "")
