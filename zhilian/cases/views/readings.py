"""敏感件查阅记录: who has read confidential cases, for the audit administrator; numbers, never contents."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from zhilian.accounts.acting import acting
from zhilian.cases import labels, permissions, queries
from zhilian.cases.forms.secrecy import ReadingsFilter
from zhilian.cases.models import Reading
from zhilian.cases.rules import Level
from zhilian.core.paging import keyset_page
from zhilian.core.powers import require
from zhilian.core.roles import Role

NEWEST = ("-id",)
WHERE = {
    "page": _("The case's page"),
    "slip": _("Slip"),
    "file": _("A file"),
    "sheet": _("A sheet"),
    "export": _("An export"),
}


@require_safe
def readings(request: HttpRequest) -> HttpResponse:
    """The reads, newest first, as the filter asks."""
    actor = acting(request)
    require(actor, permissions.SEE_READINGS)
    form = ReadingsFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    page = keyset_page(queries.readings(actor, **asked), NEWEST, request.GET.get("after", ""))
    kept = {name: value for name in form.fields if (value := request.GET.get(name, ""))}
    tokens = {"next": page.next_token, "previous": page.previous_token}
    links = {name: f"?{urlencode({**kept, 'after': token})}" if token else "" for name, token in tokens.items()}
    rows = [(row, *_words(row)) for row in page.rows]
    return render(request, "cases/secrecy/readings.html", {"rows": rows, "form": form, "asked": bool(kept), **links})


def _words(row: Reading) -> tuple[object, object, object]:
    """Role, level and place in words; the level is the one the case has now."""
    role = Role(row.role).label if row.role in Role.values else row.role
    return role, labels.LEVELS[Level(row.case.confidentiality)], WHERE.get(row.where, row.where)
