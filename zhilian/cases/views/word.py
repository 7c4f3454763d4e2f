"""Pages about the firm's word: whom to call back, and the firm's answer to the later question."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhilian.accounts.acting import acting
from zhilian.cases import actions, permissions
from zhilian.cases.forms.firm import StillSolvedForm
from zhilian.cases.lines import round_words
from zhilian.cases.models import Case
from zhilian.cases.queries import veil, word
from zhilian.cases.views.common import found
from zhilian.core.errors import Refusal
from zhilian.core.paging import keyset_page
from zhilian.core.powers import require
from zhilian.core.queries import calendar_of
from zhilian.kit.worktime import SHANGHAI, WorkCalendar

OLDEST_FIRST = ("due_at", "id")


@dataclass(frozen=True, slots=True)
class ToCall:
    """A firm to be called: tries so far, and the day on which to try again if it was tried today."""

    case: Case
    round: str
    tries: int
    last_try: datetime | None
    next_day: date | None
    others: bool


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """回访任务: whom to call now, derived from the cases whose time to rate is over."""
    actor, now = acting(request), timezone.now()
    require(actor, permissions.RECORD_RATING)
    page = keyset_page(word.calls_due(actor, now), OLDEST_FIRST, request.GET.get("after", ""))
    calendar = calendar_of(actor.federation)
    tokens = {"previous": page.previous_token, "next": page.next_token}
    links = {name: f"?after={token}" if token else "" for name, token in tokens.items()}
    rows = [_to_call(veil(case, actor), now, calendar) for case in page.rows]
    return render(request, "cases/word/calls.html", {"rows": rows, **links})


def _to_call(case: Case, now: datetime, calendar: WorkCalendar) -> ToCall:
    tries, last, others = (getattr(case, name) for name in ("tries", "last_try", "handled"))
    return ToCall(case, round_words(case), tries or 0, last, _next_day(last, now, calendar), others)


def _next_day(last: datetime | None, now: datetime, calendar: WorkCalendar) -> date | None:
    """Tried today: the next working day."""
    today = now.astimezone(SHANGHAI).date()
    tried_today = last is not None and last.astimezone(SHANGHAI).date() == today
    return calendar.add_workdays(today, 1) if tried_today else None


@require_http_methods(["GET", "HEAD", "POST"])
def still_solved(request: HttpRequest, number: str) -> HttpResponse:
    """还是解决的吗: one tap; a "no" leads to the new case."""
    actor, case = acting(request), found(request, number)
    require(actor, permissions.RATE)
    form = StillSolvedForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (done := _answered(request, case, form)):
        return done
    asked = word.follow_up(case)
    page = {"case": case, "form": form, "open": asked and asked.answered_at is None}
    return render(request, "cases/word/still.html", page, status=form.status if form.is_bound else 200)


def _answered(request: HttpRequest, case: Case, form: StillSolvedForm) -> HttpResponse | None:
    try:
        new = actions.answer_again(case=case, actor=acting(request), at=timezone.now(), **form.cleaned_data)
    except Refusal as refusal:
        form.refuse(refusal)
        return None
    tag = f"still-{case.number}"  # what was typed is no draft any more
    if new:
        messages.success(
            request, _("Thank you for telling us. It is taken up again as %s.") % new.number, extra_tags=tag
        )
        return redirect("case", new.number)
    messages.success(request, _("Thank you. We are glad that it holds."), extra_tags=tag)
    return redirect("case", case.number)
