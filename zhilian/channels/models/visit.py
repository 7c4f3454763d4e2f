"""Who came to a station, and for what."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from zhilian.channels.models.station import Station
from zhilian.core.actor import Actor
from zhilian.core.models import Federation
from zhilian.core.roles import Role
from zhilian.core.tenancy import TenantQuerySet
from zhilian.members.models import Enterprise


class StationVisitQuerySet(TenantQuerySet["StationVisit"]):
    """Visits, found through the person."""

    def visible_to(self, actor: Actor) -> Self:
        """The clerk the own station's, the federation all of its own; nobody else, for they name visitors."""
        rows = super().visible_to(actor)
        if actor.role == Role.STATION_CLERK:
            return rows.filter(station__organisation_id=actor.organisation_id)
        return rows if actor.in_federation else rows.none()


class StationVisit(models.Model):
    """来访: one visit to a station. Written once; what was wrong is corrected by a note, or the visit declared void.

    No phone number is kept here: whoever is to be called back tells a case.
    """

    class Purpose(models.TextChoices):
        """What for."""

        CASE = "case", pgettext_lazy("purpose", "Difficulty")
        POLICY = "policy", pgettext_lazy("purpose", "Policy")
        FINANCE = "finance", pgettext_lazy("purpose", "Finance")
        LAW = "law", pgettext_lazy("purpose", "Law")
        MEDIATION = "mediation", pgettext_lazy("purpose", "Mediation")
        PARTY = "party", pgettext_lazy("purpose", "Party work")
        OTHER = "other", pgettext_lazy("purpose", "Other")

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="visits", db_index=False)
    submission_key = models.UUIDField(null=True, editable=False)  # one per form shown: a double tap is one visit
    visited_at = models.DateTimeField()
    enterprise = models.ForeignKey(
        Enterprise, null=True, blank=True, on_delete=models.PROTECT, related_name="station_visits"
    )
    firm_name = models.CharField(max_length=100, blank=True, help_text="as said, where the registry has no such firm")
    visitor = models.CharField(max_length=60, blank=True)
    purpose = models.CharField(max_length=10, choices=Purpose)
    note = models.CharField(max_length=300, blank=True)
    case_number = models.CharField(max_length=24, blank=True)
    void = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField()

    objects = StationVisitQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="visit_submission_once", fields=["station", "submission_key"])]
        indexes = [
            models.Index(name="visit_of_station", fields=["station", "-visited_at", "-id"]),
            models.Index(name="visit_newest", fields=["federation", "-visited_at", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.station_id} {self.visited_at:%Y-%m-%d %H:%M}"

    @property
    def firm(self) -> str:
        """The firm's name, empty where none was said."""
        return self.enterprise.name if self.enterprise else self.firm_name


class VisitNote(models.Model):
    """补记: what was added to a visit later."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_index=False)
    visit = models.ForeignKey(StationVisit, on_delete=models.PROTECT, related_name="notes")
    text = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text
