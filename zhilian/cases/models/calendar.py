"""Which calendar the deadlines were last derived with, and how far deriving them anew has come."""

from django.db import models

from zhilian.core.models import Federation


class CalendarStamp(models.Model):
    """The fingerprint of the calendar all running deadlines of a federation rest on.

    ``going`` is the one they are being derived with now (empty: none), ``since`` when that was noticed, ``after`` the
    key of the last case done: a worker that was killed goes on there.
    """

    federation = models.OneToOneField(Federation, on_delete=models.CASCADE, related_name="calendar_stamp")
    fingerprint = models.CharField(max_length=16, blank=True)
    at = models.DateTimeField(null=True)
    going = models.CharField(max_length=16, blank=True)
    since = models.DateTimeField(null=True)
    after = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.federation_id}: {self.fingerprint}"
