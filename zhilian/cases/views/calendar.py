"""工作日历: the year's special days; a day is declared, or taken back, after a look at what moves."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhilian.accounts.acting import acting
from zhilian.cases.actions.calendar import preview
from zhilian.cases.forms.calendar import DayForm
from zhilian.cases.queries.calendar import YEARS, Special, special_days
from zhilian.core import actions, permissions
from zhilian.core.actor import Actor
from zhilian.core.errors import Refusal
from zhilian.core.powers import require
from zhilian.core.queries import declared_day
from zhilian.kit.worktime import official


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """The days of a year; POST looks at what a day would move, and with ``confirmed`` declares it."""
    actor, sent = acting(request), request.method == "POST"
    require(actor, permissions.DECLARE_DAY if sent else permissions.SEE_CALENDAR)
    form, found = DayForm(request.POST if sent else None), None
    if sent and form.is_valid():
        if "confirmed" in request.POST:
            if _done(form, lambda: _declare(form, actor)):
                messages.success(request, _("Declared. The deadlines it touches move."))
                return redirect(f"{request.path}?year={form.day['date'].year}")
        else:
            found = _looked(form, actor)
    page = {**_year(request, actor, form), "form": form, "preview": found}
    status = form.status if sent and form.errors else 200
    return render(request, "cases/calendar/calendar.html", page, status=status)


def _declare(form: DayForm, actor: Actor) -> None:
    actions.declare_day(federation=actor.federation, actor=actor, at=timezone.now(), **form.day)


def _looked(form: DayForm, actor: Actor) -> Any:
    """What the day would move; None, with the reason in the form, where it cannot be declared."""
    day, at = form.day, timezone.now()
    if not _done(form, lambda: actions.check_day(federation=actor.federation, actor=actor, at=at, **day)):
        return None
    return preview(actor.federation, {day["date"]: day["is_workday"]})


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_day(request: HttpRequest, day: str) -> HttpResponse:
    """Take a declared day back, after a look at what moves."""
    actor = acting(request)
    require(actor, permissions.DECLARE_DAY)
    row = declared_day(actor.federation, _date(day))
    if row is None:
        raise Http404
    if request.method == "POST":
        actions.withdraw_day(federation=actor.federation, date=row.date, actor=actor, at=timezone.now())
        messages.success(request, _("Taken back. The deadlines it touches move."))
        return redirect("calendar")
    page = {"row": row, "preview": preview(actor.federation, {row.date: official.is_workday(row.date)})}
    return render(request, "cases/calendar/day.html", page)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


def _year(request: HttpRequest, actor: Actor, form: DayForm) -> dict[str, Any]:
    """The year asked for, that of the day in the form, or this one."""
    asked = request.GET.get("year", "")
    typed = form.cleaned_data.get("date") if form.is_bound and form.is_valid() else None
    year = int(asked) if asked.isdecimal() and int(asked[:9]) in YEARS else timezone.localdate().year
    year = typed.year if typed and typed.year in YEARS else year
    return {
        "year": year,
        "earlier": year - 1 if year - 1 in YEARS else None,
        "later": year + 1 if year + 1 in YEARS else None,
        "known": official.FIRST_YEAR <= year <= official.LAST_YEAR,
        "rows": [_row(one) for one in special_days(actor.federation, year)],
        "declares": actor.has(permissions.DECLARE_DAY),
    }


def _row(one: Special) -> dict[str, Any]:
    chinese = (get_language() or "zh").startswith("zh")
    holiday = official.HOLIDAY_NAMES.get(one.holiday, one.holiday) if chinese else one.holiday
    why = one.row.note if one.row else holiday or gettext("Make-up day")
    return {"first": one.first, "last": one.last, "days": one.days, "works": one.works, "why": why, "own": one.row}


def _done(form: DayForm, act: Callable[[], object]) -> bool:
    """Do it; a refusal is put beside the field it is about."""
    try:
        act()
    except Refusal as refusal:
        named = [name for name in getattr(refusal, "fields", ()) if name in form.fields]
        form.add_error(named[0] if named else None, str(refusal.sentence))
        return False
    return True
