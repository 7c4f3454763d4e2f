"""Joint handling: meetings with minutes and dated decisions. The units' tasks are assignments that assist."""

from django.db import models

from zhilian.cases.models.case import Case
from zhilian.cases.models.handling import person
from zhilian.core.models import Federation, Organisation


class Meeting(models.Model):
    """会办会议: called for one case; held once there are minutes."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="meetings")
    year = models.PositiveSmallIntegerField()
    no = models.PositiveIntegerField(help_text="number of the minutes within the year")
    topic = models.CharField(max_length=200)
    place = models.CharField(max_length=100, blank=True)
    meets_at = models.DateTimeField()
    units = models.ManyToManyField(Organisation, related_name="+")
    called_at = models.DateTimeField()
    called_by = person()
    chair = models.CharField(max_length=100, blank=True)
    attendees = models.TextField(blank=True, help_text="one to a line")
    absent = models.TextField(blank=True, help_text="one to a line")
    minutes = models.TextField(blank=True)
    held_at = models.DateTimeField(null=True, help_text="when the minutes were entered")
    held_by = person()

    class Meta:
        ordering = ["meets_at", "id"]
        constraints = [models.UniqueConstraint(name="meeting_no_once", fields=["federation", "year", "no"])]

    def __str__(self) -> str:
        return f"{self.year}-{self.no}: {self.topic}"


class Decision(models.Model):
    """议定事项: what a meeting decided: who does what until when."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = person()
    done_note = models.TextField(blank=True)

    class Meta:
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.due_on}"
