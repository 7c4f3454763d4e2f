"""代企业登记: at the counter or on the telephone, in one form."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhilian.accounts.acting import acting
from zhilian.accounts.parking import drop_parked, parked_data
from zhilian.cases import actions, permissions
from zhilian.cases.forms.take_down import UNKNOWN, TakeDownForm
from zhilian.cases.models import Case
from zhilian.cases.queries import firms_named, handling_units
from zhilian.cases.queries.named import kinds_on
from zhilian.cases.rules import Stage
from zhilian.cases.views.alike import firm_at_counter, look_first
from zhilian.cases.views.suggested import suggested
from zhilian.channels.queries import categories
from zhilian.core.actor import Actor
from zhilian.core.errors import Refusal
from zhilian.core.powers import require


@require_http_methods(["GET", "HEAD", "POST"])
def take_down(request: HttpRequest) -> HttpResponse:
    """Write down what a firm says. A button that looks up the firm's name does the same as typing it with a script."""
    actor = acting(request)
    require(actor, permissions.TAKE_DOWN)
    form, looking = _form(request, actor), "look_up" in request.POST
    sent = request.method == "POST" and not looking and form.is_valid()
    before = _before(request, form, actor) if sent else {}
    if sent and not before and (case := _received(form, actor)):
        messages.success(request, _("Taken down as %(number)s.") % {"number": case.number})
        return drop_parked(request, redirect(f"{reverse('case_slip', args=[case.number])}?new=1"))
    page = {**_page(request, form, actor, looking), **before}
    status = 200 if looking or before or request.method != "POST" else 422
    return render(request, "cases/desk/take_down.html", page, status=status)


def _before(request: HttpRequest, form: TakeDownForm, actor: Actor) -> dict[str, Any]:
    """What was told before and is worth a look; nothing where it is answered already, or told in confidence."""
    given = form.cleaned_data
    if given["answer"] or given["anonymous"] or given["complained_of"]:
        return {}
    return look_first(request, given["text"], firm_at_counter(request, actor), given["key"])


@require_safe
def firms(request: HttpRequest) -> HttpResponse:
    """The firms that the name typed so far may mean: a fragment of the form."""
    actor = acting(request)
    require(actor, permissions.TAKE_DOWN)
    words = request.GET.get("firm", "")
    return render(request, "cases/desk/_firms.html", _found(actor, words, chosen=""))


def _form(request: HttpRequest, actor: Actor) -> TakeDownForm:
    offered: dict[str, Any] = {
        "kinds": kinds_on(actor.federation, timezone.now()),
        "categories": list(categories(actor.federation)),
        "units": handling_units(actor.federation),
    }
    if request.method == "POST":
        return TakeDownForm(request.POST, request.FILES, **offered)
    kept = parked_data(request)
    return TakeDownForm(**offered, given=kept.dict() if kept else {"firm": request.GET.get("firm", "")})


def _received(form: TakeDownForm, actor: Actor) -> Case | None:
    """The case, answered at once if an answer was written; None with a sentence in the form where that fails."""
    given = form.cleaned_data
    found = firms_named(actor, given["firm"], given["enterprise"])
    told = form.told(actor, found)
    if form.is_undecided(found) or form.is_out_of_reach(told):
        return None
    try:
        case = _entered(told, given, actor)
    except Refusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return None
    if case.text != told.text:
        form.ask_again(case)
        return None
    return case


def _entered(told: actions.Intake, given: dict[str, Any], actor: Actor) -> Case:
    now = timezone.now()
    case = actions.receive(intake=told, key=given["key"], actor=actor, at=now, attachments=given["photos"])
    if given["answer"] and case.text == told.text and case.stage == Stage.SUBMITTED:
        answer = {"text": given["answer"], "result": given["result"] or "explained"}
        actions.answer_at_once(case=case, **answer, actor=actor, at=now)
    return case


def _page(request: HttpRequest, form: TakeDownForm, actor: Actor, looking: bool) -> dict[str, Any]:
    if looking:
        form.errors.clear()
    words, chosen = str(form["firm"].value() or ""), str(form["enterprise"].value() or "")
    return {"form": form, "looking": looking, "suggested": suggested(request, actor), **_found(actor, words, chosen)}


def _found(actor: Actor, words: str, chosen: str) -> dict[str, Any]:
    found = firms_named(actor, words, chosen) if words.strip() else []
    return {"firms": found, "words": words.strip(), "chosen": chosen, "unknown": UNKNOWN}
