"""What was typed when the session was lost."""

from django.db import models


class ParkedForm(models.Model):
    """The texts of one form, kept until its writer signs in; found only by the token in that browser."""

    token = models.CharField(max_length=64, unique=True)
    path = models.CharField(max_length=300)
    fields = models.JSONField()
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.path
