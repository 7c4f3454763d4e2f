"""办理规则: limits, grades and kinds, changed from a day on, with what a change would mean for open cases."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from zhilian.accounts.acting import acting
from zhilian.cases import labels, permissions
from zhilian.cases.actions.reference import CHANGEABLE, change_grade, change_kind, change_limit, end_grade
from zhilian.cases.forms.choices import amount
from zhilian.cases.forms.reference import GradeForm, KindForm, LimitForm
from zhilian.cases.queries.effects import carried_by, limit_effect, limit_history
from zhilian.cases.queries.limits import extension_days, limits_for, own_grades
from zhilian.cases.queries.named import day_of, grade_name, grades_on, kinds_on, own_kinds
from zhilian.cases.rules import EXTENSION, Clock
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid
from zhilian.core.powers import require
from zhilian.kit.worktime import Limit

TABS = (
    ("settings", gettext_lazy("Time limits")),
    ("grades", gettext_lazy("Grades")),
    ("kinds", gettext_lazy("Kinds")),
    ("routes", gettext_lazy("Dispatch catalogue")),
)


def tabs(current: str) -> list[dict[str, Any]]:
    """The pages of what officials decide."""
    return [{"label": label, "url": reverse(name), "current": name == current} for name, label in TABS]


def official(request: HttpRequest) -> Actor:
    """Whoever may set them."""
    actor = acting(request)
    require(actor, permissions.REFERENCE)
    return actor


@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """The limits in force: a row for each clock, a column for each grade."""
    actor, now = official(request), timezone.now()
    grades = grades_on(actor.federation, now)
    rows = [
        (clock, clock_name(clock), [(one, _value(actor, one.code, clock, now)) for one in grades])
        for clock in CHANGEABLE
    ]
    page = {"tabs": tabs("settings"), "grades": grades, "rows": rows}
    return render(request, "cases/reference/limits.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def limit(request: HttpRequest, grade: str, clock: str) -> HttpResponse:
    """One limit: what held when, changed from a day on."""
    actor, now = official(request), timezone.now()
    if clock not in CHANGEABLE or grade not in {one.code for one in grades_on(actor.federation, now)}:
        raise Http404
    held = _limit(actor, grade, clock, now)
    form = LimitForm(
        request.POST or None, federation=actor.federation, at=now, initial={"amount": held[0], "unit": held[1]}
    )
    title = f"{clock_name(clock)} · {grade_name(actor.federation, grade, now)}"

    def save() -> None:
        told = {
            "grade": grade,
            "clock": clock,
            "amount": form.cleaned_data["amount"],
            "unit": form.cleaned_data["unit"],
        }
        change_limit(**told, valid_from=form.day, actor=actor, at=timezone.now())

    def effect() -> Any:
        given = form.cleaned_data
        return limit_effect(actor, grade, clock, given["amount"], given["unit"])

    page = {
        "title": title,
        "back": "settings",
        "sort": "extension" if clock == EXTENSION else "limit",
        "now_words": words(*held),
        "history": [(row, words(row.amount, row.unit)) for row in limit_history(actor.federation, grade, clock)],
    }
    return changed(request, form, save, effect, page)


@require_safe
def grades(request: HttpRequest) -> HttpResponse:
    """The grades in force."""
    actor, now = official(request), timezone.now()
    rows = [(one, _coming(own_grades(actor.federation), one.code, now)) for one in grades_on(actor.federation, now)]
    page = {"tabs": tabs("grades"), "sort": "grade", "rows": rows}
    return render(request, "cases/reference/terms.html", page)


@require_safe
def kinds(request: HttpRequest) -> HttpResponse:
    """The kinds in force."""
    actor, now = official(request), timezone.now()
    rows = [(one, _coming(own_kinds(actor.federation), one.code, now)) for one in kinds_on(actor.federation, now)]
    names = {one.code: one.name for one in grades_on(actor.federation, now)}
    page = {"tabs": tabs("kinds"), "sort": "kind", "rows": rows, "names": names}
    return render(request, "cases/reference/terms.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def term(request: HttpRequest, sort: str, term: str = "") -> HttpResponse:
    """A grade or a kind: what held when, changed from a day on; without a code a new one."""
    actor, now = official(request), timezone.now()
    known = grades_on(actor.federation, now) if sort == "grade" else kinds_on(actor.federation, now)
    rows: list[Any] = [*(own_grades if sort == "grade" else own_kinds)(actor.federation)]
    history = [row for row in rows if row.code == term][::-1] if term else []
    row = next((one for one in history if one.holds_on(day_of(now))), None)
    row = row or next((one for one in known if one.code == term), None) or next(iter(history), None)
    if term and row is None:
        raise Http404
    form: Any = (GradeForm if sort == "grade" else KindForm)(
        request.POST or None, federation=actor.federation, at=now, row=row
    )

    def save() -> None:
        told = {"code": term, "valid_from": form.day, "actor": actor, "at": timezone.now()}
        if form.ending:
            end_grade(**told)
        else:
            (change_grade if sort == "grade" else change_kind)(**told, facts=form.facts())

    heading = {"grade": (_("Add a grade"), _("Change a grade")), "kind": (_("Add a kind"), _("Change a kind"))}[sort]
    page = {
        "title": heading[bool(term)],
        "back": f"{sort}s",
        "sort": "carried",
        "history": [(one, one.name) for one in history],
    }
    return changed(request, form, save, lambda: {"count": carried_by(actor, sort, term) if term else 0}, page)


def changed(request: HttpRequest, form: Any, save: Any, effect: Any, page: dict[str, Any]) -> HttpResponse:
    """Filled in, looked at with what it would do, and then set."""
    preview = None
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("confirmed"):
                save()
                messages.success(request, _("Set from %(day)s on.") % {"day": form.day.isoformat()})
                return redirect(page["back"])
            preview = {"effect": effect(), "day": form.day, "ending": form.ending}
        except Invalid as refusal:
            form.complain(refusal.fields, refusal.sentence)
    shown = {**page, "form": form, "preview": preview, "back_url": reverse(page["back"])}
    return render(request, "cases/reference/change.html", shown, status=422 if form.errors else 200)


def clock_name(clock: str) -> str:
    """What a clock is called."""
    return str(labels.EXTENSION if clock == EXTENSION else labels.CLOCKS[Clock(clock)])


def words(n: int, unit: str) -> str:
    """A limit in words; an extension of no days is none."""
    return amount(Limit(n, "days" if unit == "days" else "minutes")) if n else _("none")


def _limit(actor: Actor, grade: str, clock: str, now: Any) -> tuple[int, str]:
    if clock == EXTENSION:
        return extension_days(actor.federation, grade, now), "days"
    held = limits_for(actor.federation, grade, now)[Clock(clock)]
    return held.amount, held.unit


def _value(actor: Actor, grade: str, clock: str, now: Any) -> dict[str, str]:
    rows = limit_history(actor.federation, grade, clock)
    coming = next((row for row in rows if row.valid_from > day_of(now)), None)
    return {
        "words": words(*_limit(actor, grade, clock, now)),
        "coming": f"{coming.valid_from.isoformat()}: {words(coming.amount, coming.unit)}" if coming else "",
    }


def _coming(rows: Any, code: str, now: Any) -> Any:
    return next((row for row in rows if row.code == code and row.valid_from > day_of(now)), None)
