"""热点问题: the list, one issue with its curve and its cases, and what people say of it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhilian.accounts.acting import acting
from zhilian.cases import permissions
from zhilian.cases.actions import hot_words as actions
from zhilian.cases.forms.hot import AsideForm, NameForm
from zhilian.cases.hot_present import TONES, chart, hot_list_paper, parts_in_words, points, spark
from zhilian.cases.lines import lines
from zhilian.cases.models import HotIssue
from zhilian.cases.present import timeline
from zhilian.cases.queries import case_or_none, hot, pool
from zhilian.cases.rules import MOVES
from zhilian.cases.views.sheets import paper_file
from zhilian.core.errors import Invalid
from zhilian.core.numbers import SHANGHAI
from zhilian.core.paging import keyset_page
from zhilian.core.powers import require
from zhilian.core.queries import trail_of

SPARK_DAYS, CURVE_DAYS, ON_PAPER = 30, 60, 20
NEWEST = ("-received_at", "-id")


@require_safe
def hot_list(request: HttpRequest) -> HttpResponse:
    """The issues, the hottest first."""
    actor, now = acting(request), timezone.now()
    require(actor, permissions.SEE_HOT)
    view = request.GET.get("view", "all")
    view = view if view in hot.VIEWS else "all"
    issues = [one for one in hot.hot_list(actor, view) if one.seen]  # type: ignore[attr-defined]
    since = _today(now) - timedelta(days=SPARK_DAYS - 1)
    days = hot.days_of(issues, since)
    top = max((one.heat for one in issues), default=0) or 1
    page = {
        "rows": [_row(one, spark(days[one.pk], since, SPARK_DAYS), top) for one in issues],
        "tabs": [{"label": label, "url": f"?view={code}", "current": code == view} for code, label in _views()],
        "view": view,
        "stamp": hot.stamp_of(actor.federation),
        "window": hot.WINDOW.days,
        "days": SPARK_DAYS,
    }
    return render(request, "cases/hot/list.html", page)


def _views() -> list[tuple[str, str]]:
    names = {
        "all": _("All"),
        "new": pgettext("hot issue", "New"),
        "rising": pgettext("hot issue", "Rising"),
        "cooling": pgettext("hot issue", "Cooling"),
        "aside": pgettext("hot issue", "Laid aside"),
    }
    return [(code, names[code]) for code in hot.VIEWS]


def _row(issue: HotIssue, drawn: Any, top: float) -> dict[str, Any]:
    return {"issue": issue, "spark": drawn, "tone": TONES[issue.state], "share": round(100 * issue.heat / top)}


def _today(now: datetime) -> date:
    return now.astimezone(SHANGHAI).date()


@require_safe
def hot_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """One issue."""
    issue = _found(request, pk)
    if issue.joined_id:
        return redirect("hot_issue", issue.joined_id)
    return _show(request, issue)


def _found(request: HttpRequest, pk: int) -> HotIssue:
    actor = acting(request)
    require(actor, permissions.SEE_HOT)
    issue = hot.hot_issue(actor, pk) if pk < 2**63 else None
    if issue is None:
        raise Http404
    return issue


def _show(request: HttpRequest, issue: HotIssue, *, status: int = 200, **forms: Form) -> HttpResponse:
    actor, now = acting(request), timezone.now()
    found = keyset_page(hot.cases_of_hot(issue, actor), NEWEST, request.GET.get("after", ""))
    since = max(_today(now) - timedelta(days=CURVE_DAYS - 1), issue.first_at.astimezone(SHANGHAI).date())
    days = hot.days_of([issue], since)[issue.pk]
    acts = actor.has(permissions.POOL)
    page = {
        "issue": issue,
        "tone": TONES[issue.state],
        "why": parts_in_words(issue),
        "points": points(issue),
        "curve": chart(days, since, _today(now)),
        "spread": hot.spread(issue, actor),
        "systemic": hot.systemic_behind(issue, actor),
        "rows": lines(found.rows, actor, now, actor.federation),
        "acts": acts,
        "hangable": MOVES["hang"].sources,
        "issues": list(pool.open_issues(actor)) if acts else [],
        "name_form": forms.get("name") or NameForm(initial={"name": issue.name}),
        "aside_form": forms.get("aside") or AsideForm(),
        "timeline": timeline(trail_of(issue), for_firm=False)[::-1],
        "next": f"?after={found.next_token}" if found.next_token else "",
        "previous": f"?after={found.previous_token}" if found.previous_token else "",
    }
    return render(request, "cases/hot/issue.html", page, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def hot_name(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name."""
    return _said(request, pk, "name", NameForm, actions.rename_hot, _("Renamed."))


@require_http_methods(["GET", "HEAD", "POST"])
def hot_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """It is none."""
    return _said(request, pk, "aside", AsideForm, actions.set_aside_hot, _("Laid aside."))


def _said(
    request: HttpRequest, pk: int, name: str, form_class: type[Form], act: Callable[..., None], done: str
) -> HttpResponse:
    """One of the two forms: 422 keeps what was typed."""
    issue = _found(request, pk)
    require(acting(request), permissions.POOL)
    form = form_class(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _show(request, issue, status=422 if form.is_bound else 200, **{name: form})
    try:
        act(issue=issue, actor=acting(request), at=timezone.now(), **form.cleaned_data)
    except Invalid as refusal:
        form.add_error(None, str(refusal.sentence))
        return _show(request, issue, status=422, **{name: form})
    messages.success(request, done)
    return redirect("hot_issue", pk)


@require_POST
def hot_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Into the list again."""
    actions.bring_back_hot(issue=_found(request, pk), actor=acting(request), at=timezone.now())
    messages.success(request, _("Back in the list."))
    return redirect("hot_issue", pk)


@require_POST
def hot_take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """A case that does not belong here."""
    issue, actor = _found(request, pk), acting(request)
    case = case_or_none(actor, request.POST.get("out", ""))
    if case is None:
        raise Http404
    actions.take_out_of_hot(issue=issue, case=case, actor=actor, at=timezone.now())
    messages.success(request, _("Case %(number)s no longer counts here.") % {"number": case.number})
    return redirect("hot_issue", pk)


@require_safe
def hot_paper(request: HttpRequest, form: str) -> HttpResponse:
    """The list on paper, for the bulletin."""
    actor, now = acting(request), timezone.now()
    require(actor, permissions.SEE_HOT)
    paper = hot_list_paper(hot.hot_list(actor)[:ON_PAPER], actor, now)
    response = paper_file(request, paper, form, reverse("hot_issues"), _("Hot issues"))
    if request.method == "GET" and response.status_code == 200:
        actions.take_out_hot_list(form=form, actor=actor, at=now)
    return response
