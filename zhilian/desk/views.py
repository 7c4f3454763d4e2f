"""Each role's first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from zhilian.accounts.acting import acting
from zhilian.core.roles import Role
from zhilian.desk import home as homes
from zhilian.desk.firm_home import firm_home


def home(request: HttpRequest) -> HttpResponse:
    """What is mine today."""
    actor = acting(request)
    if actor.role == Role.ENTERPRISE_USER:
        return firm_home(request)
    if elsewhere := homes.address_of_admin(actor.role):
        return redirect(elsewhere)
    return render(request, "desk/home.html", homes.page(actor, timezone.now()))
