"""受理回执: the slip a firm takes home from the counter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhilian.accounts.acting import acting
from zhilian.cases import permissions
from zhilian.cases.present import chip
from zhilian.cases.views.common import found, veiled
from zhilian.core.queries import calendar_of


@require_safe
def slip(request: HttpRequest, number: str) -> HttpResponse:
    """One sheet of paper: number, words, who acts next by when, where to ask."""
    case, now = found(request, number), timezone.now()
    page = {
        "case": case,
        "now": now,
        "running": chip(case, now, calendar_of(case.federation)),
        "sees_contact": acting(request).has(permissions.SEE_PHONE),
        "new": "new" in request.GET,
        "back_url": reverse("case", args=[case.number]),
    }
    return veiled(render(request, "cases/desk/slip.html", page), case)
