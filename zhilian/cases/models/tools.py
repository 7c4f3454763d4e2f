"""Tools of every day: answer templates, internal notes, saved filters, the record of exports, reminders."""

from django.conf import settings
from django.db import models

from zhilian.cases.models.case import Case
from zhilian.cases.models.handling import person
from zhilian.channels.models import Category
from zhilian.core.models import Federation, Organisation


class AnswerTemplate(models.Model):
    """答复模板: a text with placeholders, of one unit or of the whole federation."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="answer_templates")
    unit = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    title = models.CharField(max_length=60)
    text = models.TextField()
    active = models.BooleanField(default=True)
    by = person()
    at = models.DateTimeField()

    class Meta:
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title


class Note(models.Model):
    """内部备注: among officials, apart from answers; the firm never sees it."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    unit = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False,
        help_text="the unit among whose people it stays; none: the federation's and the unit's",
    )  # fmt: skip
    text = models.TextField()
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    by = person()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.at:%Y-%m-%d %H:%M}"


class Reminder(models.Model):
    """催办: somebody of the federation asked the unit to hurry."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reminders")
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    text = models.CharField(max_length=500, blank=True)
    by = person()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.at:%Y-%m-%d %H:%M}"


class SavedFilter(models.Model):
    """常用筛选: a list's address under a name of one's own."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=30)
    query = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(name="saved_filter_once", fields=["user", "federation", "name"])]

    def __str__(self) -> str:
        return self.name


class Export(models.Model):
    """导出记录: who took which list out of the house, when, filtered how; append-only."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    user = person()
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=30)
    at = models.DateTimeField()
    what = models.CharField(max_length=30)
    query = models.CharField(max_length=500)
    rows = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(name="export_newest", fields=["federation", "-id"])]

    def __str__(self) -> str:
        return f"{self.what}: {self.rows}"
