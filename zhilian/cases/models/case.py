"""The case."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhilian.cases import labels
from zhilian.cases.rules import FINAL, OPEN, WAITING_FOR, WITH_UNIT, Clock, Party, Stage
from zhilian.channels.models import Category
from zhilian.core.actor import Actor
from zhilian.core.models import Federation, Organisation, Street
from zhilian.core.roles import Role
from zhilian.core.tenancy import TenantQuerySet
from zhilian.members.models import Enterprise

_OPEN = Q(stage__in=sorted(OPEN))


class CaseQuerySet(TenantQuerySet["Case"]):
    """Cases, found through the person."""

    def visible_to(self, actor: Actor) -> Self:
        """The firm its own, the clerk what came in at the station, the unit what it has, the federation all of its own.

        The city's observer sees the districts below; administrators see none.
        """
        if actor.role == Role.CITY_OBSERVER:
            return self.filter(federation__path__startswith=actor.federation.path)
        rows = super().visible_to(actor)
        if actor.role == Role.ENTERPRISE_USER:
            return rows.filter(enterprise__in=Enterprise.objects.filter(representatives__user_id=actor.person_id))
        if actor.role == Role.STATION_CLERK:
            return rows.filter(station_id=actor.organisation_id)
        if actor.in_unit:
            return rows.filter(unit_id=actor.organisation_id)
        return rows if actor.in_federation or actor.is_system else rows.none()

    def open(self) -> Self:
        """Not yet at an end."""
        return self.filter(_OPEN)

    def waiting_for(self, party: Party) -> Self:
        """Open cases on which this party must act next."""
        return self.filter(stage__in=sorted(stage for stage, waits in WAITING_FOR.items() if waits == party))


class Case(models.Model):
    """诉求: one difficulty of one firm. ``stage`` moves only by the table of moves; ``due_at`` the running deadline."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="cases")
    number = models.CharField(max_length=24)
    submission_key = models.UUIDField(null=True, editable=False)  # one per form shown: a double tap is one case
    external_ref = models.CharField(max_length=60, null=True, help_text="its number where it was imported from")
    source = models.CharField(max_length=10, choices=list(labels.SOURCES.items()))
    kind = models.CharField(max_length=20, default="help")
    enterprise = models.ForeignKey(
        Enterprise, null=True, on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    reporter = models.CharField(max_length=100, blank=True, help_text="who told it, where no firm of the registry did")
    contact_name = models.CharField(max_length=60, blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    street = models.ForeignKey(Street, null=True, on_delete=models.PROTECT, related_name="cases", db_index=False)
    station = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="station_cases", db_index=False
    )
    title = models.CharField(max_length=100)
    text = models.TextField()
    category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT, related_name="cases", db_index=False)
    grade = models.CharField(max_length=10, choices=list(labels.GRADES.items()), default="normal")
    stage = models.CharField(max_length=20, choices=[(s.value, label) for s, label in labels.STAGES.items()])
    unit = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="cases", db_index=False)
    due_at = models.DateTimeField(null=True)
    due_clock = models.CharField(max_length=10, blank=True)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    accepted_at = models.DateTimeField(null=True)
    replied_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=10, choices=list(labels.RESULTS.items()), blank=True)
    solved = models.CharField(max_length=10, choices=list(labels.SOLVED.items()), blank=True)
    rating = models.PositiveSmallIntegerField(null=True)
    rework_count = models.PositiveSmallIntegerField(default=0)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="case_number_once", fields=["federation", "number"]),
            models.UniqueConstraint(name="case_submission_once", fields=["federation", "submission_key"]),
            models.UniqueConstraint(name="case_external_ref_once", fields=["federation", "external_ref"]),
            models.CheckConstraint(
                name="case_final_has_end", condition=Q(stage__in=sorted(FINAL), closed_at__isnull=False) | _OPEN
            ),
            models.CheckConstraint(name="case_open_has_no_end", condition=~_OPEN | Q(closed_at=None)),
            models.CheckConstraint(
                name="case_with_unit_has_unit", condition=~Q(stage__in=sorted(WITH_UNIT)) | Q(unit__isnull=False)
            ),
            models.CheckConstraint(name="case_rating_of_five", condition=Q(rating=None) | Q(rating__range=(1, 5))),
        ]
        indexes = [
            models.Index(name="case_newest", fields=["federation", "-received_at", "-id"]),
            models.Index(name="case_open_due", fields=["federation", "due_at", "id"], condition=_OPEN),
            models.Index(name="case_open_stage", fields=["federation", "stage", "due_at", "id"], condition=_OPEN),
            models.Index(name="case_unit_open", fields=["unit", "due_at", "id"], condition=_OPEN),
            models.Index(name="case_unit_newest", fields=["unit", "-received_at", "-id"]),
            models.Index(name="case_enterprise_newest", fields=["enterprise", "-received_at", "-id"]),
            models.Index(name="case_station_newest", fields=["station", "-received_at", "-id"]),
            models.Index(name="case_category_newest", fields=["category", "-received_at", "-id"]),
            models.Index(name="case_street_newest", fields=["street", "-received_at", "-id"]),
            models.Index(name="case_stage_newest", fields=["federation", "stage", "-received_at", "-id"]),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to act."""
        return Stage(self.stage) in OPEN

    @property
    def waits_for(self) -> Party | None:
        """Whom the case waits for, None at its end."""
        return WAITING_FOR.get(Stage(self.stage))

    @property
    def waits_for_label(self) -> object:
        """The same in words."""
        return labels.PARTIES[self.waits_for] if self.waits_for else ""

    @property
    def due_clock_label(self) -> object:
        """What the running deadline is for, in words."""
        return labels.CLOCKS[Clock(self.due_clock)] if self.due_clock else ""

    @property
    def firm_name(self) -> str:
        """Who told it."""
        return self.enterprise.name if self.enterprise else self.reporter

    @property
    def disputed(self) -> bool:
        """Closed although the firm says it is not solved."""
        return self.stage == Stage.CLOSED and (self.solved == "no" or (self.rating is not None and self.rating < 3))
