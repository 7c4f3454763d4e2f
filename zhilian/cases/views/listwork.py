"""Work on a list: many at once, an .xlsx of what the filter shows, filters of one's own."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhilian.accounts.acting import acting
from zhilian.cases import actions, permissions, queries
from zhilian.cases.forms.listwork import BulkForm
from zhilian.cases.lines import lines
from zhilian.cases.models import Case
from zhilian.cases.queries import listwork
from zhilian.cases.views.listing import read
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid
from zhilian.core.paging import keyset_page
from zhilian.core.powers import require
from zhilian.kit.spreadsheets import write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def tools(actor: Actor, request: HttpRequest) -> dict[str, Any]:
    """What the list's page offers beside its rows."""
    ticks = actor.has(permissions.DISPATCH) or actor.has(permissions.REMIND)
    query = _query(request.GET)
    return {
        "ticks": ticks,
        "may_gather": actor.has(permissions.POOL),
        "may_export": actor.has(permissions.EXPORT),
        "saved": [(one, one.query == query) for one in listwork.filters(actor)],
        "query": query,
        "at_once": listwork.AT_ONCE,
    }


def _query(asked: QueryDict) -> str:
    """The list's address without its page."""
    kept = {name: value for name, value in asked.items() if name != "after" and value}
    return urlencode(kept)


# ---- many at once


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """First what would happen to each case, then, confirmed, what happened."""
    actor, now = acting(request), timezone.now()
    require(actor, permissions.DISPATCH if request.POST.get("what") == "dispatch" else permissions.REMIND)
    cases = _wanted(request, actor)
    form = BulkForm(request.POST, cases=cases, actor=actor, at=now)
    if not cases:
        messages.warning(request, _("Please tick at least one case."))
        return redirect(f"{reverse('cases')}?{_from(request)}")
    if request.POST.get("confirmed") and form.is_valid():
        page = {"found": form.act(), "dispatching": form.dispatching, "query": _from(request)}
        return render(request, "cases/tools/bulk_done.html", page)
    page = {"form": form, "rows": form.rows(), "numbers": [case.number for case in cases], "query": _from(request)}
    return render(request, "cases/tools/bulk.html", page, status=422 if request.POST.get("confirmed") else 200)


def _wanted(request: HttpRequest, actor: Actor) -> list[Case]:
    """The cases ticked, or all the filter shows."""
    if request.POST.get("all"):
        wanted = read(actor, QueryDict(_from(request)).dict())
        found = listwork.all_shown(actor, wanted, timezone.now(), listwork.AT_ONCE - 1)
        return listwork.chosen(actor, [case.number for case in found])
    return listwork.chosen(actor, request.POST.getlist("number"))


def _from(request: HttpRequest) -> str:
    """The list one came from."""
    return _query(QueryDict(request.POST.get("query", "")[:500]))


# ---- out of the house


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """An .xlsx of exactly what the filter shows; who took it is kept."""
    actor, now = acting(request), timezone.now()
    require(actor, permissions.EXPORT)
    query = _from(request)
    wanted = read(actor, QueryDict(query).dict())
    cases = list(listwork.all_shown(actor, wanted, now, listwork.EXPORTED))
    if len(cases) > listwork.EXPORTED:
        told = _("These are more than %(most)s cases. Please narrow the filter; nothing was exported.")
        messages.warning(request, told % {"most": listwork.EXPORTED})
        return redirect(f"{reverse('cases')}?{query}")
    content = _sheet(cases, actor, wanted)
    actions.note_export(what="cases", query=query, content=content, cases=cases, actor=actor, at=now)
    response = HttpResponse(content, content_type=XLSX)
    name = f"cases-{timezone.localtime(now):%Y%m%d-%H%M}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _sheet(cases: list[Case], actor: Actor, wanted: queries.Wanted) -> bytes:
    """The rows as the list shows them, and at the end who took them when."""
    now = timezone.now()
    headings = [
        *(_("Number"), _("Title"), _("Firm"), _("Street"), _("Category"), _("Grade"), _("Stage"), _("Waits for")),
        *(_("Due"), _("Received on"), _("Closed on")),
    ]
    district = queries.district_of(actor, wanted.district)
    rows = [
        [
            *(one.number, one.title, one.firm, one.street, one.category, one.grade, one.stage_label, one.waits),
            *(one.due, one.received, _day(case.closed_at)),
        ]
        for one, case in zip(lines(cases, actor, now, district), cases, strict=True)
    ]
    told = _("Exported by %(name)s (%(organisation)s) at %(at)s, %(rows)s rows. For work only.")
    facts = {"name": actor.name, "organisation": actor.organisation_name, "rows": len(rows)}
    mark = told % {**facts, "at": timezone.localtime(now).strftime("%Y-%m-%d %H:%M")}
    target = BytesIO()
    write_xlsx(target, headings, [*rows, [], [mark]], title=str(_("Cases")))
    return target.getvalue()


def _day(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d") if moment else ""


@require_safe
def export_log(request: HttpRequest) -> HttpResponse:
    """导出记录: what was taken out of the house."""
    actor = acting(request)
    require(actor, permissions.SEE_EXPORTS)
    found = keyset_page(listwork.exports(actor), ("-id",), request.GET.get("after", ""))
    links: Mapping[str, str] = {"next": found.next_token, "previous": found.previous_token}
    page = {name: f"?after={token}" if token else "" for name, token in links.items()}
    return render(request, "cases/tools/exports.html", {"rows": found.rows, **page})


# ---- filters of one's own


@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keep the list's address under a name."""
    query = _from(request)
    try:
        actions.save_filter(name=request.POST.get("name", ""), query=query, actor=acting(request), at=timezone.now())
        messages.success(request, _("Kept among your filters."))
    except Invalid as refusal:
        messages.warning(request, str(refusal.sentence))
    return redirect(f"{reverse('cases')}?{query}")


@require_POST
def remove_filter(request: HttpRequest, key: int) -> HttpResponse:
    """Take a filter of one's own away."""
    if key >= 2**63 or not actions.remove_filter(key=key, actor=acting(request), at=timezone.now()):
        raise Http404
    messages.success(request, _("Removed from your filters."))
    return redirect("cases")
