"""The trail: one line per change, append-only in the database, chained by hash per federation."""

from typing import Any

from django.conf import settings
from django.db import models

from zhilian.core.models.federation import Federation


class TrailHead(models.Model):
    """The end of a federation's chain; locking this row puts writers of one federation in line."""

    federation = models.OneToOneField(Federation, on_delete=models.PROTECT, related_name="trail_head")
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return f"{self.federation_id}: {self.seq}"


class TrailEntry(models.Model):
    """One line: who did what to which thing when, with the facts as canonical JSON text.

    ``hash`` is SHA-256 over the line and the hash before it, so anybody can check the chain; ``seal`` is an HMAC of the
    hash with a key outside the database, so that a chain computed anew by an intruder is told apart.
    """

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="trail")
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    actor_name = models.CharField(max_length=100)
    actor_role = models.CharField(max_length=30)
    actor_organisation = models.CharField(max_length=100, blank=True)
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    facts = models.TextField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ["federation", "seq"]
        constraints = [models.UniqueConstraint(name="trail_seq_once", fields=["federation", "seq"])]
        indexes = [models.Index(name="trail_subject", fields=["subject_type", "subject_id", "seq"])]

    def __str__(self) -> str:
        return f"{self.federation_id}/{self.seq} {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the line once; the database itself refuses to change it."""
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)
