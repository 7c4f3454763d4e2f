"""The ladder: its steps as dated rows, the marks of steps taken, and supervision orders."""

from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from zhilian.cases import labels
from zhilian.cases.models.case import Case
from zhilian.cases.models.deadline import Deadline
from zhilian.cases.models.handling import person
from zhilian.cases.rules import Act, Rung
from zhilian.core.models import Federation, Organisation
from zhilian.core.numbers import SHANGHAI

_ACTS = list(labels.ACTS.items())
EVER: Final = date(2000, 1, 1)  # the beginning of rows that were in force before anybody wrote them down


def midnight(day: date) -> datetime:
    """When the day begins in Shanghai."""
    return datetime.combine(day, time(), SHANGHAI)


class LadderStep(models.Model):
    """One step of a federation's ladder: at a share of the time used, or some working days after it was over."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="ladder_steps")
    code = models.CharField(max_length=20)
    act = models.CharField(max_length=10, choices=_ACTS)
    share = models.PositiveSmallIntegerField(null=True, blank=True, help_text="percent of the time used")
    days = models.PositiveSmallIntegerField(null=True, blank=True, help_text="working days after the due moment")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    by = person()
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["share", "days", "id"]
        constraints = [
            models.UniqueConstraint(name="ladder_step_once", fields=["federation", "code", "valid_from"]),
            models.CheckConstraint(name="ladder_step_share_or_days", condition=Q(share=None) ^ Q(days=None)),
        ]

    def __str__(self) -> str:
        return self.code

    def holds_on(self, day: date) -> bool:
        """Whether the row is in force on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def rung(self) -> Rung:
        """The row as the rules take it."""
        until = midnight(self.valid_to + timedelta(days=1)) if self.valid_to else None
        return Rung(self.code, Act(self.act), self.share, self.days, midnight(self.valid_from), until)


class LadderMark(models.Model):
    """A step taken: once per promised time, however often the worker runs; ``late`` if long after it was reached."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="ladder_marks", db_index=False)
    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="ladder_marks", db_index=False)
    unit = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=20)
    act = models.CharField(max_length=10, choices=_ACTS)
    reached_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    late = models.BooleanField(default=False)

    class Meta:
        ordering = ["reached_at", "id"]
        constraints = [models.UniqueConstraint(name="ladder_mark_once", fields=["case", "deadline", "code"])]
        indexes = [
            models.Index(name="ladder_mark_act", fields=["federation", "act", "-reached_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.code}"


class SupervisionOrder(models.Model):
    """督办单: to the unit's leader, with an answer and a time of its own."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="orders")
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="supervision_orders", db_index=False)
    year = models.PositiveSmallIntegerField()
    no = models.PositiveIntegerField(help_text="number within the year")
    nth = models.PositiveSmallIntegerField(default=1, help_text="first, second order of this case")
    reason = models.TextField()
    issued_at = models.DateTimeField()
    issued_by = person()
    due_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = person()
    lifted_at = models.DateTimeField(null=True, help_text="no longer needed: the case went to another unit or ended")

    class Meta:
        ordering = ["issued_at", "id"]
        constraints = [models.UniqueConstraint(name="order_no_once", fields=["federation", "year", "no"])]
        indexes = [
            models.Index(name="order_newest", fields=["federation", "-issued_at", "-id"]),
            models.Index(name="order_open", fields=["unit", "due_at"], condition=Q(answered_at=None, lifted_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.no}"

    @property
    def name(self) -> str:
        """Its number as documents carry it: 〔2026〕3号."""
        return _("No. %(no)s of %(year)s") % {"no": self.no, "year": self.year}

    @property
    def is_open(self) -> bool:
        """Whether an answer is still owed."""
        return self.answered_at is None and self.lifted_at is None

    @property
    def answered_late(self) -> bool:
        """Whether the answer came after its time."""
        return self.answered_at is not None and self.answered_at > self.due_at
