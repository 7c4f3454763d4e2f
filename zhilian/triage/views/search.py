"""One box for everything: the page of results, and what is found while somebody types. No word of it is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zhilian.accounts.acting import acting
from zhilian.triage.queries.search import suggest
from zhilian.triage.results import SUGGESTED, read, results


@never_cache
@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Everything the words are found in that is open to this person."""
    actor = acting(request)
    asked = read(actor, request.GET)
    page = {"finding": True, "find_words": asked.words, **results(actor, asked, timezone.now())}
    return render(request, "triage/search.html", page)


@never_cache
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """The best of it, as options of the box."""
    actor = acting(request)
    asked = read(actor, request.GET)
    hits = suggest(actor, asked.words, at=timezone.now(), limit=SUGGESTED) if asked.words else []
    return render(request, "triage/_suggestions.html", {"asked": asked, "hits": hits})
