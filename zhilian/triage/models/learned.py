"""What was learned: models of text, each kept whole so that an earlier one can be put back."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from zhilian.core.models import Federation
from zhilian.core.tenancy import TenantQuerySet


class TextModelQuerySet(TenantQuerySet["TextModel"]):
    """Models of the actor's federation."""

    def serving(self) -> Self:
        """The one in use for each task."""
        return self.filter(state=TextModel.State.ACTIVE)


class TextModel(models.Model):
    """分类模型: weights as plain arrays, with what it was learned from and how good it was on cases held out in time.

    ``digest`` is SHA-256 of the data, ``seal`` an HMAC with a key outside the database: a model that somebody
    replaced in the table is not loaded.
    """

    class State(models.TextChoices):
        """Where a model stands."""

        ACTIVE = "active", pgettext_lazy("model of text", "In use")
        RETIRED = "retired", pgettext_lazy("model of text", "Retired")
        REJECTED = "rejected", pgettext_lazy("model of text", "Not better")

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="text_models")
    task = models.CharField(max_length=20, help_text="what it tells, e.g. category")
    no = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State)
    data = models.BinaryField()
    digest = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)
    card = models.JSONField(default=dict, help_text="data, figures, threshold, what it was compared with")
    trained_at = models.DateTimeField()
    trained_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    learned_until = models.DateTimeField(null=True, help_text="the newest text it learned from")
    activated_at = models.DateTimeField(null=True)

    objects = TextModelQuerySet.as_manager()

    class Meta:
        ordering = ["-no"]
        constraints = [
            models.UniqueConstraint(name="text_model_no_once", fields=["federation", "task", "no"]),
            models.UniqueConstraint(
                name="text_model_one_active", fields=["federation", "task"], condition=Q(state="active")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.no}"
