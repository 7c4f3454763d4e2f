"""Each role's first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """What is mine today."""
    return render(request, "desk/home.html", {})
