"""The firm's word and what is done about it: calls, exclusions with proof, a leader's decision, the later question."""

from django.db import models
from django.db.models import Q

from zhilian.cases import labels
from zhilian.cases.models.case import Case
from zhilian.cases.models.handling import person
from zhilian.core.models import Federation


class Call(models.Model):
    """回访: one call to the firm by somebody who did not handle the case."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="calls")
    round = models.PositiveSmallIntegerField(default=0)
    reached = models.BooleanField()
    note = models.TextField(blank=True)
    by = person()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.at:%Y-%m-%d %H:%M}"


class Exclusion(models.Model):
    """剔除: the firm's word is left out of the rates, with proof, by a second person; None: undecided."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="exclusions")
    ground = models.CharField(max_length=12, choices=list(labels.EXCLUSIONS.items()))
    proof = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = person()
    granted = models.BooleanField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = person()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(name="exclusion_asked_once", fields=["case"], condition=Q(granted=None)),
            models.UniqueConstraint(name="exclusion_granted_once", fields=["case"], condition=Q(granted=True)),
            models.CheckConstraint(
                name="exclusion_by_a_second_person",
                condition=Q(granted=None) | Q(decided_by=None) | ~Q(decided_by=models.F("asked_by")),
            ),
        ]
        indexes = [models.Index(name="exclusion_open", fields=["federation", "asked_at"], condition=Q(granted=None))]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.ground}"


class LeaderDecision(models.Model):
    """领导裁定: what a leader decided in writing after two reworks did not help."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="leader_decisions")
    decision = models.CharField(max_length=20, choices=list(labels.DECISIONS.items()))
    text = models.TextField()
    by = person()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.decision}"


class FollowUp(models.Model):
    """跟踪回访: asked once, ninety days after closing: still solved? A "no" begins a new case."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="follow_up")
    asked_at = models.DateTimeField()
    still = models.BooleanField(null=True)
    comment = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = person()

    class Meta:
        ordering = ["asked_at", "id"]
        indexes = [models.Index(name="follow_up_asked", fields=["federation", "-asked_at"])]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.still}"
