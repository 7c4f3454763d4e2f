"""Taking a step: the form comes in, one action is done, the page says what follows."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from zhilian.accounts.acting import acting
from zhilian.accounts.parking import drop_parked, parked_data
from zhilian.cases.forms.desk import StepForm
from zhilian.cases.models import Case
from zhilian.cases.queries import case_or_none
from zhilian.cases.views.alike import begun_alike
from zhilian.cases.views.casepage import show
from zhilian.cases.views.common import found
from zhilian.cases.views.notes import begun
from zhilian.cases.views.steps import STEPS, Step, fresh
from zhilian.core.errors import Invalid, NotPossible
from zhilian.core.powers import require


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, number: str, noun: str) -> HttpResponse:
    """GET: the case's page with this step unfolded. POST: take the step; 422 and 409 keep what was typed."""
    case, chosen, actor, at = found(request, number), STEPS[noun], acting(request), timezone.now()
    require(actor, chosen.power)
    if request.method != "POST":
        begins = _kept(request) or begun(request, case, noun) or begun_alike(request, case, noun)
        return show(request, case, noun=noun, initial=begins)
    form = fresh(chosen, case, actor, at, request.POST, request.FILES)
    try:
        if form.is_valid():
            form.act()
            return drop_parked(request, _onward(request, case, chosen, form))
    except Invalid as refusal:
        _complain(form, refusal)
    except NotPossible as refusal:
        return _overtaken(request, case, form, refusal)
    return show(request, case, noun=noun, shown=form, status=422)


def _kept(request: HttpRequest) -> dict[str, Any] | None:
    kept = parked_data(request)
    return kept.dict() if kept else None


def _complain(form: StepForm, refusal: Invalid) -> None:
    name = next((name for name in refusal.fields if name in form.fields), None)
    form.add_error(name, str(refusal.sentence))


def _overtaken(request: HttpRequest, case: Case, form: StepForm, refusal: NotPossible) -> HttpResponse:
    """The page as the case stands now, with who was faster and a copy of what was typed."""
    current = case_or_none(acting(request), case.number)
    if current is None:  # nor may this person see it any more
        raise refusal
    return show(request, current, overtaken=refusal.sentence, typed=form.typed, status=409)


def _onward(request: HttpRequest, case: Case, chosen: Step, form: StepForm) -> HttpResponseRedirect:
    """To the case if the actor may still see it, else to the list; what was typed is no draft any more."""
    messages.success(request, str(form.done or chosen.done), extra_tags=chosen.draft_of(case))
    seen = case_or_none(acting(request), case.number)
    return redirect("case", case.number) if seen else HttpResponseRedirect(reverse("cases"))
