"""The enterprise."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhilian.core.actor import Actor
from zhilian.core.models import Federation, Street
from zhilian.core.roles import Role
from zhilian.core.tenancy import TenantQuerySet
from zhilian.kit.industries import UnknownIndustry, lookup
from zhilian.kit.text import fold


class EnterpriseQuerySet(TenantQuerySet["Enterprise"]):
    """Enterprises, found through the person."""

    def visible_to(self, actor: Actor) -> Self:
        """Enterprise users see their own firm; a station clerk the firms of the street; units only through cases."""
        rows = super().visible_to(actor)
        if actor.role == Role.ENTERPRISE_USER:
            return rows.filter(representatives__user_id=actor.person_id)
        if actor.role == Role.STATION_CLERK:
            return rows
        return rows if actor.in_federation else rows.none()

    def named_like(self, words: str) -> Self:
        """Firms whose name, credit code or pinyin initials contain the words."""
        folded = fold(words.replace("\0", " "))  # which PostgreSQL does not take
        code = Q(credit_code__startswith=folded.upper())
        return self.filter(Q(name_folded__contains=folded) | code | Q(initials__startswith=folded.upper()))

    def lacking(self, what: str) -> Self:
        """Firms of which the registry still waits for this: credit_code, street, industry or contact."""
        if what == "contact":
            return self.filter(contacts=None)
        return self.filter(**{"industry": ""} if what == "industry" else {f"{what}__isnull": True})


class Enterprise(models.Model):
    """企业: a firm of the district, member or not; the credit code may follow later, the name may not."""

    class Size(models.TextChoices):
        """工信部联企业〔2011〕300号."""

        LARGE = "large", _("Large")
        MEDIUM = "medium", _("Medium")
        SMALL = "small", _("Small")
        MICRO = "micro", _("Micro")

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="enterprises")
    name = models.CharField(max_length=100)
    name_folded = models.CharField(max_length=100, editable=False, help_text="for matching: half width, lower case")
    sort_key = models.CharField(max_length=200, editable=False, help_text="pinyin")
    initials = models.CharField(max_length=60, editable=False, help_text="pinyin initials")
    credit_code = models.CharField(max_length=18, null=True, blank=True, help_text="GB 32100-2015")
    street = models.ForeignKey(Street, null=True, blank=True, on_delete=models.PROTECT, related_name="enterprises")
    address = models.CharField(max_length=200, blank=True)
    industry = models.CharField(max_length=5, blank=True, help_text="GB/T 4754-2017 code without the section letter")
    size = models.CharField(max_length=10, choices=Size, blank=True)
    is_member = models.BooleanField(default=True)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="credit_code_once", fields=["federation", "credit_code"]),
            models.UniqueConstraint(name="enterprise_name_once", fields=["federation", "name_folded"]),
        ]
        indexes = [
            models.Index(name="enterprise_by_name", fields=["federation", "sort_key", "id"]),
            models.Index(name="enterprise_by_street", fields=["federation", "street", "sort_key"]),
            models.Index(name="enterprise_initials", fields=["federation", "initials"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def missing(self) -> list[object]:
        """What the registry still waits for."""
        wanted = ((self.credit_code, _("credit code")), (self.street_id, _("street")), (self.industry, _("industry")))
        return [label for value, label in wanted if not value]

    @property
    def industry_name(self) -> str:
        """The industry in the standard's own words, empty while it is not known."""
        try:
            return lookup(self.industry).name if self.industry else ""
        except UnknownIndustry:
            return self.industry
