"""What anybody sees before signing in: the front page and the news."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from zhilian.accounts.acting import visitor
from zhilian.channels.public import Place, place_of, public_page
from zhilian.channels.queries import channels, stations
from zhilian.core.paging import keyset_page
from zhilian.desk.news import latest_news, news_item

NEWS = 4  # on the front page
PAGE = 20


@login_not_required
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What it is and the two things to do; whoever is signed in goes on to their own first page."""
    if visitor(request):
        return redirect("home")
    place = place_of(request)
    federation = place.federation
    page = public_page(
        request,
        place,
        news=latest_news(federation)[:NEWS] if federation else [],
        channels=channels(federation).count() if federation else 0,
        stations=stations(federation).count() if federation else 0,
    )
    return render(request, "desk/front.html", page)


@login_not_required
@require_safe
def news_list(request: HttpRequest) -> HttpResponse:
    """All news, newest first."""
    place = place_of(request)
    if place.federation is None:
        raise Http404
    page = keyset_page(latest_news(place.federation), ("-published_on", "-id"), request.GET.get("after", ""), PAGE)
    tokens = {"previous_url": page.previous_token, "next_url": page.next_token}
    links = {name: f"{place.query or '?'}&after={token}" if token else "" for name, token in tokens.items()}
    return render(request, "desk/news_list.html", public_page(request, place, page=page, **links))


@login_not_required
@require_safe
def news(request: HttpRequest, pk: int) -> HttpResponse:
    """One news item."""
    place = place_of(request)
    item = news_item(place.offered, pk)
    if item is None:
        raise Http404
    place = Place(item.federation, place.offered)
    return render(request, "desk/news.html", public_page(request, place, item=item))
