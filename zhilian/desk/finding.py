"""What of the desk can be found: the federation's news."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhilian.channels.queries.reference import open_to
from zhilian.core.actor import Actor
from zhilian.core.numbers import SHANGHAI
from zhilian.core.searching import Findable, Shown, Source, by_day, keys_of
from zhilian.desk.models import NewsItem


def visible_news(actor: Actor) -> "QuerySet[NewsItem]":
    """The news whose page opens for the actor."""
    return NewsItem.objects.filter(**open_to(actor))


def _news(keys: Sequence[int]) -> Iterable[Findable]:
    for row in NewsItem.objects.filter(pk__in=keys):
        at = datetime.combine(row.published_on, time.min, SHANGHAI)
        yield Findable(row.pk, row.federation_id, at, title=row.title, body=row.text)


def _show_news(actor: Actor, keys: Sequence[int], at: datetime) -> Iterable[Shown]:
    for row in visible_news(actor).filter(pk__in=keys):
        published = datetime.combine(row.published_on, time.min, SHANGHAI)
        yield Shown(row.pk, title=row.title, url=reverse("news", args=[row.pk]), text=row.text, at=published)


SOURCES: Final = (
    Source(
        kind="news",
        label=_("News"),
        subjects=frozenset({"desk.newsitem"}),
        findable=_news,
        ids=keys_of(NewsItem.objects.all()),
        visible=visible_news,
        show=_show_news,
        filters=by_day("published_on", dated=True),
        order=90,
    ),
)
