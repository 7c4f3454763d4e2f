"""The same trouble told before: under the text while it is told, and beside the case at the desk."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhilian.accounts.acting import acting
from zhilian.cases import actions, permissions, queries
from zhilian.cases.models import Case
from zhilian.cases.queries import alike
from zhilian.cases.queries.hot import hot_of
from zhilian.cases.queries.published import published_or_none
from zhilian.cases.rules import WATCHED, Level, Stage
from zhilian.cases.rules.alike import SURE, degree
from zhilian.cases.views.alike_words import DEGREES, before_page, merge_reason
from zhilian.cases.views.common import found, veiled
from zhilian.cases.views.suggested import TEXT_READ
from zhilian.core.actor import Actor
from zhilian.core.powers import require
from zhilian.kit.repair import repair
from zhilian.members.models import Enterprise
from zhilian.members.queries import own_enterprises

GATHERED = 10  # numbers in the address of a new issue


# ---- before sending


@require_POST
def intake_similar(request: HttpRequest) -> HttpResponse:
    """What a firm told before, and answers that may help: a fragment of the form."""
    actor = acting(request)
    require(actor, permissions.SUBMIT)
    firms = list(own_enterprises(actor))
    wanted = request.POST.get("enterprise", "")
    firm = next((one for one in firms if str(one.pk) == wanted), firms[0] if firms else None)
    return _fragment(request, firm)


@require_POST
def take_down_similar(request: HttpRequest) -> HttpResponse:
    """The same at the counter, for the firm named."""
    actor = acting(request)
    require(actor, permissions.TAKE_DOWN)
    return _fragment(request, firm_at_counter(request, actor))


def firm_at_counter(request: HttpRequest, actor: Actor) -> Enterprise | None:
    """The firm ticked, or written out so that only one is meant."""
    words, wanted = request.POST.get("firm", "").replace("\0", ""), request.POST.get("enterprise", "")
    firms = queries.firms_named(actor, words, wanted) if words.strip() else []
    ticked = next((one for one in firms if str(one.pk) == wanted), None)
    return ticked or (firms[0] if len(firms) == 1 and not wanted else None)


def _fragment(request: HttpRequest, firm: Enterprise | None) -> HttpResponse:
    text = repair(request.POST.get("text", "").replace("\0", "")[:TEXT_READ]).text
    actor = acting(request)
    shown = before_page(alike.before_sending(actor, text, firm, timezone.now()), counter=_at_counter(actor))
    return render(request, "cases/alike/_before.html", shown)


def _at_counter(actor: Actor) -> bool:
    return not actor.has(permissions.SUBMIT)


def look_first(request: HttpRequest, text: str, firm: Enterprise | None, key: UUID | None) -> dict[str, Any]:
    """What a form sent without a look at like cases is shown once, if there is something telling; else nothing.

    Never where files came along, which a browser would not keep; nor for a form that has been sent already.
    """
    actor = acting(request)
    if "seen" in request.POST or request.FILES or queries.is_sent(actor, key):
        return {}
    before = alike.before_sending(actor, text, firm, timezone.now())
    return before_page(before, counter=_at_counter(actor)) if before.telling else {}


@require_http_methods(["GET", "HEAD", "POST"])
def solved(request: HttpRequest, draft: str) -> HttpResponse:
    """It was answered before: nothing is sent in. An answer that helped is counted."""
    actor = acting(request)
    require(actor, permissions.SAY_HELPED)
    if request.method != "POST":
        return render(request, "cases/alike/solved.html", {"draft": draft})
    key = request.POST.get("answer", "")
    answer = published_or_none(actor, int(key)) if key.isdecimal() and len(key) < 19 else None
    if answer:
        actions.note_helped(published=answer, actor=actor, at=timezone.now())
    return redirect(request.path)


# ---- at the desk


def offers(case: Case, actor: Actor) -> str:
    """What the reader may want to know of like cases now: ``desk``, ``reply``, or nothing."""
    if case.confidentiality == Level.RESTRICTED:
        return ""
    if actor.has(permissions.POOL) and case.stage in (Stage.SUBMITTED, Stage.ACCEPTED, Stage.RETURNED):
        return "desk"
    answers = case.stage in (Stage.PROCESSING, Stage.REWORK) and case.unit_id == actor.organisation_id
    return "reply" if answers and actor.has(permissions.HANDLE) else ""


@require_safe
def case_alike(request: HttpRequest, number: str) -> HttpResponse:
    """What was told before that is alike: a page, or the part of the case's page that asks for it."""
    actor = acting(request)
    case = found(request, number)
    offer = offers(case, actor)
    if not offer:
        raise Http404
    read = alike.beside if offer == "desk" else alike.beside_reply
    shown = {"case": case, "offer": offer, **_beside(read(actor, case, timezone.now()), case, actor)}
    part = request.headers.get("HX-Request") == "true"
    return veiled(render(request, f"cases/alike/{'_beside' if part else 'page'}.html", shown), case)


def _beside(beside: alike.Beside, case: Case, actor: Actor) -> dict[str, Any]:
    """What the templates show, with where each click leads."""
    noun, merges = _answering(case, actor), actor.has(permissions.POOL)
    others = [one.case.number for one in beside.duplicates if not one.own and one.case.stage in _WAITING]
    gather = urlencode([("number", one) for one in [case.number, *others[:GATHERED]]]) if others else ""
    return {
        "duplicates": [_row(one, case, noun, merges) for one in beside.duplicates],
        "issues": [{"one": one, "degree": DEGREES[degree(one.likeness)]} for one in beside.issues],
        "answered": [_row(one, case, noun, merges=False) for one in beside.answered],
        "gather": f"{reverse('new_issue')}?{gather}" if others and not beside.issues else "",
        "hot": hot_of(case, actor),
        "total": len(beside.duplicates),
        "best": max((one.likeness for one in beside.duplicates), default=0) >= SURE,
    }


_WAITING = (Stage.SUBMITTED, Stage.ACCEPTED, Stage.RETURNED)  # what hangs on an issue most easily


def _row(one: "alike.AlikeCase | alike.AlikeAnswer", case: Case, noun: str, merges: bool) -> dict[str, Any]:
    row: dict[str, Any] = {"one": one, "degree": DEGREES[degree(one.likeness)]}
    begin = f"{reverse(f'case_{noun}', args=[case.number])}?%s#{noun}" if noun else ""
    if isinstance(one, alike.AlikeAnswer):
        return {**row, "begin": begin % urlencode({"published": one.published.pk}) if begin else ""}
    usable = begin and one.answer and one.case.confidentiality not in WATCHED
    return {
        **row,
        "begin": begin % urlencode({"like": one.case.number}) if usable else "",
        "reason": merge_reason(one) if merges and alike.may_merge(case, one.case) else "",
    }


def _answering(case: Case, actor: Actor) -> str:
    """The step in which the reader could answer now, by its noun."""
    if actor.has(permissions.ANSWER_AT_ONCE) and case.stage == Stage.SUBMITTED:
        return "answer"
    return "reply" if offers(case, actor) == "reply" else ""


def begun_alike(request: HttpRequest, case: Case, noun: str) -> dict[str, Any] | None:
    """What an answer is begun with, where the address names a like case or a published answer."""
    if noun not in ("reply", "answer"):
        return None
    actor, key = acting(request), request.GET.get("published", "")
    if key.isdecimal() and len(key) < 19:
        answer = published_or_none(actor, int(key))
        return {"text": answer.answer} if answer else None
    text = alike.answer_of(actor, request.GET.get("like", ""), case)
    return {"text": text} if text else None
