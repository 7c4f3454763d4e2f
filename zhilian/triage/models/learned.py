"""What was learned: models of text, each kept whole so that an earlier one can be put back."""

import hashlib
import hmac
import zlib
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from zhilian.core.chain import line_seal
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

    def close(self, data: bytes) -> None:
        """Take in the data, pressed, with digest and seal; federation, task and number must be set."""
        self.data = zlib.compress(data, 1)
        self.digest = hashlib.sha256(self.data).hexdigest()
        self.seal = self._seal_of(self.digest)

    def opened(self) -> bytes | None:
        """The data as they were taken in; None where they are not those that were sealed."""
        return zlib.decompress(self.data) if self.is_whole() else None

    def is_whole(self) -> bool:
        """Whether the data are those that were sealed in this installation, for this federation, task and number."""
        digest = hashlib.sha256(bytes(self.data)).hexdigest()
        return digest == self.digest and hmac.compare_digest(self._seal_of(digest), self.seal)

    def _seal_of(self, digest: str) -> str:
        return line_seal(settings.TRAIL_KEY, f"{self.federation.code}/{self.task}/{self.no}/{digest}")


LEASE = timedelta(minutes=30)
"""A training that began longer ago was broken off: the longest takes a minute."""


class Learning(models.Model):
    """How the learning of a task stands: asked for by somebody, under way, or ended, and with what outcome."""

    class Outcome(models.TextChoices):
        """What came of the last training."""

        TAKEN = "taken", pgettext_lazy("outcome of training", "The new model is in use")
        KEPT = "kept", pgettext_lazy("outcome of training", "Not better: the model in use stays")
        TOO_LITTLE = "too_little", pgettext_lazy("outcome of training", "Too little to learn from")
        FAILED = "failed", pgettext_lazy("outcome of training", "Broken off by a fault")

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    task = models.CharField(max_length=20)
    asked_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)

    objects = TenantQuerySet["Learning"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="learning_once", fields=["federation", "task"])]

    def __str__(self) -> str:
        return f"{self.task}: {self.outcome}"

    def is_running(self, at: datetime) -> bool:
        """Whether a training is under way."""
        return self.begun_at is not None and self.ended_at is None and self.begun_at > at - LEASE
