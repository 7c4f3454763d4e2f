"""What the index has still to do."""

from collections.abc import Iterator

from django.db.models import OuterRef, Subquery

from zhilian.core.models import Federation, TrailHead
from zhilian.core.searching import SOURCES
from zhilian.triage.models import IndexedKind, IndexState, SearchEntry

_AT_ONCE = 1_000


def unfollowed() -> list[Federation]:
    """The federations whose trail says more than the index has read; one question when there are none."""
    read = Subquery(IndexState.objects.filter(federation_id=OuterRef("federation_id")).values("seq"))
    heads = TrailHead.objects.annotate(read=read).values_list("federation_id", "seq", "read")
    behind = [key for key, seq, known in heads if known is None or seq > known]
    return list(Federation.objects.filter(pk__in=behind).order_by("pk")) if behind else []


def rebuilding() -> list[str]:
    """The kinds of which a rebuild is under way."""
    rows = IndexedKind.objects.filter(after__isnull=False, kind__in=SOURCES).order_by("kind")
    return list(rows.values_list("kind", flat=True))


def compared(kind: str) -> dict[str, int]:
    """The entries of a kind beside its things: how many of each, how many are missing, how many are too many."""
    figures = {"things": 0, "entries": 0, "missing": 0, "superfluous": 0}
    for there, indexed in _side_by_side(kind):
        figures["things"] += len(there)
        figures["entries"] += len(indexed)
        figures["missing"] += len(there - indexed)
        figures["superfluous"] += len(indexed - there)
    return figures


def _side_by_side(kind: str) -> Iterator[tuple[set[int], set[int]]]:
    """Keys of things and of entries, a thousand things at a time; at last the entries behind the last thing."""
    source, after = SOURCES[kind], 0
    entries = SearchEntry.objects.filter(kind=kind)
    while keys := source.ids(after, _AT_ONCE):
        between = entries.filter(object_id__gt=after, object_id__lte=keys[-1])
        yield {one.object_id for one in source.findable(keys)}, set(between.values_list("object_id", flat=True))
        after = keys[-1]
    yield set(), set(entries.filter(object_id__gt=after).values_list("object_id", flat=True))
