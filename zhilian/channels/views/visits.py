"""来访登记: a station's clerk writes down who came and for what; the federation reads all of it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhilian.accounts.acting import acting
from zhilian.accounts.parking import drop_parked, parked_data
from zhilian.channels import actions, permissions, queries
from zhilian.channels.forms.visits import UNKNOWN, VisitForm, VisitNoteForm
from zhilian.channels.models import Station
from zhilian.channels.queries.visits import VISIT_ORDER
from zhilian.channels.words import period_words
from zhilian.core.actor import Actor
from zhilian.core.errors import Refusal
from zhilian.core.paging import keyset_page
from zhilian.core.powers import require
from zhilian.kit.periods import MONTH, Period, period_of, read_period


@require_http_methods(["GET", "HEAD", "POST"])
def visits(request: HttpRequest) -> HttpResponse:
    """The clerk's form above the month's visits; a button looks the firm up where no script does."""
    actor = acting(request)
    require(actor, permissions.RECORD_VISIT if request.method == "POST" else permissions.SEE_VISITS)
    form, looking = _form(request, actor), "look_up" in request.POST
    if request.method == "POST" and not looking and form.is_valid() and _recorded(form, actor):
        messages.success(request, _("The visit is recorded."))
        return drop_parked(request, redirect("visits"))
    status = 422 if request.method == "POST" and not looking else 200
    page = {**_list(request, actor), "form": form, "looking": looking, **_firms(actor, form, looking)}
    return render(request, "channels/visits.html", page, status=status)


@require_safe
def visit_firms(request: HttpRequest) -> HttpResponse:
    """The firms that the name typed so far may mean: a fragment of the form."""
    actor = acting(request)
    require(actor, permissions.RECORD_VISIT)
    return render(request, "channels/_visit_firms.html", _found(actor, request.GET.get("firm", ""), ""))


@require_http_methods(["GET", "HEAD", "POST"])
def visit_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Add to a visit what was forgotten or wrong."""
    actor = acting(request)
    require(actor, permissions.RECORD_VISIT)
    visit = queries.visit_or_none(actor, pk)
    if visit is None:
        raise Http404
    form = VisitNoteForm(request.POST or None)
    if form.is_valid() and _noted(form, visit, actor):
        messages.success(request, _("Saved."))
        return redirect("visits")
    page = {"form": form, "visit": visit, "notes": queries.notes_of(visit)}
    return render(request, "channels/visit_note.html", page, status=422 if form.is_bound else 200)


def _noted(form: VisitNoteForm, visit: Any, actor: Actor) -> bool:
    try:
        actions.note_on_visit(visit=visit, actor=actor, at=timezone.now(), **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return False
    return True


def _form(request: HttpRequest, actor: Actor) -> VisitForm:
    if request.method == "POST":
        return VisitForm(request.POST)
    kept, now = parked_data(request), timezone.localtime().replace(second=0, microsecond=0)
    return VisitForm(given=kept.dict() if kept else {"visited_at": now})


def _recorded(form: VisitForm, actor: Actor) -> bool:
    given = form.cleaned_data
    firms = queries.firms_named(actor, given["firm"], given["enterprise"])
    if form.is_undecided(firms):
        return False
    try:
        actions.record_visit(visit=form.facts(firms), key=given["key"], actor=actor, at=timezone.now())
    except Refusal as refusal:
        named = [name for name in getattr(refusal, "fields", ()) if name in form.fields]
        form.add_error(named[0] if named else None, str(refusal.sentence))
        return False
    return True


def _firms(actor: Actor, form: VisitForm, looking: bool) -> dict[str, Any]:
    """The firms that the form may mean, with what a look-up alone does not complain about taken off."""
    if looking:
        form.errors.clear()
    may = actor.has(permissions.RECORD_VISIT)
    found = _found(actor, str(form["firm"].value() or ""), str(form["enterprise"].value() or "")) if may else {}
    return {**found, "may_record": may}


def _found(actor: Actor, words: str, chosen: str) -> dict[str, Any]:
    found = queries.firms_named(actor, words, chosen) if words.strip() else []
    return {"firms": found, "words": words.strip(), "chosen": chosen, "unknown": UNKNOWN}


def _list(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """One period of visits, usually a month, with its figures and the ways to the periods beside it."""
    today = timezone.localdate()
    period, offered = read_period(request.GET.get("period", "")) or period_of(today, MONTH), _stations(actor)
    station = next((one for one in offered if one.organisation.code == request.GET.get("station")), None)
    rows = queries.visits(actor, period, station)
    page = keyset_page(rows, VISIT_ORDER, request.GET.get("after", ""))
    return {
        "rows": page.rows,
        "period": period,
        "period_words": period_words(period),
        "stations": [(one.organisation.code, str(one), one == station) for one in offered],
        "purposes": queries.counted_by_purpose(actor, period, station),
        "earlier": _address(period.shifted(-1), station),
        "later": _address(period.shifted(1), station) if period.end <= today else "",
        "next": _address(period, station, page.next_token) if page.next_token else "",
        "previous": _address(period, station, page.previous_token) if page.previous_token else "",
    }


def _stations(actor: Actor) -> list[Station]:
    return list(queries.stations_of(actor))


def _address(period: Period, station: Station | None, after: str = "") -> str:
    named = {"period": period.code, "station": station.organisation.code if station else "", "after": after}
    return f"?{urlencode({name: value for name, value in named.items() if value})}"
