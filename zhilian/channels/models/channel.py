"""The direct channel."""

from django.db import models

from zhilian.channels.models.category import Category
from zhilian.core.models import Federation, Organisation
from zhilian.core.tenancy import TenantQuerySet


class DirectChannelQuerySet(TenantQuerySet["DirectChannel"]):
    """Channels of the actor's federation."""


class DirectChannel(models.Model):
    """快捷通道: one department's named post for some categories, and what it promises."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="direct_channels")
    no = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="direct_channels")
    categories = models.ManyToManyField(Category, related_name="channels")
    purpose = models.CharField(max_length=200, blank=True)
    contact_post = models.CharField(max_length=60)
    phone = models.CharField(max_length=30)
    substitute_post = models.CharField(max_length=60, blank=True)
    hours = models.CharField(max_length=100, blank=True)
    contact_minutes = models.PositiveSmallIntegerField(help_text="promised first contact, in working minutes")
    close_days = models.PositiveSmallIntegerField(help_text="promised answer, in working days")
    verified_on = models.DateField(null=True, blank=True)
    active = models.BooleanField(default=True)

    objects = DirectChannelQuerySet.as_manager()

    class Meta:
        ordering = ["no"]
        constraints = [models.UniqueConstraint(name="channel_no_once", fields=["federation", "no"])]

    def __str__(self) -> str:
        return self.name
