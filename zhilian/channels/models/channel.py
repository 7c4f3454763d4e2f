"""The direct channel and the checks of its contact."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhilian.channels import rules
from zhilian.channels.models.category import Category
from zhilian.core.actor import Actor
from zhilian.core.models import Federation, Organisation
from zhilian.core.tenancy import TenantQuerySet


class DirectChannelQuerySet(TenantQuerySet["DirectChannel"]):
    """Channels of the actor's federation."""

    def concerning(self, actor: Actor) -> Self:
        """Those whose use and promises the actor looks at: a unit its own, others all of the federation."""
        rows = self.visible_to(actor)
        return rows.filter(unit_id=actor.organisation_id) if actor.in_unit else rows


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
    since = models.DateField(null=True, blank=True, help_text="in service since; empty: nobody knows")
    verified_on = models.DateField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True, help_text="when the dispatchers were last told to check it")
    active = models.BooleanField(default=True)

    objects = DirectChannelQuerySet.as_manager()

    class Meta:
        ordering = ["no"]
        constraints = [models.UniqueConstraint(name="channel_no_once", fields=["federation", "no"])]

    def __str__(self) -> str:
        return self.name

    @property
    def missing(self) -> list[object]:
        """What a firm needs and the row does not say."""
        wanted = (
            (self.contact_post, _("contact post")),
            (self.phone, _("phone")),
            (self.hours, _("hours")),
            (self.contact_minutes, _("promised contact")),
            (self.close_days, _("promised answer")),
        )
        return [label for value, label in wanted if not value]

    @property
    def check_due(self) -> date | None:
        """The day by which the contact is to be checked; None: at once."""
        return rules.check_due(self.verified_on)


class ChannelCheckQuerySet(TenantQuerySet["ChannelCheck"]):
    """Checks of the actor's federation."""


class ChannelCheck(models.Model):
    """季度核实: somebody called the channel's contact, with what came of it. Rows are added, never changed."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.ForeignKey(DirectChannel, on_delete=models.PROTECT, related_name="checks")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reached = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)
    changed = models.JSONField(default=dict, help_text="column: what was and what is since")

    objects = ChannelCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.channel_id} {self.at:%Y-%m-%d}"
