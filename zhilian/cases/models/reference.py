"""What officials decide, as dated rows: grades, kinds, routes. Old rows stay; a change begins on a day."""

from datetime import date

from django.db import models

from zhilian.cases.models.handling import person
from zhilian.channels.models import Category, DirectChannel
from zhilian.core.models import Federation, Organisation, Street


class Dated(models.Model):
    """A row that holds from a day, perhaps to a day (both included), and who entered it."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    by = person()
    at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        """Whether the row is in force on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Grade(Dated):
    """等级: what it is called, when it applies, whether only a leader may extend."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="grades")
    code = models.CharField(max_length=10)
    name = models.CharField(max_length=30)
    name_en = models.CharField(max_length=60, blank=True)
    hint = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    leader_extends = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "code", "valid_from"]
        constraints = [models.UniqueConstraint(name="grade_once", fields=["federation", "code", "valid_from"])]

    def __str__(self) -> str:
        return self.name


class Kind(Dated):
    """类型: what a firm may choose, and the grade proposed for it."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="kinds")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=30)
    name_en = models.CharField(max_length=60, blank=True)
    hint = models.CharField(max_length=200, blank=True)
    grade = models.CharField(max_length=10, default="normal")
    offered = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code", "valid_from"]
        constraints = [models.UniqueConstraint(name="kind_once", fields=["federation", "code", "valid_from"])]

    def __str__(self) -> str:
        return self.name


class RoutingRule(Dated):
    """派单规则: for what, whence and how big, which unit leads, which assist, over which channel. Empty means any."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="routing_rules")
    no = models.PositiveIntegerField(help_text="its number in the dispatch catalogue; a change keeps it")
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    street = models.ForeignKey(
        Street, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    level = models.CharField(max_length=10, blank=True, help_text="grade code")
    size = models.CharField(max_length=10, blank=True, help_text="micro, small, medium, large")
    priority = models.PositiveSmallIntegerField(default=100, help_text="lower comes first")
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    assists = models.ManyToManyField(Organisation, related_name="+", blank=True)
    channel = models.ForeignKey(
        DirectChannel, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["priority", "no", "valid_from"]
        constraints = [models.UniqueConstraint(name="routing_rule_once", fields=["federation", "no", "valid_from"])]

    def __str__(self) -> str:
        return f"{self.no} → {self.unit_id}"
