"""Who speaks for an enterprise."""

from django.conf import settings
from django.db import models

from zhilian.core.models import Federation
from zhilian.members.models.enterprise import Enterprise


class Contact(models.Model):
    """联系人: a person at the firm; the phone is shown masked in lists."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=60)
    post = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    is_primary = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_primary", "id"]

    def __str__(self) -> str:
        return self.name


class Representative(models.Model):
    """A user who may speak for the firm on this platform."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="representatives")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="represents")

    class Meta:
        constraints = [models.UniqueConstraint(name="representative_once", fields=["enterprise", "user"])]

    def __str__(self) -> str:
        return f"{self.user} · {self.enterprise}"
