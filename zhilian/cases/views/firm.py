"""The firm's pages: telling a difficulty, following it, rating the answer, taking it back."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhilian.accounts.acting import acting
from zhilian.accounts.parking import drop_parked, parked_data
from zhilian.cases import actions, permissions, present, promise, queries
from zhilian.cases.forms.firm import IntakeForm, RatingForm, WithdrawalForm
from zhilian.cases.models import Case, Deadline
from zhilian.cases.queries.delay import standstills
from zhilian.cases.queries.named import kinds_on
from zhilian.cases.rules import MAX_REWORKS, WATCHED, Stage
from zhilian.cases.views.alike import look_first
from zhilian.cases.views.common import found
from zhilian.cases.views.panel_table import FIRM
from zhilian.cases.views.panels import filled
from zhilian.cases.views.suggested import suggested
from zhilian.channels.queries import category_list
from zhilian.channels.words import category_name
from zhilian.core.actor import Actor
from zhilian.core.errors import Refusal
from zhilian.core.paging import Page, keyset_page
from zhilian.core.powers import require
from zhilian.core.queries import calendar_of
from zhilian.members.queries import own_enterprises

PAGE = 20  # cards
NEWEST_FIRST = ("-received_at", "-id")


# ---- telling


@require_http_methods(["GET", "POST"])
def intake(request: HttpRequest) -> HttpResponse:
    """Tell a difficulty: one form, whose first field is all that is needed."""
    actor = acting(request)
    require(actor, permissions.SUBMIT)
    form, kept = _intake_form(request, actor)
    if not form.firms:
        return render(request, "cases/firm/no_firm.html")
    before = _before(request, form, actor) if form.is_valid() else {}
    if form.is_valid() and not before and (case := _received(form, actor)):
        return drop_parked(request, redirect("case_received", case.number))
    page = {"form": form, "kept": kept, "suggested": suggested(request, actor), "more": _more(form), **before}
    return render(request, "cases/firm/intake.html", page, status=200 if before else _status(form))


def _intake_form(request: HttpRequest, actor: Actor) -> tuple[IntakeForm, bool]:
    """The form, and whether it holds what was typed before the session was lost."""
    offered: dict[str, Any] = {
        "kinds": kinds_on(actor.federation, timezone.now()),
        "categories": category_list(actor.federation),
        "units": queries.handling_units(actor.federation),
    }
    firms = list(own_enterprises(actor))
    if request.method == "POST":
        return IntakeForm(request.POST, request.FILES, firms=firms, **offered), False
    kept = parked_data(request)
    given = {name: kept.get(name) for name in kept or {} if name in IntakeForm.base_fields} if kept else {}
    given.setdefault("category", request.GET.get("category", ""))
    return IntakeForm(firms=firms, given=given, **offered), kept is not None


def _before(request: HttpRequest, form: IntakeForm, actor: Actor) -> dict[str, Any]:
    """What was told before and is worth a look; nothing for a form sent twice, nor for what is told in confidence."""
    told, now = form.told(), timezone.now()
    if told.complained_of or told.confidentiality in WATCHED:
        return {}
    found = look_first(request, told.text, told.enterprise, form.cleaned_data["key"])
    again = found and queries.told_before(actor, told.enterprise, told.text, [], now, level=told.confidentiality)
    return {} if again else found


def _received(form: IntakeForm, actor: Actor) -> Case | None:
    """The case; None, with a sentence in the form, when this very form has told something else before."""
    told, now = form.told(), timezone.now()
    given = form.cleaned_data
    names = [one.name for one in given["photos"]]
    if earlier := queries.told_before(actor, told.enterprise, told.text, names, now, level=told.confidentiality):
        return earlier
    case = actions.receive(intake=told, key=given["key"], actor=actor, at=now, attachments=given["photos"])
    if case.text == told.text:
        return case
    form.ask_again(case)
    form.status = 409
    return None


def _more(form: IntakeForm) -> bool:
    """Whether the part with the optional questions is open from the start."""
    chosen = form["category"].value() or form["complained_of"].value()
    return any(name in form.errors for name in ("category", "kind", "complained_of")) or bool(chosen)


def _status(form: Any) -> int:
    return getattr(form, "status", 422) if form.is_bound else 200


@require_safe
def received(request: HttpRequest, number: str) -> HttpResponse:
    """The confirmation: its number, who acts by when, what comes next."""
    case = found(request, number)
    told = _promise(case, acting(request), list(queries.deadlines(case)))
    page = {"case": case, "promise": told, "attachments": queries.attachments(case)}
    return render(request, "cases/firm/received.html", page)


# ---- following


def my_cases(request: HttpRequest) -> HttpResponse:
    """The firm's cases: those that wait for its word first, then the others, newest first."""
    actor, now = acting(request), timezone.now()
    calendar = calendar_of(actor.federation)
    rows, after = queries.own_cases(actor).select_related("enterprise"), request.GET.get("after", "")
    waiting = rows.filter(stage__in=promise.TURN)
    page = keyset_page(rows.exclude(stage__in=promise.TURN), NEWEST_FIRST, after, PAGE)
    shown = {
        "waiting": [] if after else promise.cards(waiting[:PAGE], now, calendar),
        "cases": promise.cards(page.rows, now, calendar),
        "several": len(own_enterprises(actor)[:2]) > 1,
        "now": now,
        **page_links(page),
    }
    return render(request, "cases/firm/list.html", shown)


def page_links(page: Page[Case]) -> dict[str, str]:
    """Addresses of the pages before and after."""
    tokens = {"previous_url": page.previous_token, "next_url": page.next_token}
    return {name: f"?after={token}" if token else "" for name, token in tokens.items()}


