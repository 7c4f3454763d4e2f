"""What happens to a case: rows that carry who and when."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhilian.cases import labels
from zhilian.cases.models.case import Case
from zhilian.channels.models import DirectChannel
from zhilian.core.models import Federation, Organisation


def _person() -> "models.ForeignKey[models.Model | None, models.Model | None]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )


class Refusal(models.Model):
    """不予受理: the ground (one of seven) and the words for the firm."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="refusal")
    ground = models.PositiveSmallIntegerField(choices=list(labels.GROUNDS.items()))
    text = models.TextField()
    by = _person()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.get_ground_display())


class Assignment(models.Model):
    """交办: a unit has the case, over a channel, from dispatch until it is returned or the case is at its end."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assignments")
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="assignments")
    channel = models.ForeignKey(
        DirectChannel, null=True, on_delete=models.PROTECT, related_name="assignments", db_index=False
    )
    note = models.TextField(blank=True)
    dispatched_at = models.DateTimeField()
    dispatched_by = _person()
    signed_at = models.DateTimeField(null=True)
    signed_by = _person()
    contacted_at = models.DateTimeField(null=True)
    contact_note = models.TextField(blank=True)
    returned_at = models.DateTimeField(null=True)
    return_reason = models.TextField(blank=True)
    proposed_unit = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["dispatched_at", "id"]
        constraints = [
            models.UniqueConstraint(name="assignment_one_current", fields=["case"], condition=Q(returned_at=None)),
            models.CheckConstraint(
                name="assignment_order", condition=Q(contacted_at=None) | Q(signed_at__isnull=False, returned_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.unit_id}"


class Reply(models.Model):
    """答复: an answer, and what the review said of it."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="replies")
    unit = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    text = models.TextField()
    result = models.CharField(max_length=10, choices=list(labels.RESULTS.items()))
    round = models.PositiveSmallIntegerField(default=0)
    by = _person()
    at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = _person()
    passed = models.BooleanField(null=True)
    review_note = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.result}"


class Rating(models.Model):
    """评价: the firm's word: solved? and satisfied?, once per answer."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="ratings")
    round = models.PositiveSmallIntegerField(default=0)
    solved = models.CharField(max_length=10, choices=list(labels.SOLVED.items()))
    score = models.PositiveSmallIntegerField(choices=list(labels.SCORES.items()))
    comment = models.TextField(blank=True)
    by = _person()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(name="rating_once_a_round", fields=["case", "round"])]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.score}"
