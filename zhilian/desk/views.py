"""The public front page and each role's first page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def front(request: HttpRequest) -> HttpResponse:
    """What anybody sees first."""
    return render(request, "desk/front.html", {})


def home(request: HttpRequest) -> HttpResponse:
    """What is mine today."""
    return render(request, "desk/home.html", {})
