"""Hot issues: what many tell at once, and the answers published for all."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from zhilian.cases.models.handling import person
from zhilian.channels.models import Category
from zhilian.core.actor import Actor
from zhilian.core.models import Federation
from zhilian.core.tenancy import TenantQuerySet


class HotIssueQuerySet(TenantQuerySet["HotIssue"]):
    """Hot issues, for the federation's own people."""

    def visible_to(self, actor: Actor) -> Self:
        """The federation its own; nobody else any."""
        rows = super().visible_to(actor)
        return rows if actor.in_federation or actor.is_system else rows.none()

    def alive(self) -> Self:
        """Neither laid aside nor gone into another."""
        return self.filter(joined=None, set_aside_at=None)


class HotIssue(models.Model):
    """热点问题: texts about the same trouble in the same place or trade; found by reading, named by their own words.

    It keeps its identity as texts join; what goes into an older one says so in ``joined``. No restricted case counts.
    """

    class State(models.TextChoices):
        """How it moves."""

        NEW = "new", pgettext_lazy("hot issue", "New")
        RISING = "rising", pgettext_lazy("hot issue", "Rising")
        STEADY = "steady", pgettext_lazy("hot issue", "Steady")
        COOLING = "cooling", pgettext_lazy("hot issue", "Cooling")

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="hot_issues")
    name = models.CharField(max_length=60)
    named_by = person()
    words = models.JSONField(default=list, help_text="the words it is made of")
    state = models.CharField(max_length=10, choices=State)
    heat = models.FloatField(default=0)
    parts = models.JSONField(default=dict, help_text="what the heat is made of")
    profile = models.JSONField(default=dict, help_text="what a new text is compared with")
    texts = models.PositiveIntegerField(default=0)
    firms = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    found_at = models.DateTimeField()
    measured_at = models.DateTimeField()
    joined = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="absorbed", db_index=False)
    set_aside_at = models.DateTimeField(null=True, help_text="a person says that it is none")
    set_aside_by = person()

    objects = HotIssueQuerySet.as_manager()

    class Meta:
        ordering = ["-heat", "id"]
        indexes = [
            models.Index(
                name="hot_hottest", fields=["federation", "-heat", "id"], condition=Q(joined=None, set_aside_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.name


class HotIssueCase(models.Model):
    """A case that belongs to a hot issue; to one at most."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    issue = models.ForeignKey(HotIssue, on_delete=models.CASCADE, related_name="members")
    case = models.OneToOneField("cases.Case", on_delete=models.CASCADE, related_name="hot")
    joined_at = models.DateTimeField()
    likeness = models.FloatField(default=0, help_text="0…1")
    taken_out_at = models.DateTimeField(null=True, help_text="a person says that it does not belong here")
    taken_out_by = person()

    def __str__(self) -> str:
        return f"{self.issue_id}: {self.case_id}"


class HotIssueDay(models.Model):
    """One day of a hot issue: how many texts came, and how hot it was at the day's end."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    issue = models.ForeignKey(HotIssue, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    texts = models.PositiveIntegerField(default=0)
    heat = models.FloatField(default=0)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(name="hot_day_once", fields=["issue", "day"])]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.day}"


class HotStamp(models.Model):
    """When a federation's texts were last grouped, and up to which case."""

    federation = models.OneToOneField(Federation, on_delete=models.CASCADE, related_name="+")
    grouped_at = models.DateTimeField(help_text="all of the window, anew")
    measured_at = models.DateTimeField(help_text="what came since, and the heat")

    def __str__(self) -> str:
        return f"{self.federation_id}: {self.measured_at:%Y-%m-%d %H:%M}"


class PublishedAnswerQuerySet(TenantQuerySet["PublishedAnswer"]):
    """Published answers: open to everybody of the federation."""

    def shown(self) -> Self:
        """Not taken back."""
        return self.filter(withdrawn_at=None)


class PublishedAnswer(models.Model):
    """公开答复: question and answer of a case, written so that any firm may read it: no name, no number, no person."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="published_answers")
    case = models.OneToOneField(
        "cases.Case", null=True, on_delete=models.PROTECT, related_name="published", help_text="where it came from"
    )
    category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=100)
    question = models.TextField()
    answer = models.TextField()
    unit_name = models.CharField(max_length=100, blank=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    withdrawn_at = models.DateTimeField(null=True)
    helped = models.PositiveIntegerField(default=0, help_text="firms who said that it answered their question")

    objects = PublishedAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-id"]

    def __str__(self) -> str:
        return self.title
