"""亲清驿站运行情况: visits, cases taken down, what a station closes itself and what goes up."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from zhilian.accounts.acting import acting
from zhilian.cases.lines import lines
from zhilian.cases.queries.station_use import station_cases as cases_of
from zhilian.cases.queries.station_use import station_work
from zhilian.cases.views.channel_use import NEWEST, pager, shown, tabs
from zhilian.cases.views.periods import ways
from zhilian.channels import permissions
from zhilian.channels.queries import station_named
from zhilian.core.paging import keyset_page
from zhilian.core.powers import require

FIGURES = {
    "taken": _("Taken down"),
    "closed": _("Closed at the station"),
    "sent_up": _("Sent up"),
    "other": _("Not accepted, or not yet"),
}


@require_safe
def station_use(request: HttpRequest) -> HttpResponse:
    """All stations in a period; a clerk's own."""
    actor = acting(request)
    require(actor, permissions.SEE_VISITS)
    chosen = ways(request, timezone.now())
    page = {"rows": station_work(actor, chosen.period), "ways": chosen}
    return render(request, "cases/channels/stations.html", page)


@require_safe
def station_cases(request: HttpRequest, station: str) -> HttpResponse:
    """The cases behind one figure of one station."""
    actor, now = acting(request), timezone.now()
    require(actor, permissions.SEE_VISITS)
    found, figure = station_named(actor, station), shown(request, FIGURES)
    if found is None:
        raise Http404
    chosen = ways(request, now)
    part = keyset_page(cases_of(actor, found, figure, chosen.period), NEWEST, request.GET.get("after", ""))
    page = {
        "station": found,
        "ways": chosen,
        "tabs": tabs(FIGURES, figure, chosen.period.code),
        "rows": lines(part.rows, actor, now, actor.federation),
        **pager(figure, chosen.period.code, part),
    }
    return render(request, "cases/channels/station_cases.html", page)
