"""The outbox."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhilian.core.models import Federation
from zhilian.core.tenancy import TenantQuerySet


class Notice(models.Model):
    """One message to one person: at once in the inbox, and by e-mail where an address is known.

    ``claimed_at`` marks the worker that holds it; a worker that died leaves it to be claimed anew after the lease.
    """

    class Mail(models.TextChoices):
        """How the e-mail stands."""

        NONE = "none", _("Not by e-mail")
        QUEUED = "queued", _("Waiting to be sent")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Given up")

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="notices")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    link = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mail = models.CharField(max_length=10, choices=Mail, default=Mail.NONE)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    objects: ClassVar[TenantQuerySet["Notice"]] = TenantQuerySet["Notice"].as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(name="notice_inbox", fields=["recipient", "-id"]),
            models.Index(name="notice_unread", fields=["recipient"], condition=Q(read_at=None)),
            models.Index(name="notice_to_send", fields=["next_try_at"], condition=Q(mail__in=["queued", "sending"])),
        ]

    def __str__(self) -> str:
        return self.subject
