"""News on the public page."""

from collections.abc import Iterable

from django.db.models import QuerySet

from zhilian.core.models import Federation
from zhilian.desk.models import NewsItem


def latest_news(federation: Federation) -> "QuerySet[NewsItem]":
    """The federation's news, newest first."""
    return NewsItem.objects.filter(federation=federation).order_by("-published_on", "-id")


def news_item(federations: Iterable[Federation], pk: int) -> NewsItem | None:
    """One item of one of these federations."""
    return NewsItem.objects.filter(federation__in=federations, pk=pk).select_related("federation").first()
