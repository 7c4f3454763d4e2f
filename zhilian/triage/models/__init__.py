"""Tables of the reader."""

from zhilian.triage.models.index import FrequencyTable, IndexState, SearchEntry
from zhilian.triage.models.learned import TextModel

__all__ = ["FrequencyTable", "IndexState", "SearchEntry", "TextModel"]
