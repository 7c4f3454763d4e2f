"""Wrong passwords, counted by account and by address."""

from django.db import models


class SignInAttempt(models.Model):
    """One attempt to sign in; kept without the password, and without telling whether the account exists."""

    username = models.CharField(max_length=60)
    address = models.CharField(max_length=45)
    at = models.DateTimeField()
    succeeded = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(name="attempt_by_name", fields=["username", "at"]),
            models.Index(name="attempt_by_address", fields=["address", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.username} {self.at:%Y-%m-%d %H:%M}"
