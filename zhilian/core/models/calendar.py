"""The local calendar: days on which a federation differs from the official table (a typhoon day, a local holiday)."""

from django.db import models

from zhilian.core.models.federation import Federation


class CalendarDay(models.Model):
    """One day that is, or is not, a working day here, whatever the official table says."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="calendar_days")
    date = models.DateField()
    is_workday = models.BooleanField()
    note = models.CharField(max_length=100)

    class Meta:
        ordering = ["date"]
        constraints = [models.UniqueConstraint(name="calendar_day_once", fields=["federation", "date"])]

    def __str__(self) -> str:
        return f"{self.date} {self.note}"
