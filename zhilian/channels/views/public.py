"""Direct channels and stations: pages anybody can read before signing in."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhilian.channels import queries
from zhilian.channels.forms.public import ChannelFilter
from zhilian.channels.public import Place, place_of, public_page
from zhilian.channels.words import ChannelCard, card_of


@login_not_required
@require_safe
def channel_list(request: HttpRequest) -> HttpResponse:
    """All channels, narrowed by category and words."""
    place = place_of(request)
    form = ChannelFilter(request.GET, queries.categories(place.federation) if place.federation else [])
    wanted = form.wanted()
    cards = [card for card in _cards(place) if _fits(card, **wanted)]
    page = public_page(request, place, form=form, cards=cards, wanted=any(wanted.values()))
    return render(request, "channels/list.html", page)


def _cards(place: Place) -> list[ChannelCard]:
    return [card_of(one) for one in queries.channels(place.federation)] if place.federation else []


def _fits(card: ChannelCard, q: str, category: str) -> bool:
    return (not category or category in {one.code for one in card.categories}) and card.speaks_of(q)


@login_not_required
@require_safe
def channel_page(request: HttpRequest, no: int) -> HttpResponse:
    """One channel: what for, who, when, how fast."""
    place = place_of(request)
    channel = queries.channel(place.federation, no) if place.federation and no < 32_768 else None
    if channel is None:
        raise Http404
    return render(request, "channels/channel.html", public_page(request, place, card=card_of(channel)))


@login_not_required
@require_safe
def station_list(request: HttpRequest) -> HttpResponse:
    """The stations, by street."""
    place = place_of(request)
    stations = queries.stations(place.federation) if place.federation else []
    return render(request, "channels/stations.html", public_page(request, place, stations=stations))
