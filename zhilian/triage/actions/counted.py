"""Keeping a table of frequencies: what makes a word telling."""

from datetime import datetime

from django.db import transaction

from zhilian.triage.models import FrequencyTable
from zhilian.triage.rules.frequencies import Frequencies


@transaction.atomic
def keep_frequencies(*, kind: str, table: Frequencies, at: datetime) -> None:
    """Put a table in the place of the one before it; a count of words is no act and leaves no line of trail."""
    row = {"data": table.to_bytes(), "texts": table.texts, "counted_at": at}
    FrequencyTable.objects.update_or_create(kind=kind, defaults=row)
