"""The registry: the list for dispatcher, clerk and leader, a firm's page, and the form behind both."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhilian.accounts.parking import parked_data
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid
from zhilian.core.paging import keyset_page
from zhilian.core.powers import require
from zhilian.core.queries import streets
from zhilian.members import actions, permissions, queries
from zhilian.members.forms import EnterpriseForm, FilterForm, initial_of
from zhilian.members.models import Enterprise
from zhilian.members.panels import panels_for
from zhilian.members.present import chips, compared, facts_rows, history


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """The list; while somebody types, only its rows come back."""
    actor = _reader(request)
    form = FilterForm(streets(actor.federation), request.GET)
    given = form.given()
    rows = queries.listed(actor, given.get("q", ""), given.get("street", ""), given.get("lacking", ""))
    page = keyset_page(rows, ("sort_key", "id"), request.GET.get("after", ""))
    context = {"page": page, "form": form, "chips": chips(form, request.GET), **_may(actor)}
    response = render(request, "members/_rows.html" if _asks_for_rows(request) else "members/list.html", context)
    response.headers["Vary"] = "HX-Request, Cookie"
    return response


@require_safe
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """One firm: what is known, what is missing, who speaks for it, what happened."""
    actor = _reader(request)
    enterprise = _enterprise(actor, pk)
    context = {
        "enterprise": enterprise,
        "facts": facts_rows(enterprise),
        "contacts": enterprise.contacts.all(),
        "speakers": queries.speakers_of(enterprise),
        "history": list(history(queries.history_of(enterprise)[:20])),
        "panels": list(panels_for(actor, enterprise)),
        **_may(actor),
    }
    return render(request, "members/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def member_new(request: HttpRequest) -> HttpResponse:
    """Enter a firm."""
    actor = _editor(request)
    form = _form(request, actor, {"is_member": True, "name": request.GET.get("name", "")})
    if request.method == "POST" and form.is_valid():
        try:
            enterprise = actions.add_enterprise(
                facts=form.facts(), contact=form.contact_facts(), actor=actor, at=timezone.now()
            )
        except Invalid as invalid:
            _refuse(form, invalid)
        else:
            messages.success(request, _("The enterprise has been added."))
            return redirect("member", enterprise.pk)
    return render(request, "members/form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def member_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a firm; who was overtaken sees what the registry says now, and keeps what was typed."""
    actor = _editor(request)
    enterprise = _enterprise(actor, pk)
    initial = initial_of(enterprise, queries.primary_contact(enterprise))
    form, status = _form(request, actor, initial), 422 if request.method == "POST" else 200
    context: dict[str, Any] = {"enterprise": enterprise}
    if request.method == "POST" and form.is_valid():
        try:
            _change(form, enterprise, actor, request.POST.get("seen_at", ""))
            return _saved(request, pk)
        except Invalid as invalid:
            _refuse(form, invalid)
            context["compared"], status = compared(form, initial), invalid.status
    return render(request, "members/form.html", {**context, "form": form}, status=status)


def _saved(request: HttpRequest, pk: int) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("member", pk)


def _change(form: EnterpriseForm, enterprise: Enterprise, actor: Actor, seen_at: str) -> None:
    actions.change_enterprise(
        enterprise=enterprise,
        facts=form.facts(),
        contact=form.contact_facts(),
        actor=actor,
        at=timezone.now(),
        seen_at=_moment(seen_at),
    )


def _moment(text: str) -> Any:
    try:
        return parse_datetime(text)
    except ValueError:
        return None


def _form(request: HttpRequest, actor: Actor, initial: dict[str, Any]) -> EnterpriseForm:
    """The form as posted; else as the registry has it, with what was typed before a lost session over it."""
    if request.method == "POST":
        return EnterpriseForm(streets(actor.federation), request.POST, initial=initial)
    parked = parked_data(request)
    return EnterpriseForm(streets(actor.federation), initial={**initial, **(parked.dict() if parked else {})})


def _refuse(form: EnterpriseForm, invalid: Invalid) -> None:
    """Put the refusal beside the field it is about."""
    names = [name for name in invalid.fields if name in form.fields]
    form.add_error(names[0] if names else None, str(invalid.sentence))


def _may(actor: Actor) -> dict[str, bool]:
    """What the pages offer this person."""
    return {
        "sees_phone": actor.has(permissions.SEE_PHONE),
        "may_edit": actor.has(permissions.EDIT_ENTERPRISE),
        "may_import": actor.has(permissions.IMPORT_MEMBERS),
    }


def _reader(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, permissions.SEE_REGISTRY)
    return actor


def _editor(request: HttpRequest) -> Actor:
    actor = _reader(request)
    require(actor, permissions.EDIT_ENTERPRISE)
    return actor


def _enterprise(actor: Actor, pk: int) -> Enterprise:
    found = queries.enterprise_of(actor, pk)
    if found is None:
        raise Http404
    return found


def _asks_for_rows(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Target") == "rows"
