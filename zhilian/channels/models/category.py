"""What a difficulty is about."""

from django.db import models

from zhilian.core.models import Federation, Organisation
from zhilian.core.tenancy import TenantQuerySet


class CategoryQuerySet(TenantQuerySet["Category"]):
    """Categories of the actor's federation."""


class Category(models.Model):
    """诉求类别: rows of the federation, with the words a boss would use and the department usually in charge."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="categories")
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=30)
    name_en = models.CharField(max_length=60, blank=True)
    hint = models.CharField(max_length=100, blank=True)
    keywords = models.CharField(max_length=400, blank=True, help_text="separated by blanks")
    environment = models.CharField(max_length=10, blank=True, help_text="one of ACFIC's five environments")
    unit = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ["position", "code"]
        constraints = [models.UniqueConstraint(name="category_code_once", fields=["federation", "code"])]

    def __str__(self) -> str:
        return self.name
