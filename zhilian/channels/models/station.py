"""The service station."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhilian.core.models import Federation, Organisation
from zhilian.core.tenancy import TenantQuerySet


class StationQuerySet(TenantQuerySet["Station"]):
    """Stations of the actor's federation."""


class Station(models.Model):
    """亲清驿站: a place in a chamber or park where firms are heard; its people hold roles in its organisation."""

    class Status(models.TextChoices):
        """How far the station is."""

        PLANNED = "planned", _("Being prepared")
        PILOT = "pilot", _("Pilot")
        RUNNING = "running", _("In service")

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="stations")
    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="station")
    chamber = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="stations")
    address = models.CharField(max_length=200)
    hours = models.CharField(max_length=100)
    phone = models.CharField(max_length=30)
    services = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.RUNNING)

    objects = StationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.organisation.name
