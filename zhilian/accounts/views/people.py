"""系统管理员: who has an account here, and which roles they hold."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhilian.accounts import permissions, queries
from zhilian.accounts.acting import acting
from zhilian.accounts.actions import add_person_in_role, give_role
from zhilian.accounts.forms import PersonForm, RoleForm
from zhilian.core.errors import Refusal
from zhilian.core.paging import keyset_page
from zhilian.core.powers import require

ORDER = ("organisation_id", "user__username", "pk")


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with a role here."""
    actor = acting(request)
    require(actor, permissions.MANAGE_PEOPLE)
    words = request.GET.get("words", "").strip()[:60]
    page = keyset_page(queries.people_named(actor, words), ORDER, request.GET.get("after", ""))
    return render(request, "accounts/people.html", {"page": page, "words": words, **pager(page, words=words)})


@require_http_methods(["GET", "HEAD", "POST"])
def new_person(request: HttpRequest) -> HttpResponse:
    """A new account with its first role."""
    actor = acting(request)
    require(actor, permissions.MANAGE_PEOPLE)
    form = PersonForm(request.POST or None, actor=actor)
    if form.is_valid() and done(form, lambda: add_person_in_role(**form.given(), actor=actor, **moment())):
        messages.success(request, _("The account has been opened."))
        return redirect("people")
    page = {"form": form, "title": _("Open an account"), "button": _("Open the account")}
    return render(request, "accounts/person.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def new_role(request: HttpRequest, username: str) -> HttpResponse:
    """One more role for a person."""
    actor = acting(request)
    require(actor, permissions.MANAGE_PEOPLE)
    person = queries.person_here(actor, username)
    if person is None:
        raise Http404
    form = RoleForm(request.POST or None, actor=actor, holder=person)
    if form.is_valid() and done(
        form, lambda: give_role(user=person, federation=actor.federation, **form.given(), actor=actor, **moment())
    ):
        messages.success(request, _("The role has been given."))
        return redirect("people")
    page = {"form": form, "title": _("Give %(name)s a role") % {"name": person.name}, "button": _("Give the role")}
    return render(request, "accounts/person.html", page, status=422 if form.is_bound else 200)


def done(form: Any, act: Any) -> bool:
    """Act; a refusal is written into the form, at its field where it names one."""
    try:
        act()
    except Refusal as refusal:
        named = next((name for name in getattr(refusal, "fields", ()) if name in form.fields), None)
        form.add_error(named, str(refusal.sentence))
        return False
    return True


def moment() -> dict[str, Any]:
    """The time of a change and the day from which it holds."""
    now = timezone.now()
    return {"at": now, "since": timezone.localdate(now)}


def pager(page: Any, **kept: str) -> dict[str, str]:
    """The addresses of the pages before and after, with what the list is filtered by."""
    asked = {name: value for name, value in kept.items() if value}
    return {
        "next": f"?{urlencode({**asked, 'after': page.next_token})}" if page.next_token else "",
        "previous": f"?{urlencode({**asked, 'after': page.previous_token})}" if page.previous_token else "",
    }
