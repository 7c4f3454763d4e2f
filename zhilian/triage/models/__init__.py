"""Tables of the reader."""

from zhilian.triage.models.index import FrequencyTable, IndexedKind, IndexState, SearchEntry
from zhilian.triage.models.learned import LEASE, Learning, TextModel

__all__ = ["LEASE", "FrequencyTable", "IndexState", "IndexedKind", "Learning", "SearchEntry", "TextModel"]
