"""Deadlines of a case and the limits they come from."""

from datetime import date

from django.db import models
from django.db.models import Q

from zhilian.cases import labels
from zhilian.cases.models.case import Case
from zhilian.cases.models.handling import Assignment
from zhilian.cases.rules import EXTENSION, PAUSED, Clock, Stage
from zhilian.core.models import Federation
from zhilian.kit.worktime import Limit, Pause

_CLOCKS = [(clock.value, label) for clock, label in labels.CLOCKS.items()]
_UNITS = [("minutes", "minutes"), ("days", "days")]
_LIMITED = [*_CLOCKS, (EXTENSION, labels.EXTENSION)]


class TimeLimit(models.Model):
    """办理时限: how long a step may take, by grade, as a dated row of the federation."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="time_limits")
    grade = models.CharField(max_length=10)
    clock = models.CharField(max_length=10, choices=_LIMITED)
    amount = models.PositiveSmallIntegerField(help_text="working minutes or working days; 0: none (an extension)")
    unit = models.CharField(max_length=7, choices=_UNITS)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="time_limit_once", fields=["federation", "grade", "clock", "valid_from"])
        ]

    def __str__(self) -> str:
        return f"{self.grade}/{self.clock}: {self.amount} {self.unit}"

    def holds_on(self, day: date) -> bool:
        """Whether the row is in force on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def limit(self) -> Limit:
        """The row as a limit to count with."""
        return Limit(self.amount, "days" if self.unit == "days" else "minutes")


class Deadline(models.Model):
    """One promised time of one case: start and limit are kept, so that it can be derived again and explained."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="deadlines")
    assignment = models.ForeignKey(
        Assignment, null=True, on_delete=models.CASCADE, related_name="deadlines", db_index=False
    )
    clock = models.CharField(max_length=10, choices=_CLOCKS)
    round = models.PositiveSmallIntegerField(default=0, help_text="counts dispatches and reworks")
    start_at = models.DateTimeField()
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=7, choices=_UNITS)
    extended = models.PositiveSmallIntegerField(default=0, help_text="granted on top, in the limit's unit")
    basis = models.CharField(
        max_length=10, default="grade", help_text="grade, channel or rework: where the limit is from"
    )
    due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True, help_text="no longer needed: returned, withdrawn")

    class Meta:
        ordering = ["start_at", "id"]
        constraints = [
            models.CheckConstraint(name="deadline_met_or_dropped", condition=Q(met_at=None) | Q(dropped_at=None))
        ]
        indexes = [
            models.Index(
                name="deadline_assist_due",
                fields=["due_at"],
                condition=Q(clock=Clock.ASSIST.value, met_at=None, dropped_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.clock} {self.due_at:%Y-%m-%d %H:%M}"

    @property
    def running(self) -> bool:
        """Neither met nor dropped."""
        return self.met_at is None and self.dropped_at is None

    @property
    def limit(self) -> Limit:
        """The time allowed, with what was granted on top."""
        return Limit(self.amount + self.extended, "days" if self.unit == "days" else "minutes")

    @property
    def label(self) -> object:
        """What it is for."""
        return self.get_clock_display()


class Standstill(models.Model):
    """停表: from when to when a case's clock stood still: material was awaited, or it was on hold."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="standstills")
    stage = models.CharField(max_length=20, choices=[(s.value, labels.STAGES[s]) for s in PAUSED])
    begin_at = models.DateTimeField()
    end_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["begin_at", "id"]
        constraints = [models.UniqueConstraint(name="standstill_one_open", fields=["case"], condition=Q(end_at=None))]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.begin_at} – {self.end_at}"

    @property
    def pause(self) -> Pause:
        """The same as the clock's arithmetic takes it."""
        return Pause(self.begin_at, self.end_at)

    def stops(self, clock: str) -> bool:
        """Whether this clock stood still."""
        return clock in PAUSED[Stage(self.stage)]
