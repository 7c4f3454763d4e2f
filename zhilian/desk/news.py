"""News on the public page."""

from django.db.models import QuerySet

from zhilian.core.models import Federation
from zhilian.desk.models import NewsItem


def latest_news(federation: Federation) -> "QuerySet[NewsItem]":
    """The federation's news, newest first."""
    return NewsItem.objects.filter(federation=federation).order_by("-published_on", "-id")


def news_item(federation: Federation, pk: int) -> NewsItem | None:
    """One item of this federation."""
    return latest_news(federation).filter(pk=pk).first()
