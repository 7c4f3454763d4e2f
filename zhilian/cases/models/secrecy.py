"""Who may, and who may not, read a confidential case; and who has."""

from django.conf import settings
from django.db import models

from zhilian.cases.models.handling import person
from zhilian.core.models import Federation


class CasePerson(models.Model):
    """A person named for one case: a reader of a restricted one, or recused (回避) from it."""

    class Part(models.TextChoices):
        """What the person is named for."""

        READER = "reader"
        RECUSED = "recused"

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="people")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    part = models.CharField(max_length=8, choices=Part)
    reason = models.CharField(max_length=200, blank=True)
    by = person()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(name="case_person_once", fields=["user", "part", "case"])]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.user_id} {self.part}"


class Reading(models.Model):
    """查阅记录: one read of an anonymous or restricted case; append-only."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="readings", db_index=False)
    user = person()
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=30)
    organisation = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()
    where = models.CharField(max_length=20, help_text="page, slip, file, sheet, export")

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(name="reading_newest", fields=["federation", "-id"]),
            models.Index(name="reading_of_case", fields=["case", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.name} {self.at:%Y-%m-%d %H:%M}"
