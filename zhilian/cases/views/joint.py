"""The joint meetings of all cases: which come, what was decided and is still to be done, which were held."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhilian.accounts.acting import acting
from zhilian.cases import actions, permissions, queries
from zhilian.cases.forms.joint import DecisionDoneForm
from zhilian.cases.queries import joint
from zhilian.cases.views.common import veiled
from zhilian.core.errors import Invalid
from zhilian.core.powers import require


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """会办会议: first what somebody must do, then what was."""
    actor, now = acting(request), timezone.now()
    require(actor, permissions.SEE_MEETINGS)
    page = {
        "ahead": joint.meetings_ahead(actor),
        "decisions": joint.open_decisions(actor),
        "held": joint.meetings_held(actor),
        "today": joint.today(now),
        "now": now,
        "unit": actor.organisation_id if actor.in_unit else 0,
    }
    return render(request, "cases/joint/meetings.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def decision_done(request: HttpRequest, pk: int) -> HttpResponse:
    """议定事项完成: what was decided, and a line on what has been done."""
    actor, now = acting(request), timezone.now()
    require(actor, permissions.DECISION_DONE)
    decision = joint.decision_for(actor, pk)
    if decision is None:
        raise Http404
    form = DecisionDoneForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _done(form, {"decision": decision, "actor": actor, "at": now}):
        messages.success(request, _("Noted as done."))
        return redirect("meetings")
    page = {"decision": decision, "form": form, "today": joint.today(now)}
    response = render(request, "cases/joint/decision.html", page, status=422 if form.is_bound else 200)
    return veiled(response, queries.veil(decision.meeting.case, actor))


def _done(form: DecisionDoneForm, who: dict[str, object]) -> bool:
    try:
        actions.decision_done(**who, note=form.cleaned_data["note"])  # type: ignore[arg-type]
    except Invalid as refusal:
        form.add_error("note", str(refusal.sentence))
        return False
    return True
