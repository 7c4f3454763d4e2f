"""What moves or stops the clock: extensions and holds, each asked for, decided and dated."""

from django.db import models
from django.db.models import Q

from zhilian.cases.models.case import Case
from zhilian.cases.models.handling import person
from zhilian.core.models import Federation


class Extension(models.Model):
    """延期: asked for before the time was over, decided once; ``granted`` None while it waits."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="extensions")
    days = models.PositiveSmallIntegerField(help_text="working days on top")
    reason = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = person()
    granted = models.BooleanField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = person()
    note = models.TextField(blank=True)
    due_before = models.DateTimeField()
    due_after = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(name="extension_granted_once", fields=["case"], condition=Q(granted=True)),
            models.UniqueConstraint(name="extension_asked_once", fields=["case"], condition=Q(granted=None)),
            models.CheckConstraint(name="extension_decided", condition=Q(granted=None) ^ Q(decided_at__isnull=False)),
        ]
        indexes = [models.Index(name="extension_open", fields=["federation", "asked_at"], condition=Q(granted=None))]

    def __str__(self) -> str:
        return f"{self.case_id}: +{self.days}"

    @property
    def void(self) -> bool:
        """Not decided by anybody: the case moved on before."""
        return self.granted is False and self.decided_by_id is None


class Hold(models.Model):
    """挂账: asked for, approved by a leader, with a compulsory review date; ``granted`` None while it waits."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="holds")
    reason = models.TextField()
    review_on = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = person()
    granted = models.BooleanField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = person()
    note = models.TextField(blank=True)
    renewed = models.PositiveSmallIntegerField(default=0)
    told_for = models.DateField(null=True, help_text="the review date people were told of when it came")
    ended_at = models.DateTimeField(null=True)
    ended_by = person()
    outcome = models.TextField(blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                name="hold_one_open", fields=["case"], condition=Q(ended_at=None) & (Q(granted=None) | Q(granted=True))
            ),
        ]
        indexes = [
            models.Index(
                name="hold_open",
                fields=["federation", "asked_at"],
                condition=Q(ended_at=None) & (Q(granted=None) | Q(granted=True)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.review_on}"

    @property
    def void(self) -> bool:
        """Not decided by anybody: the case moved on before."""
        return self.granted is False and self.decided_by_id is None
