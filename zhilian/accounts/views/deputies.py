"""请假交接: who stands in for whom; a role is handed over, and taken back early."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhilian.accounts import actions, queries
from zhilian.accounts.acting import acting
from zhilian.accounts.forms import HandOverForm, WhoseForm
from zhilian.accounts.models import Delegation, RoleHolding
from zhilian.accounts.views.people import done, pager
from zhilian.core.errors import Forbidden
from zhilian.core.paging import keyset_page

ORDER = ("-since", "-pk")


@require_safe
def hand_overs(request: HttpRequest) -> HttpResponse:
    """What runs and is to come, and what is over."""
    actor, today = acting(request), timezone.localdate()
    if not queries.may_hand_over(actor):
        raise Forbidden(_("In your role there is nothing to hand over."))
    mine = set(queries.handed_over_by(actor, today).values_list("pk", flat=True))
    page = keyset_page(queries.delegations(actor), ORDER, request.GET.get("after", ""))
    rows = [(row, *row.state_on(today), _endable(row, mine, today)) for row in page.rows]
    shown = {"rows": rows, "may": bool(mine), "person_id": actor.person_id, **pager(page)}
    return render(request, "accounts/hand_overs.html", shown)


def _endable(row: Delegation, mine: set[int], today: date) -> bool:
    return row.ended_at is None and row.until >= today and row.holding_id in mine


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest) -> HttpResponse:
    """Hand a role over: whose, if there are several; then to whom, and for which days."""
    actor, today = acting(request), timezone.localdate()
    roles = queries.handed_over_by(actor, today)
    holding = _chosen(request, roles)
    if holding is None:
        return render(request, "accounts/hand_over_whose.html", {"form": WhoseForm(roles=roles)})
    form = HandOverForm(request.POST or None, deputies=queries.deputies_for(holding, today), today=today)
    if form.is_valid() and done(form, lambda: _hand_over(request, form, holding)):
        return redirect("hand_overs")
    page = {"form": form, "holding": holding, "own": holding.user_id == actor.user_id}
    return render(request, "accounts/hand_over.html", page, status=422 if form.is_bound else 200)


def _chosen(request: HttpRequest, roles: Any) -> RoleHolding | None:
    """The role asked for, or the only one; raises Forbidden where there is none, Http404 where it is not theirs."""
    wanted = request.GET.get("holding", "")
    if wanted:
        found: RoleHolding | None = roles.filter(pk=int(wanted)).first() if wanted.isdecimal() else None
        if found is None:
            raise Http404
        return found
    several = list(roles[:2])
    if not several:
        raise Forbidden(_("In this role there is nothing to hand over; what you stand in for is not handed on."))
    return several[0] if len(several) == 1 else None


def _hand_over(request: HttpRequest, form: HandOverForm, holding: RoleHolding) -> None:
    given = form.cleaned_data
    made = actions.hand_over(holding=holding, actor=acting(request), at=timezone.now(), **given)
    facts = {"name": holding.user.name, "deputy": made.deputy.name, "since": made.since, "until": made.until}
    messages.success(request, _("%(deputy)s stands in for %(name)s from %(since)s to %(until)s.") % facts)
    others = queries.stood_in_for(holding.user, made.since, made.until)
    if others:
        words = _("%(name)s stands in for %(others)s on these days; that is not handed on. Please arrange for it.")
        messages.warning(request, words % {"name": holding.user.name, "others": ", ".join(others)})


@require_POST
def hand_over_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Back early."""
    actor = acting(request)
    delegation = queries.delegations(actor).filter(pk=pk).first()
    if delegation is None:
        raise Http404
    actions.end_hand_over(delegation=delegation, actor=actor, at=timezone.now())
    messages.success(request, _("The hand-over has ended."))
    return redirect("hand_overs")
