"""安全管理员: roles end, accounts are closed and reopened."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhilian.accounts import actions, permissions, queries
from zhilian.accounts.acting import acting
from zhilian.accounts.forms import CloseAccountForm, EndRoleForm
from zhilian.accounts.models import User
from zhilian.accounts.views.people import ORDER, done, pager
from zhilian.core.actor import Actor
from zhilian.core.paging import keyset_page
from zhilian.core.powers import require


@require_safe
def leavers(request: HttpRequest) -> HttpResponse:
    """Everybody with a role here today, to end one; and the closed accounts."""
    actor, today = acting(request), timezone.localdate()
    require(actor, permissions.END_ROLES)
    words = request.GET.get("words", "").strip()[:60]
    page = keyset_page(queries.people_named(actor, words, today), ORDER, request.GET.get("after", ""))
    shown = {"page": page, "words": words, "closed": queries.closed_accounts(actor, words), **pager(page, words=words)}
    return render(request, "accounts/leavers.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def role_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one role."""
    actor, today = acting(request), timezone.localdate()
    require(actor, permissions.END_ROLES)
    holding = queries.people_visible_to(actor, today).filter(pk=pk).first()
    if holding is None:
        raise Http404
    empty = queries.units_left_empty([holding])
    form = EndRoleForm(request.POST or None, empty=empty, initial={"last_day": today})
    if form.is_valid() and done(
        form, lambda: actions.end_role(holding=holding, actor=actor, at=timezone.now(), **form.cleaned_data)
    ):
        return _gone(request, _("The role of %(name)s ends."), holding.user, empty)
    page = {"form": form, "roles": [holding], "empty": empty, "title": _("End a role"), "button": _("End the role")}
    return render(request, "accounts/leave.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def account_close(request: HttpRequest, username: str) -> HttpResponse:
    """End every role of a person here and close the account."""
    actor = acting(request)
    person, roles = _person(actor, username)
    empty = queries.units_left_empty(roles)
    form = CloseAccountForm(request.POST or None, empty=empty)
    if form.is_valid() and done(
        form, lambda: actions.close_account(user=person, actor=actor, at=timezone.now(), **form.cleaned_data)
    ):
        return _gone(request, _("%(name)s holds no role here any more and cannot sign in."), person, empty)
    words = {"title": _("Close an account"), "button": _("Close the account")}
    page = {"form": form, "roles": roles, "empty": empty, **words}
    return render(request, "accounts/leave.html", page, status=422 if form.is_bound else 200)


@require_POST
def account_reopen(request: HttpRequest, username: str) -> HttpResponse:
    """Let a closed account be used again."""
    actor = acting(request)
    require(actor, permissions.END_ROLES)
    person = queries.person_here(actor, username)
    if person is None:
        raise Http404
    actions.reopen_account(user=person, actor=actor, at=timezone.now())
    words = _("%(name)s’s account is open again. The system administrator now gives it a role.")
    messages.success(request, words % {"name": person.name})
    return redirect("leavers")


def _person(actor: Actor, username: str) -> tuple[User, list[Any]]:
    """A person with a role here today, and the roles."""
    require(actor, permissions.END_ROLES)
    person = queries.person_here(actor, username)
    roles = list(queries.roles_here(actor, person, timezone.localdate())) if person else []
    if person is None or not roles:
        raise Http404
    return person, roles


def _gone(request: HttpRequest, sentence: str, person: User, empty: list[Any]) -> HttpResponse:
    messages.success(request, sentence % {"name": person.name})
    if empty:
        words = _("Nobody is left at %(units)s who could sign for cases. Please see to it that somebody gets the role.")
        messages.warning(request, words % {"units": ", ".join(unit.name for unit in empty)})
    return redirect("leavers")
