"""The firm adds what was missing: a page of its own for the link in a message, and where the form has a fault."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhilian.accounts.acting import acting
from zhilian.accounts.parking import drop_parked, parked_data
from zhilian.cases import actions, permissions
from zhilian.cases.forms.delay import SupplementForm
from zhilian.cases.models import Case
from zhilian.cases.queries.delay import supplements
from zhilian.cases.rules import Stage
from zhilian.cases.views.common import found
from zhilian.core.errors import Refusal
from zhilian.core.powers import require


@require_http_methods(["GET", "HEAD", "POST"])
def supplement(request: HttpRequest, number: str) -> HttpResponse:
    """What is missing, and the form to add it."""
    case, sent = found(request, number), request.method == "POST"
    require(acting(request), permissions.SUPPLEMENT)
    kept = None if sent else parked_data(request)
    initial = kept.dict() if kept else None
    form = SupplementForm(request.POST, request.FILES) if sent else SupplementForm(initial=initial)
    if sent and form.is_valid() and _added(request, case, form):
        return drop_parked(request, redirect("case", number))
    page = {"open": case.stage == Stage.SUPPLEMENT or sent, "kept": bool(kept), "missing": _missing(case)}
    page = {**page, "case": case, "form": form}
    return render(request, "cases/delay/supplement.html", page, status=form.status if sent else 200)


def _missing(case: Case) -> str:
    """What was last asked of the firm."""
    asked = [line for line in supplements(case) if line.verb == "case.ask_supplement"]
    return str(json.loads(asked[-1].facts)["text"]) if asked else ""


def _added(request: HttpRequest, case: Case, form: SupplementForm) -> bool:
    """Add it; a refusal becomes a sentence in the form."""
    given = form.cleaned_data
    actor, at = acting(request), timezone.now()
    try:
        actions.supplement(case=case, text=given["text"], attachments=given["photos"], actor=actor, at=at)
    except Refusal as refusal:
        form.add_error(None, str(refusal.sentence))
        form.status = refusal.status
        return False
    done = _("Thank you, it has been added. The federation goes on with your case.")
    messages.success(request, done, extra_tags=f"supplement-{case.number}")
    return True
