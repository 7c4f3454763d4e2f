"""What was typed when the session was lost is kept and handed back."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from zhilian.accounts.models import ParkedForm

PARKED_DAYS = 2  # how long a parked form is kept
PARKED_CHARACTERS = 40_000  # all fields of one parked form together


@transaction.atomic
def park_form(*, path: str, fields: dict[str, list[str]], at: datetime) -> str:
    """Keep what was typed; returns the token that finds it again. Files and secrets are not kept."""
    ParkedForm.objects.filter(at__lt=at - timedelta(days=PARKED_DAYS)).delete()
    typed = {_plain(name): [_plain(value) for value in values] for name, values in fields.items()}
    kept = {name: values for name, values in typed.items() if not name.startswith("csrf") and "password" not in name}
    if sum(len(value) for values in kept.values() for value in values) > PARKED_CHARACTERS:
        kept = {}
    token = secrets.token_urlsafe(32)
    ParkedForm.objects.create(token=token, path=path[:300], fields=kept, at=at)
    return token


def _plain(text: str) -> str:
    """Without NUL characters, which PostgreSQL does not keep."""
    return text.replace("\0", "")


@transaction.atomic
def take_parked(*, token: str) -> ParkedForm | None:
    """Hand a parked form back, once."""
    parked = ParkedForm.objects.filter(token=token).first()
    if parked:
        ParkedForm.objects.filter(pk=parked.pk).delete()
    return parked
