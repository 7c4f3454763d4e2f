"""The organisations of a federation and its streets."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhilian.core.models.federation import Federation


class Street(models.Model):
    """街道: a street of the district, with its nine-digit division code (National Bureau of Statistics)."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="streets")
    code = models.CharField(max_length=9)
    name = models.CharField(max_length=30)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(name="street_code_once", fields=["federation", "code"])]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """An organisation people hold roles in: offices, street federations, chambers, stations, departments, banks."""

    class Kind(models.TextChoices):
        """What the organisation is."""

        OFFICE = "office", _("Federation office")
        STREET_FEDERATION = "street_federation", _("Street federation")
        CHAMBER = "chamber", _("Chamber")
        STATION = "station", _("Service station")
        DEPARTMENT = "department", _("Department")
        BANK = "bank", _("Bank")

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="organisations")
    kind = models.CharField(max_length=20, choices=Kind)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=30)
    chamber_kind = models.CharField(max_length=30, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=200)
    street = models.ForeignKey(Street, null=True, blank=True, on_delete=models.PROTECT, related_name="organisations")
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["kind", "code"]
        constraints = [
            models.UniqueConstraint(name="organisation_code_once", fields=["federation", "code"]),
            models.CheckConstraint(name="organisation_path_ends", condition=models.Q(path__endswith="/")),
        ]
        indexes = [models.Index(name="organisation_path", fields=["federation", "path"])]

    def __str__(self) -> str:
        return self.name
