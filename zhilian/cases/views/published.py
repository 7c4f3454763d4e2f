"""公开答复: what any firm may read, and where the federation looks after it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhilian.accounts.acting import acting
from zhilian.accounts.parking import drop_parked
from zhilian.cases import actions, permissions
from zhilian.cases.forms.published import ChangeForm, TakeBackForm
from zhilian.cases.models import PublishedAnswer
from zhilian.cases.queries import published
from zhilian.cases.queries.reference import reference
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid
from zhilian.core.paging import keyset_page
from zhilian.core.powers import require

NEWEST = ("-published_at", "-id")
PAGE = 20  # cards


@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """The answers, newest first, perhaps of one category."""
    actor, category = acting(request), request.GET.get("category", "")
    page = keyset_page(published.published(actor, category), NEWEST, request.GET.get("after", ""), PAGE)
    kept = f"category={category}&" if category else ""
    tokens = {"previous": page.previous_token, "next": page.next_token}
    links = {name: f"?{kept}after={token}" if token else "" for name, token in tokens.items()}
    shown = {"rows": page.rows, "tabs": _tabs(actor, category), "manages": actor.has(permissions.PUBLISH)}
    return render(request, "cases/published/answers.html", {**shown, **links})


def _tabs(actor: Actor, chosen: str) -> list[dict[str, Any]]:
    """All, and each category of which there are answers; none where there is only one."""
    known = set(published.categories_answered(actor))
    rows = [row for row in reference(actor.federation)["category"].rows if row.pk in known]
    named = [(row.code, row.shown(actor.language)) for row in rows]
    offered = [("", _("All")), *named] if len(named) > 1 or chosen else []
    return [{"label": name, "url": f"?category={code}", "current": code == chosen} for code, name in offered]


@require_safe
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer."""
    actor, found = acting(request), _found(request, pk)
    may_say = actor.has(permissions.SAY_HELPED)
    said = may_say and published.has_helped(found, actor)
    shown = {"answer": found, "may_say": may_say, "said": said, "manages": actor.has(permissions.PUBLISH)}
    return render(request, "cases/published/answer.html", shown)


@require_POST
def helped(request: HttpRequest, pk: int) -> HttpResponse:
    """It answered the question: counted once for each person."""
    actions.note_helped(published=_found(request, pk), actor=acting(request), at=timezone.now())
    messages.success(request, _("Thank you. That helps others to find it."))
    return redirect("published_answer", pk)


def _found(request: HttpRequest, key: int) -> PublishedAnswer:
    found = published.published_or_none(acting(request), key)
    if found is None:
        raise Http404
    return found


# ---- looked after by the federation


@require_safe
def manage(request: HttpRequest) -> HttpResponse:
    """All answers, those taken back too."""
    actor = acting(request)
    require(actor, permissions.PUBLISH)
    page = keyset_page(published.all_published(actor), NEWEST, request.GET.get("after", ""))
    tokens = {"previous": page.previous_token, "next": page.next_token}
    links = {name: f"?after={token}" if token else "" for name, token in tokens.items()}
    return render(request, "cases/published/manage.html", {"rows": page.rows, **links})


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it better; or, further down, take it back."""
    actor, sent = acting(request), request.method == "POST"
    require(actor, permissions.PUBLISH)
    found = _found(request, pk)
    form = ChangeForm(request.POST if sent else None, published=found)
    if sent and form.is_valid() and _acted(form, actions.change_answer, found, actor):
        messages.success(request, _("Changed."), extra_tags=f"answer-{pk}")
        return drop_parked(request, redirect("published_answer", pk))
    return _change_page(request, found, form, TakeBackForm())


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back."""
    actor = acting(request)
    require(actor, permissions.PUBLISH)
    found, form = _found(request, pk), TakeBackForm(request.POST)
    if form.is_valid() and _acted(form, actions.withdraw_answer, found, actor):
        messages.success(request, _("Taken back. Nobody reads it any more."))
        return redirect("manage_answers")
    return _change_page(request, found, ChangeForm(published=found), form)


def _change_page(request: HttpRequest, found: PublishedAnswer, form: ChangeForm, back: TakeBackForm) -> HttpResponse:
    status = 422 if form.is_bound or back.is_bound else 200
    return render(request, "cases/published/change.html", {"answer": found, "form": form, "back": back}, status=status)


def _acted(form: ChangeForm | TakeBackForm, act: Any, found: PublishedAnswer, actor: Actor) -> bool:
    """Do it; what does not make sense becomes a sentence at its field."""
    try:
        act(published=found, actor=actor, at=timezone.now(), **form.cleaned_data)
    except Invalid as refusal:
        form.add_error(next((name for name in refusal.fields if name in form.fields), None), str(refusal.sentence))
        return False
    return True