def case_page(request: HttpRequest, case: Case) -> HttpResponse:
    """One case as its firm sees it."""
    return render(request, "cases/firm/case.html", _case(case, acting(request)))


def _promise(case: Case, actor: Actor, deadlines: Sequence[Deadline]) -> promise.Promise | None:
    calendar, stills = calendar_of(case.federation), standstills(case)
    return promise.promise(case, deadlines, timezone.now(), calendar, actor.language, stills)


def _case(case: Case, actor: Actor) -> dict[str, Any]:
    """What the firm's page of a case shows."""
    now = timezone.now()
    shown = {**_standing(case, actor), **_said(case), **_asked(case), **filled(FIRM, case, actor, now)}
    return {"case": case, "now": now, **shown}


def _standing(case: Case, actor: Actor) -> dict[str, Any]:
    """How it stands: step, who has it, by when, how it ended."""
    handling, deadlines = list(queries.handling(case)), list(queries.deadlines(case))
    return {
        "promise": _promise(case, actor, deadlines),
        "stage": promise.stage_words(case),
        "step": present.FIRM_STEP[Stage(case.stage)],
        "stopped": case.stage in (Stage.REFUSED, Stage.WITHDRAWN),
        "dates": promise.step_dates(case, handling),
        "current": next((one for one in handling if one.returned_at is None and one.ended_at is None), None),
        "outcome": promise.outcome(case, deadlines),
        "lines": _lines(case),
    }


def _said(case: Case) -> dict[str, Any]:
    """What each side has said and sent."""
    answers = list(queries.answers(case, passed_only=True))
    return {
        "answer": answers[-1] if answers else None,
        "earlier": answers[:-1][::-1],
        "refusal": getattr(case, "refusal", None) if case.stage == Stage.REFUSED else None,
        "ratings": [(one, present.rating_words(one.solved, one.score)) for one in queries.ratings(case)],
        "category": category_name(case.category) if case.category else "",
        "attachments": queries.attachments(case),
    }


def _asked(case: Case) -> dict[str, Any]:
    """What the firm may do now."""
    return {
        "rating_form": _rating_form(case) if case.stage == Stage.AWAITING_RATING else None,
        "may_withdraw": promise.may_withdraw(case),
        "withdrawal_form": WithdrawalForm(),
    }


def _lines(case: Case) -> list[present.Line]:
    """What happened, newest first; the newest is marked while the case is open."""
    lines = present.timeline(queries.trail(case), for_firm=True)[::-1]
    return [replace(lines[0], tone="now"), *lines[1:]] if lines and case.is_open else lines


# ---- its word


def _rating_form(case: Case, data: Any = None, kept: Any = None) -> RatingForm:
    form = RatingForm(data, initial=kept)
    again = case.rework_count < MAX_REWORKS
    hints = {
        "yes": _("It is closed"),
        "partly": _("Your rating decides"),
        "no": _("It goes back and is reworked") if again else _("A leader decides in writing"),
    }
    form.fields["solved"].choice_hints = hints  # type: ignore[attr-defined]
    return form


@require_http_methods(["GET", "POST"])
def rating(request: HttpRequest, number: str) -> HttpResponse:
    """Solved? Satisfied? As a page of its own for the link in a message, and where the form has a fault."""
    actor, case = acting(request), found(request, number)
    require(actor, permissions.RATE)
    kept = _kept(request)
    form = _rating_form(case, request.POST if request.method == "POST" else None, kept)
    if form.is_valid() and _acted(form, lambda: _rate(request, case, form)):
        return drop_parked(request, redirect("case", number))
    page = {**_case(case, actor), "rating_form": form, "kept": bool(kept)}
    return render(request, "cases/firm/rating.html", page, status=_status(form))


def _rate(request: HttpRequest, case: Case, form: RatingForm) -> None:
    """Give the firm's word and say what it led to."""
    given = form.cleaned_data
    actions.rate(case=case, actor=acting(request), at=timezone.now(), **given)
    messages.success(request, _thanks(case), extra_tags=f"rating-{case.number}")  # what was typed is no draft any more


def _thanks(case: Case) -> str:
    if case.stage == Stage.CLOSED:
        return _("Thank you. This case is closed.")
    if case.stage == Stage.ESCALATED:
        return _("Thank you for telling us. A leader of the federation now decides and writes to you.")
    return _("Thank you for telling us. It has gone back to be worked on again.")


def _kept(request: HttpRequest) -> dict[str, Any] | None:
    """What was typed on this page before the session was lost."""
    kept = parked_data(request) if request.method == "GET" else None
    return {name: kept.get(name) for name in kept} if kept else None


def _acted(form: Any, act: Any) -> bool:
    """Do it; a refusal becomes a sentence in the form."""
    try:
        act()
    except Refusal as refusal:
        form.add_error(None, str(refusal.sentence))
        form.status = refusal.status
        return False
    return True


@require_http_methods(["GET", "POST"])
def withdrawal(request: HttpRequest, number: str) -> HttpResponse:
    """Take it back; the page says what is lost."""
    actor, case = acting(request), found(request, number)
    require(actor, permissions.WITHDRAW)
    form = WithdrawalForm(request.POST if request.method == "POST" else None, initial=_kept(request))
    if form.is_valid() and _acted(form, lambda: _withdraw(request, case, form)):
        return redirect("case", number)
    page = {"case": case, "form": form, "may_withdraw": promise.may_withdraw(case)}
    return render(request, "cases/firm/withdrawal.html", page, status=_status(form))


def _withdraw(request: HttpRequest, case: Case, form: WithdrawalForm) -> None:
    actions.withdraw(case=case, reason=form.cleaned_data["reason"], actor=acting(request), at=timezone.now())
    messages.success(request, _("You have taken this case back."))
