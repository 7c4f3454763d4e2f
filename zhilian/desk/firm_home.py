"""A firm's first page, and what the house knows of the firm and the person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhilian.accounts.acting import acting
from zhilian.cases import permissions, promise, queries
from zhilian.core.powers import require
from zhilian.core.queries import calendar_of
from zhilian.desk.news import latest_news
from zhilian.kit.phones import mask_name, mask_phone
from zhilian.members.models import Enterprise
from zhilian.members.queries import own_enterprises, primary_contact

SHOWN = 5  # cases under way
NEWS = 3


def firm_home(request: HttpRequest) -> HttpResponse:
    """What waits for the firm's word, what is under way, and the way to tell more."""
    actor, now = acting(request), timezone.now()
    calendar = calendar_of(actor.federation)
    rows = queries.own_cases(actor).select_related("enterprise")
    under_way = rows.filter(closed_at=None).exclude(stage__in=promise.TURN)[:SHOWN]
    page = {
        "waiting": promise.cards(rows.filter(stage__in=promise.TURN)[:SHOWN], now, calendar),
        "under_way": promise.cards(under_way, now, calendar),
        "news": latest_news(actor.federation)[:NEWS],
        "now": now,
    }
    return render(request, "desk/home_firm.html", page)


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """The firm as the registry knows it, contact masked; language and sign-out."""
    actor = acting(request)
    require(actor, permissions.SUBMIT)
    firms = [(firm, _contact(firm)) for firm in own_enterprises(actor).prefetch_related("contacts")]
    return render(request, "desk/me.html", {"firms": firms})


def _contact(firm: Enterprise) -> str:
    """The first contact, masked: a phone lies open on many desks."""
    contact = primary_contact(firm)
    return f"{mask_name(contact.name)} {mask_phone(contact.phone)}".strip() if contact else ""
