"""Tables of the reader."""

from zhilian.triage.models.index import FrequencyTable, IndexState, SearchEntry
from zhilian.triage.models.learned import LEASE, Learning, TextModel

__all__ = ["LEASE", "FrequencyTable", "IndexState", "Learning", "SearchEntry", "TextModel"]
