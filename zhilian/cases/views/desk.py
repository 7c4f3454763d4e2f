"""The desk's pages of the spine: the list and the case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from zhilian.accounts.acting import acting
from zhilian.cases import permissions
from zhilian.cases.models import Case
from zhilian.cases.views.casepage import show
from zhilian.cases.views.listing import listing
from zhilian.cases.views.listwork import tools
from zhilian.core.powers import require


def case_list(request: HttpRequest) -> HttpResponse:
    """One page of the list, as the address asks for it."""
    actor = acting(request)
    require(actor, permissions.SEE_LIST)
    page = {**listing(actor, request.GET, timezone.now()), "takes_down": actor.has(permissions.TAKE_DOWN)}
    page |= tools(actor, request)
    return render(request, "cases/desk/list.html", page)


def case_page(request: HttpRequest, case: Case) -> HttpResponse:
    """One case with what is asked of the reader."""
    return show(request, case)
