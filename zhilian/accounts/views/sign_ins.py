"""安全管理员: attempts to sign in, and accounts that are locked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhilian.accounts import actions, permissions, queries
from zhilian.accounts.acting import acting
from zhilian.accounts.signin import locked_among
from zhilian.accounts.views.people import pager
from zhilian.core.paging import keyset_page
from zhilian.core.powers import POWERS, require
from zhilian.core.roles import Role

ORDER = ("-at", "-pk")


@require_safe
def sign_ins(request: HttpRequest) -> HttpResponse:
    """The latest attempts for accounts of this federation; locked accounts first."""
    actor, now = acting(request), timezone.now()
    require(actor, permissions.SEE_SIGN_INS)
    username = request.GET.get("username", "").strip()[:60]
    rows = queries.recent_sign_ins(actor.federation)
    page = keyset_page(rows.filter(username=username) if username else rows, ORDER, request.GET.get("after", ""))
    shown = {"page": page, "username": username, "locked": locked_among(rows, now), **pager(page, username=username)}
    return render(request, "accounts/sign_ins.html", shown)


@require_POST
def unlock(request: HttpRequest) -> HttpResponse:
    """Let a locked account try again."""
    actor = acting(request)
    require(actor, permissions.UNLOCK)
    username = request.POST.get("username", "")
    if queries.person_here(actor, username):
        actions.unlock(username=username, actor=actor, at=timezone.now())
        messages.success(request, _("%(username)s can sign in again.") % {"username": username})
    return redirect("sign_ins")


@require_safe
def powers(request: HttpRequest) -> HttpResponse:
    """Which role may do what: the table the house itself asks."""
    require(acting(request), permissions.SEE_POWERS)
    rows = [(one.label, [role in one.roles for role in Role]) for one in POWERS.values()]
    return render(request, "accounts/powers.html", {"roles": [role.label for role in Role], "rows": rows})
