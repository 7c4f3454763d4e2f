"""The case."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhilian.cases import labels
from zhilian.cases.models.handling import Assignment
from zhilian.cases.models.secrecy import CasePerson
from zhilian.cases.rules import FINAL, OPEN, UNCOUNTED, WAITING_FOR, WITH_UNIT, Clock, Level, Party, Stage, Veil
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
        """The firm its own, the clerk what came in at the station, the unit what it leads or assists.

        The federation sees all of its own, the city's observer the districts below, administrators none. Of restricted
        cases only the named people see anything; whoever is recused, or is complained of, sees nothing.
        """
        if not actor.in_unit:
            return self.held_by(actor)
        helping = Assignment.objects.assisting().filter(unit_id=actor.organisation_id).values("case_id")
        rows = super().visible_to(actor).filter(Q(unit_id=actor.organisation_id) | Q(pk__in=helping))
        return rows.filter(secrecy_for(actor)).exclude(complained_of_id__in=above(actor))

    def held_by(self, actor: Actor) -> Self:
        """What the actor's lists show: as above, but of a unit only what it leads, so that one index carries it."""
        if actor.role == Role.CITY_OBSERVER:
            return self.filter(federation__path__startswith=actor.federation.path).exclude(
                confidentiality=Level.RESTRICTED
            )
        rows = super().visible_to(actor)
        if actor.role == Role.ENTERPRISE_USER:
            return rows.filter(enterprise__in=Enterprise.objects.filter(representatives__user_id=actor.person_id))
        if actor.is_system:
            return rows
        if actor.role == Role.STATION_CLERK:
            return rows.filter(secrecy_for(actor), station_id=actor.organisation_id)
        if actor.in_unit:
            mine = rows.filter(secrecy_for(actor), unit_id=actor.organisation_id)
            return mine.exclude(complained_of_id__in=above(actor))
        return rows.filter(secrecy_for(actor)) if actor.in_federation else rows.none()

    def helped_by(self, actor: Actor) -> Self:
        """Open cases in which the actor's unit assists and still owes its part."""
        owed = Assignment.objects.owing().filter(unit_id=actor.organisation_id).values("case_id")
        rows = super().visible_to(actor).filter(_OPEN, secrecy_for(actor), pk__in=owed)
        return rows.exclude(complained_of_id__in=above(actor))

    def open(self) -> Self:
        """Not yet at an end."""
        return self.filter(_OPEN)

    def waiting_for(self, party: Party) -> Self:
        """Open cases on which this party must act next."""
        return self.filter(stage__in=sorted(stage for stage, waits in WAITING_FOR.items() if waits == party))


def secrecy_for(actor: Actor) -> Q:
    """Restricted cases only for the people named; none from which the person is recused."""
    named = CasePerson.objects.filter(user_id=actor.person_id)
    reads = named.filter(part=CasePerson.Part.READER).values("case_id")
    recused = named.filter(part=CasePerson.Part.RECUSED).values("case_id")
    return (~Q(confidentiality=Level.RESTRICTED) | Q(pk__in=reads)) & ~Q(pk__in=recused)


def above(actor: Actor) -> "models.QuerySet[Organisation, int]":
    """The actor's organisation and those it belongs to: what is said of them, it does not read."""
    parts = (actor.organisation.path if actor.organisation else "").split("/")[:-1]
    paths = ["/".join(parts[: n + 1]) + "/" for n in range(len(parts))]
    rows = Organisation.objects.filter(federation_id=actor.federation_id, path__in=paths)
    return rows.values_list("pk", flat=True)


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
    return_count = models.PositiveSmallIntegerField(default=0)
    confidentiality = models.CharField(
        max_length=10, choices=list(labels.LEVELS.items()), default=Level.INTERNAL, db_default=Level.INTERNAL.value
    )
    complained_of = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="complaints", db_index=False
    )
    origin = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts", db_index=False)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged", db_index=False)
    systemic = models.ForeignKey(
        "cases.SystemicIssue", null=True, on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    # What the rates are counted from: the case's own promised and real moments, of its first round.
    limit_at = models.DateTimeField(null=True, help_text="when its time to answer ends, extension and holds included")
    answered_at = models.DateTimeField(null=True, help_text="when the first answer that passed was given")
    contact_due_at = models.DateTimeField(null=True)
    contacted_at = models.DateTimeField(null=True)
    sign_due_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    extended = models.BooleanField(default=False, db_default=False)
    held = models.BooleanField(default=False, db_default=False)
    denied = models.BooleanField(default=False, db_default=False, help_text="called solved once, denied by the firm")
    called_back = models.BooleanField(default=False, db_default=False)
    excluded = models.BooleanField(default=False, db_default=False, help_text="left out of the firm's word, with proof")
    # When the worker must look at it.
    ladder_at = models.DateTimeField(null=True, help_text="when the next step of the ladder is reached")
    ask_again_at = models.DateTimeField(null=True, help_text='when the firm is asked "still solved?"')

    veil: Veil | None = None  # not a column: what this reader is not shown, see ``queries.veil``

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
            models.CheckConstraint(
                name="case_merged_has_master",
                condition=Q(stage=Stage.MERGED, merged_into__isnull=False)
                | (~Q(stage=Stage.MERGED) & Q(merged_into=None)),
            ),
            models.CheckConstraint(name="case_not_its_own_master", condition=~Q(merged_into=models.F("id"))),
            models.CheckConstraint(
                name="case_systemic_hangs", condition=~Q(stage=Stage.SYSTEMIC) | Q(systemic__isnull=False)
            ),
            models.CheckConstraint(
                name="case_not_led_by_complained_of",
                condition=Q(complained_of=None) | ~Q(complained_of=models.F("unit")),
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
            models.Index(name="case_merged", fields=["merged_into", "id"], condition=Q(merged_into__isnull=False)),
            models.Index(name="case_parts", fields=["origin", "id"], condition=Q(origin__isnull=False)),
            models.Index(name="case_systemic", fields=["systemic", "id"], condition=Q(systemic__isnull=False)),
            models.Index(name="case_ladder", fields=["federation", "ladder_at"], condition=Q(ladder_at__isnull=False)),
            models.Index(name="case_ask_again", fields=["ask_again_at"], condition=Q(ask_again_at__isnull=False)),
            models.Index(
                name="case_rates",
                fields=["federation", "limit_at", "id"],
                include=[
                    *("unit", "stage", "answered_at", "contact_due_at", "contacted_at", "sign_due_at", "signed_at"),
                    *("result", "solved", "rating", "rework_count", "return_count", "confidentiality"),
                    *("extended", "held", "denied", "called_back", "excluded"),
                ],
                condition=Q(limit_at__isnull=False) & ~Q(stage__in=sorted(UNCOUNTED)),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row; never one in which something was blanked for a reader."""
        if self.veil:
            raise RuntimeError("a veiled case is for showing, not for saving")
        super().save(*args, **kwargs)

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
