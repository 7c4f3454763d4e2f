"""派单目录: the rules in the order in which they are followed, tried, changed, and held against the signed table."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhilian.cases.actions.reference import change_rule, end_rule
from zhilian.cases.forms.reference import AspectsForm, RuleForm, TableForm
from zhilian.cases.queries.effects import alike, catalogue, rule_effect, rules_of
from zhilian.cases.queries.named import day_of
from zhilian.cases.queries.routes_table import check_table, expected_routes
from zhilian.cases.queries.routing import rule_words, rules_for
from zhilian.cases.rules.routing import Matter
from zhilian.cases.views.reference import changed, official, tabs
from zhilian.core.actor import Actor
from zhilian.files.imports.words import refusal
from zhilian.kit.spreadsheets import SheetRefused


@require_safe
def routes(request: HttpRequest) -> HttpResponse:
    """The catalogue; and which rule a matter would follow, with all others that fit."""
    actor, now = official(request), timezone.now()
    form = AspectsForm(request.GET if request.GET.get("try") else None)
    form.offer_aspects(actor.federation, now)
    chosen = request.GET.get("only", "")
    shown = catalogue(actor.federation, day_of(now))
    names = sorted({(one.category.code, one.category.name) for one in shown if one.category})
    rows = [(one, rule_words(one, now), one.holds_on(day_of(now))) for one in shown if _of(one, chosen)]
    tried = _tried(actor, form, day_of(now)) if form.is_bound and form.is_valid() else None
    found = [(one, rule_words(one, now)) for one in tried or ()]
    page = {"tabs": tabs("routes"), "rows": rows, "form": form, "tried": tried is not None, "found": found}
    return render(request, "cases/reference/routes.html", {**page, "only": chosen, "categories": names})


def _of(rule: Any, category: str) -> bool:
    return not category or rule.category is None or rule.category.code == category


def _tried(actor: Actor, form: AspectsForm, day: date) -> list[Any]:
    given = form.cleaned_data
    codes = {name: given[name].code if given[name] else "" for name in ("category", "street")}
    return rules_for(actor.federation, Matter(**codes, level=given["level"], size=given["size"]), day)


@require_http_methods(["GET", "HEAD", "POST"])
def route(request: HttpRequest, rule: int = 0) -> HttpResponse:
    """One rule: what held when, changed or ended from a day on."""
    actor, now = official(request), timezone.now()
    history = rules_of(actor.federation, rule) if rule else []
    if rule and not history:
        raise Http404
    held = next((one for one in history if one.holds_on(day_of(now))), history[0] if history else None)
    form = RuleForm(request.POST or None, federation=actor.federation, at=now, row=held)

    def save() -> None:
        told: dict[str, Any] = {"no": rule, "valid_from": form.day, "actor": actor, "at": timezone.now()}
        if form.ending:
            end_rule(**told)
        else:
            change_rule(**told, rule=form.rule(), valid_to=form.cleaned_data["valid_to"])

    def effect() -> Any:
        fresh = None if form.ending else form.route_row(rule)
        twins = alike(actor.federation, rule, fresh, form.day) if fresh else []
        return {"routes": rule_effect(actor, rule, fresh, form.day), "twins": [one.no for one in twins]}

    title = _("Rule %(no)s") % {"no": rule} if rule else _("Add a rule")
    told = [(one, f"{rule_words(one, now)} → {one.unit.short_name}") for one in history]
    return changed(request, form, save, effect, {"title": title, "back": "routes", "sort": "rule", "history": told})


@require_safe
def expected(request: HttpRequest) -> HttpResponse:
    """The catalogue as a table to sign."""
    actor, now = official(request), timezone.now()
    text = expected_routes(actor.federation, day_of(now))
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="expected-routes-{day_of(now):%Y%m%d}.csv"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def routes_check(request: HttpRequest) -> HttpResponse:
    """A signed table held against the catalogue; nothing is changed."""
    actor, now, checked = official(request), timezone.now(), None
    form = TableForm(request.POST, request.FILES) if request.method == "POST" else TableForm()
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["table"]
        try:
            checked = check_table(actor.federation, file, file.name, day_of(now))
        except SheetRefused as refused:
            form.add_error("table", str(refusal(refused)))
    page = {"form": form, "checked": checked}
    return render(request, "cases/reference/check.html", page, status=422 if form.errors else 200)
