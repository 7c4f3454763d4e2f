"""审计管理员: the trail, whether its chain holds, and its export."""

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from zhilian.accounts import actions, permissions, queries
from zhilian.accounts.acting import acting
from zhilian.accounts.forms import TrailFilter
from zhilian.accounts.trail import sentence_of
from zhilian.accounts.views.people import pager
from zhilian.core.models import Federation
from zhilian.core.paging import keyset_page
from zhilian.core.powers import require
from zhilian.core.queries import trail_lines
from zhilian.core.veil import veil_entries, veil_lines

ORDER = ("-seq",)


@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """The lines, newest first, as the filter asks; whom a veil hides is not found by name either."""
    actor = acting(request)
    require(actor, permissions.SEE_TRAIL)
    form = TrailFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    page = keyset_page(queries.trail_found(actor, **asked), ORDER, request.GET.get("after", ""))
    kept = {name: request.GET.get(name, "") for name in form.fields}
    name = asked.get("name", "")
    lines = [line for line in veil_entries(page.rows) if name in ("", line.actor_name)]
    shown = {"lines": [(line, sentence_of(line)) for line in lines], "form": form, **pager(page, **kept)}
    return render(request, "accounts/trail.html", shown)


@require_safe
def trail_check(request: HttpRequest) -> HttpResponse:
    """Walk the whole chain and say whether it holds."""
    actor = acting(request)
    require(actor, permissions.SEE_TRAIL)
    checked = queries.checked_chain(actor.federation, settings.TRAIL_KEY)
    return render(request, "accounts/trail_check.html", {"checked": checked, "now": timezone.now()})


@require_POST
def trail_export(request: HttpRequest) -> StreamingHttpResponse:
    """All lines as JSON, one to a line, confidential ones veiled, to be kept and checked; the trail says who did."""
    actor, now = acting(request), timezone.now()
    require(actor, permissions.SEE_TRAIL)
    actions.trail_exported(actor=actor, at=now)
    response = StreamingHttpResponse(_as_text(actor.federation), content_type="application/jsonl; charset=utf-8")
    name = f"trail-{actor.federation.code}-{timezone.localtime(now):%Y%m%d-%H%M}.jsonl"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _as_text(federation: Federation) -> Iterator[str]:
    line: dict[str, Any]
    for line in veil_lines(trail_lines(federation)):
        yield json.dumps(line, ensure_ascii=False) + "\n"
