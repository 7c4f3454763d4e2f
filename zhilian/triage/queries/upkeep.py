"""What the index has still to do."""

from django.db.models import OuterRef, Subquery

from zhilian.core.models import Federation, TrailHead
from zhilian.core.searching import SOURCES
from zhilian.triage.models import IndexedKind, IndexState


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
