"""Reading a kept table of frequencies."""

import logging

from zhilian.triage.models import FrequencyTable
from zhilian.triage.rules.frequencies import Frequencies

log = logging.getLogger(__name__)


def kept_frequencies(kind: str) -> Frequencies:
    """The table of this kind; one that knows only everyday words where there is none or it cannot be read."""
    data = FrequencyTable.objects.filter(kind=kind).values_list("data", flat=True).first()
    try:
        return Frequencies.from_bytes(bytes(data)) if data else Frequencies()
    except ValueError:
        log.warning("the table of frequencies %s cannot be read; everyday words take its place", kind)
        return Frequencies()
