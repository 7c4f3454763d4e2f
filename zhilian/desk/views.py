"""Each role's first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhilian.accounts.acting import acting
from zhilian.core.roles import Role
from zhilian.desk.firm_home import firm_home


def home(request: HttpRequest) -> HttpResponse:
    """What is mine today."""
    if acting(request).role == Role.ENTERPRISE_USER:
        return firm_home(request)
    return render(request, "desk/home.html", {})
