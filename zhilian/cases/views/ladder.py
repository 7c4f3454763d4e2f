"""督办阶梯: the federation's steps, changed from a day on, with what a change would mean for open cases."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhilian.accounts.acting import acting
from zhilian.cases import permissions
from zhilian.cases.actions.clocks import CLIMBED
from zhilian.cases.actions.ladder import derive
from zhilian.cases.actions.ladder_steps import end_step, set_step
from zhilian.cases.forms.ladder import RungForm
from zhilian.cases.models import LadderStep
from zhilian.cases.queries.ladder import ladder_rows, would_stand
from zhilian.cases.stairs import words
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid
from zhilian.core.numbers import SHANGHAI
from zhilian.core.powers import require


@require_safe
def ladder(request: HttpRequest) -> HttpResponse:
    """The steps in force, those to come, and those that were."""
    actor, now = acting(request), timezone.now()
    require(actor, permissions.SET_LADDER)
    rows = ladder_rows(actor.federation, now.astimezone(SHANGHAI).date())
    page = {name: [(row, words(row)) for row in found] for name, found in rows.items()}
    return render(request, "cases/ladder/ladder.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def ladder_step(request: HttpRequest, code: str = "") -> HttpResponse:
    """One step: filled in, looked at with what it would do, and then set."""
    actor, now = acting(request), timezone.now()
    require(actor, permissions.SET_LADDER)
    rows = ladder_rows(actor.federation, now.astimezone(SHANGHAI).date())
    known = next((row for row in (*rows["now"], *rows["coming"]) if row.code == code), None)
    if code and known is None:
        raise Http404
    form = RungForm(request.POST or None, rung=known.rung if known else None, at=now)
    if request.method == "POST" and form.is_valid() and (done := _sent(request, form, known, rows, actor)):
        return done
    return _shown(request, form, known)


def _shown(request: HttpRequest, form: RungForm, row: LadderStep | None, **more: Any) -> HttpResponse:
    page = {"form": form, "row": row, "when": words(row) if row else "", **more}
    return render(request, "cases/ladder/step.html", page, status=422 if form.errors else 200)


def _sent(
    request: HttpRequest, form: RungForm, row: LadderStep | None, rows: dict[str, list[LadderStep]], actor: Actor
) -> HttpResponse | None:
    """Looked at, or, confirmed, set; None with the form's errors where it is refused."""
    if not request.POST.get("confirmed"):
        return _shown(request, form, row, preview=_preview(form, row.code if row else "", actor))
    try:
        return _saved(request, form, row.code if row else _code(form, rows), actor)
    except Invalid as refusal:
        form.complain(refusal.fields, refusal.sentence)
        return None


def _saved(request: HttpRequest, form: RungForm, code: str, actor: Actor) -> HttpResponse:
    """Set, and every open case's next step derived anew."""
    at = timezone.now()
    if form.ending:
        end_step(code=code, valid_from=form.day, actor=actor, at=at)
    else:
        set_step(rung=form.wanted(code), valid_from=form.day, actor=actor, at=at)
    derive(actor.federation)
    messages.success(request, _("The ladder has been changed. The next step of every open case follows it."))
    return redirect("ladder")


def _preview(form: RungForm, code: str, actor: Actor) -> dict[str, Any]:
    """How many open cases would stand on the step already."""
    if form.ending:
        return {"ending": True}
    rung = form.wanted(code)
    count, whole = would_stand(actor.federation, rung, form.day, timezone.now(), sorted(CLIMBED))
    return {"when": words(rung), "day": form.day, "count": count, "whole": whole}


def _code(form: RungForm, rows: dict[str, list[LadderStep]]) -> str:
    """A name for a new step that no other has."""
    rung, taken = form.wanted(""), {row.code for found in rows.values() for row in found}
    name = f"{rung.act}-{rung.share}p" if rung.share is not None else f"{rung.act}-{rung.days}d"
    return next(one for one in (name, *(f"{name}-{n}" for n in range(2, 99))) if one not in taken)
