"""What happens to a case: rows that carry who and when."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhilian.cases import labels
from zhilian.channels.models import DirectChannel
from zhilian.core.models import Federation, Organisation


def person() -> "models.ForeignKey[models.Model | None, models.Model | None]":
    """A column for who did it; nobody where the system did."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )


class Refusal(models.Model):
    """不予受理: the ground (one of seven) and the words for the firm."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.OneToOneField("cases.Case", on_delete=models.CASCADE, related_name="refusal")
    ground = models.PositiveSmallIntegerField(choices=list(labels.GROUNDS.items()))
    text = models.TextField()
    by = person()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.get_ground_display())


LEADING = Q(role="lead", returned_at=None, ended_at=None)
ASSISTING = Q(role="assist", returned_at=None, ended_at=None)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Who has, or had, a case."""

    def leading(self) -> Self:
        """The lead that has it now."""
        return self.filter(LEADING)

    def assisting(self) -> Self:
        """The units that help now."""
        return self.filter(ASSISTING)

    def owing(self) -> Self:
        """The assisting units that still owe their part and were not excused."""
        return self.assisting().filter(answered_at=None, excused_at=None)


class Assignment(models.Model):
    """交办: a unit has the case, over a channel, until it is returned, taken back or the case is at its end.

    One unit leads (主办); others may assist (协办), each with a task, a time and an answer of its own.
    """

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="assignments")
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=6, choices=list(labels.ASSIGNMENT_ROLES.items()), default="lead")
    task = models.TextField(blank=True, help_text="what an assisting unit is to do")
    final = models.BooleanField(default=False, help_text="designated: cannot be returned")
    why = models.CharField(max_length=200, blank=True, help_text="why this route")
    channel = models.ForeignKey(
        DirectChannel, null=True, on_delete=models.PROTECT, related_name="assignments", db_index=False
    )
    note = models.TextField(blank=True)
    dispatched_at = models.DateTimeField()
    dispatched_by = person()
    signed_at = models.DateTimeField(null=True)
    signed_by = person()
    contacted_at = models.DateTimeField(null=True)
    contact_note = models.TextField(blank=True)
    returned_at = models.DateTimeField(null=True)
    return_reason = models.TextField(blank=True)
    proposed_unit = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    ended_at = models.DateTimeField(null=True, help_text="taken back, merged, hung on a systemic issue")
    answer = models.TextField(blank=True, help_text="an assisting unit's part")
    answered_at = models.DateTimeField(null=True)
    answered_by = person()
    excused_at = models.DateTimeField(null=True, help_text="the federation goes on without this part")
    excuse = models.CharField(max_length=200, blank=True)
    told_late_at = models.DateTimeField(null=True, help_text="when everybody concerned was told that its part is late")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["dispatched_at", "id"]
        constraints = [
            models.UniqueConstraint(name="assignment_one_lead", fields=["case"], condition=LEADING),
            models.UniqueConstraint(name="assignment_assists_once", fields=["case", "unit"], condition=ASSISTING),
            models.CheckConstraint(
                name="assignment_order", condition=Q(contacted_at=None) | Q(signed_at__isnull=False, returned_at=None)
            ),
        ]
        indexes = [
            models.Index(name="assignment_channel", fields=["channel", "-dispatched_at"]),
            models.Index(name="assignment_assisting", fields=["unit", "case"], condition=ASSISTING),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.unit_id}"


class Reply(models.Model):
    """答复: an answer, and what the review said of it."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="replies")
    unit = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    text = models.TextField()
    result = models.CharField(max_length=10, choices=list(labels.RESULTS.items()))
    round = models.PositiveSmallIntegerField(default=0)
    by = person()
    at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = person()
    passed = models.BooleanField(null=True)
    denied = models.BooleanField(default=False, help_text="said solved; the firm says it is not")
    review_note = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.result}"


class Rating(models.Model):
    """评价: the firm's word: solved? and satisfied?, once per answer."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="ratings")
    round = models.PositiveSmallIntegerField(default=0)
    solved = models.CharField(max_length=10, choices=list(labels.SOLVED.items()))
    score = models.PositiveSmallIntegerField(choices=list(labels.SCORES.items()))
    comment = models.TextField(blank=True)
    by = person()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(name="rating_once_a_round", fields=["case", "round"])]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.score}"
