"""The systemic issue: one cause behind many cases."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhilian.cases import labels
from zhilian.cases.models.handling import person
from zhilian.channels.models import Category
from zhilian.core.actor import Actor
from zhilian.core.models import Federation, Organisation
from zhilian.core.tenancy import TenantQuerySet


class SystemicIssueQuerySet(TenantQuerySet["SystemicIssue"]):
    """Issues, found through the person."""

    def visible_to(self, actor: Actor) -> Self:
        """The federation its own, a unit those it owns, nobody else any: firms read the outcome with their case."""
        rows = super().visible_to(actor)
        if actor.in_unit:
            return rows.filter(unit_id=actor.organisation_id)
        return rows if actor.in_federation or actor.is_system else rows.none()


class SystemicIssue(models.Model):
    """共性问题: has an owner of its own; many cases hang on it, and its outcome answers them all."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="systemic_issues")
    year = models.PositiveSmallIntegerField()
    no = models.PositiveIntegerField(help_text="number within the year")
    title = models.CharField(max_length=100)
    text = models.TextField()
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="systemic_issues")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    opened_at = models.DateTimeField()
    opened_by = person()
    due_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True, help_text="the answer all firms get")
    result = models.CharField(max_length=10, choices=list(labels.RESULTS.items()), blank=True)
    proposed_at = models.DateTimeField(null=True, help_text="when the owner gave the outcome, to be reviewed")
    proposed_by = person()
    concluded_at = models.DateTimeField(null=True)
    concluded_by = person()

    objects = SystemicIssueQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(name="systemic_no_once", fields=["federation", "year", "no"]),
            models.CheckConstraint(
                name="systemic_concluded_has_outcome",
                condition=Q(concluded_at=None) | (~Q(outcome="") & ~Q(result="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        """Its number as it is written: year and number within the year."""
        return f"{self.year}-{self.no}"

    @property
    def is_open(self) -> bool:
        """Whether its outcome is still awaited."""
        return self.concluded_at is None
