"""快捷通道运行情况: use of the channels, promised against kept; each figure opens its cases."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from zhilian.accounts.acting import acting
from zhilian.cases.lines import lines
from zhilian.cases.queries import channel_use as use
from zhilian.cases.views.periods import ways, working_hours
from zhilian.channels import permissions
from zhilian.channels.models import DirectChannel
from zhilian.channels.queries import managed_channel
from zhilian.core.actor import Actor
from zhilian.core.paging import keyset_page
from zhilian.core.powers import require

NEWEST = ("-received_at", "-id")
FIGURES = {
    "all": _("Cases dispatched"),
    "open": _("Open now"),
    "contact": _("Contact promised"),
    "contact_late": _("Called late or not at all"),
    "answer": _("Answer promised"),
    "answer_late": _("Answered late or not at all"),
}


@require_safe
def channel_use(request: HttpRequest) -> HttpResponse:
    """All channels in a period."""
    actor, now = acting(request), timezone.now()
    require(actor, permissions.SEE_USE)
    chosen = ways(request, now)
    rows = use.channel_use(actor, chosen.period, now)
    page = {
        "rows": [(row, working_hours(row.minutes)) for row in rows],
        "idle": [row.channel for row in rows if row.idle],
        "ways": chosen,
        "may_manage": actor.has(permissions.CHECK_CHANNEL),
    }
    return render(request, "cases/channels/use.html", page)


@require_safe
def channel_cases(request: HttpRequest, no: int) -> HttpResponse:
    """The cases behind one figure of one channel."""
    actor, now = acting(request), timezone.now()
    require(actor, permissions.SEE_USE)
    channel, chosen = _found(actor, no), ways(request, now)
    figure = shown(request, FIGURES)
    rows = use.channel_cases(actor, channel, figure, chosen.period, now)
    found = keyset_page(rows, NEWEST, request.GET.get("after", ""))
    page = {
        "channel": channel,
        "ways": chosen,
        "timeless": figure == "open",
        "tabs": tabs(FIGURES, figure, chosen.period.code),
        "rows": lines(found.rows, actor, now, actor.federation),
        **pager(figure, chosen.period.code, found),
    }
    return render(request, "cases/channels/cases.html", page)


def _found(actor: Actor, no: int) -> DirectChannel:
    """The channel; a unit has only its own. Raises Http404."""
    channel = managed_channel(actor, no)
    if channel is None or (actor.in_unit and channel.unit_id != actor.organisation_id):
        raise Http404
    return channel


def shown(request: HttpRequest, figures: dict[str, Any]) -> str:
    """The figure the address asks for, else the first. Raises Http404 for one that is not there."""
    figure = request.GET.get("show", next(iter(figures)))
    if figure not in figures:
        raise Http404
    return figure


def tabs(figures: dict[str, Any], current: str, period: str) -> list[dict[str, Any]]:
    """The figures as tabs."""
    return [
        {"label": label, "url": f"?{urlencode({'show': name, 'period': period})}", "current": name == current}
        for name, label in figures.items()
    ]


def pager(figure: str, period: str, found: Any) -> dict[str, str]:
    """The addresses of the pages before and after."""
    kept = {"show": figure, "period": period}
    tokens = {"next": found.next_token, "previous": found.previous_token}
    return {name: f"?{urlencode({**kept, 'after': token})}" if token else "" for name, token in tokens.items()}
