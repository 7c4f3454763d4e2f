"""The federation: the tenant. Every business row belongs to one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Federation(models.Model):
    """工商联: a city's or a district's federation of industry and commerce; districts hang under their city."""

    class Level(models.TextChoices):
        """Where the federation stands."""

        CITY = "city", _("City")
        DISTRICT = "district", _("District")

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=30)
    level = models.CharField(max_length=10, choices=Level)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=100, unique=True, help_text="codes from the top, each followed by a slash")

    class Meta:
        constraints = [
            models.CheckConstraint(name="federation_path_ends", condition=models.Q(path__endswith="/")),
        ]

    def __str__(self) -> str:
        return self.name
