"""办理成效: the rates of a period by unit; every figure opens its cases."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhilian.accounts.acting import acting
from zhilian.cases import permissions
from zhilian.cases.lines import lines
from zhilian.cases.queries import district_of, districts, reference
from zhilian.cases.queries import rates as queries
from zhilian.cases.views.periods import Ways, ways
from zhilian.core.actor import Actor
from zhilian.core.models import Federation
from zhilian.core.paging import keyset_page
from zhilian.core.powers import require

LABELS = {
    "response": pgettext_lazy("rate", "Response"),
    "sign": pgettext_lazy("rate", "Signed in time"),
    "on_time": pgettext_lazy("rate", "Answered in time"),
    "closing": pgettext_lazy("rate", "Closing"),
    "solving": pgettext_lazy("rate", "Solving"),
    "satisfaction": pgettext_lazy("rate", "Satisfaction"),
    "call_back": pgettext_lazy("rate", "Firm's word obtained"),
    "rework": pgettext_lazy("rate", "Rework"),
    "denied": pgettext_lazy("rate", "Denied by the firm"),
    "return": pgettext_lazy("rate", "Returns"),
    "extension": pgettext_lazy("rate", "Extensions"),
    "overdue": pgettext_lazy("rate", "Overdue"),
    "hold": pgettext_lazy("rate", "Holds"),
}
FORMULAS = {
    "response": gettext_lazy("first contact within its time ÷ valid cases"),
    "sign": gettext_lazy("signed for within its time ÷ cases dispatched"),
    "on_time": gettext_lazy("first answer that passed the review within its time, extensions included ÷ valid cases"),
    "closing": gettext_lazy("answered or closed now ÷ valid cases"),
    "solving": gettext_lazy("(solved + half of partly solved, as the firm says) ÷ cases on which the firm spoke"),
    "satisfaction": gettext_lazy("ratings of “mostly satisfied” and better ÷ ratings given"),
    "call_back": gettext_lazy("cases on which the firm rated or was called back ÷ cases answered"),
    "rework": gettext_lazy("worked on again at least once ÷ cases answered"),
    "denied": gettext_lazy("called solved by the unit, denied by the firm ÷ cases answered"),
    "return": gettext_lazy("returned at least once ÷ valid cases"),
    "extension": gettext_lazy("extended ÷ valid cases"),
    "overdue": gettext_lazy("not answered within its time ÷ valid cases"),
    "hold": gettext_lazy("put on hold at least once ÷ valid cases"),
}
HEADLINES = ("response", "on_time", "solving", "satisfaction")
COLUMNS = ("response", "on_time", "solving", "satisfaction", "rework", "overdue")
PARTS = {
    "due": gettext_lazy("All counted"),
    "met": gettext_lazy("Counted as met"),
    "missed": gettext_lazy("The others"),
}


@require_safe
def rates(request: HttpRequest) -> HttpResponse:
    """All rates of the period: together, then unit by unit."""
    actor, now = acting(request), timezone.now()
    require(actor, permissions.SEE_RATES)
    federation, chosen = district_of(actor, request.GET.get("district", "")), ways(request, now)
    found = queries.measured(actor, federation, chosen.period, now)
    page = {
        "ways": chosen,
        "together": _together(queries.total(found), _kept(federation, actor, chosen)),
        "units": _units(found, federation, _kept(federation, actor, chosen)),
        "columns": [LABELS[code] for code in COLUMNS],
        "weights": pgettext("list of names", ", ").join(
            f"{LABELS[code]} {weight}%" for code, weight in queries.WEIGHTS.items()
        ),
        "enough": queries.ENOUGH,
        "districts": [(one.code, one.short_name, one.pk == federation.pk) for one in districts(actor)],
        "several": len(districts(actor)) > 1,
    }
    return render(request, "cases/rates/rates.html", page)


def _weights() -> str:
    """What the score is made of."""
    parts = (f"{LABELS[code]} {weight}%" for code, weight in queries.WEIGHTS.items())
    return pgettext("list of names", ", ").join(parts)


def _kept(federation: Federation, actor: Actor, chosen: Ways) -> dict[str, str]:
    """What every link of the page carries on."""
    elsewhere = {"district": federation.code} if federation.pk != actor.federation_id else {}
    return {"period": chosen.period.code, **elsewhere}


def _together(everything: queries.Measured, kept: dict[str, str]) -> list[dict[str, Any]]:
    """Each rate of the whole federation with its formula and where its cases are."""
    return [
        {
            "code": code,
            "label": LABELS[code],
            "formula": FORMULAS[code],
            "share": share,
            "words": _words(share),
            "headline": code in HEADLINES,
            "lower": queries.RATES[code].lower,
            "met_url": _address(kept, rate=code, part="met"),
            "due_url": _address(kept, rate=code, part="due"),
        }
        for code, share in everything.shares.items()
    ]


def _units(found: list[queries.Measured], federation: Federation, kept: dict[str, str]) -> list[dict[str, Any]]:
    names, language = reference(federation)["unit"], get_language() or ""
    rows, place = [], 0
    for one in found:
        place += one.score is not None
        unit = str(one.unit_id or "none")
        cells = [(_words(one.shares[code]), _address(kept, rate=code, unit=unit)) for code in COLUMNS]
        rows.append(
            {
                "name": names.shown(one.unit_id, language) or _("No unit: answered on the spot or not dispatched"),
                "cases": one.cases,
                "url": _address(kept, unit=unit),
                "cells": list(zip(COLUMNS, (LABELS[code] for code in COLUMNS), *zip(*cells, strict=True), strict=True)),
                "score": one.score,
                "mark": one.mark,
                "place": place if one.score is not None else None,
                "few": not one.enough,
                "unit": one.unit_id is not None,
            }
        )
    return rows


def _words(share: queries.Share) -> str:
    return "—" if share.percent is None else f"{share.percent:g}%"


def _address(kept: dict[str, str], **more: str) -> str:
    return f"/cases/rates/cases/?{urlencode({**kept, **more})}"


@require_safe
def rate_cases(request: HttpRequest) -> HttpResponse:
    """The cases one figure counts."""
    actor, now = acting(request), timezone.now()
    require(actor, permissions.SEE_RATES)
    rate, part, unit = (request.GET.get(name, "") for name in ("rate", "part", "unit"))
    if (rate and rate not in LABELS) or (unit and unit != "none" and not (unit.isdecimal() and len(unit) < 19)):
        raise Http404
    federation, chosen = district_of(actor, request.GET.get("district", "")), ways(request, now)
    part = part if part in PARTS else "due"
    rows = queries.cases_behind(actor, federation, chosen.period, now, rate=rate, part=part, unit=unit)
    found = keyset_page(rows, ("limit_at", "id"), request.GET.get("after", ""))
    kept = {**_kept(federation, actor, chosen), **({"unit": unit} if unit else {})}
    page = {
        "ways": chosen,
        "title": LABELS[rate] if rate else _("All cases counted"),
        "formula": FORMULAS.get(rate, ""),
        "tabs": _tabs(kept, rate, part) if rate else [],
        "rows": lines(found.rows, actor, now, federation),
        "back": f"/cases/rates/?{urlencode(_kept(federation, actor, chosen))}",
        **_pager(kept, rate, part, found),
    }
    return render(request, "cases/rates/cases.html", page)


def _tabs(kept: dict[str, str], rate: str, part: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": _address(kept, rate=rate, part=code), "current": code == part}
        for code, label in PARTS.items()
    ]


def _pager(kept: dict[str, str], rate: str, part: str, found: Any) -> dict[str, str]:
    tokens = {"next": found.next_token, "previous": found.previous_token}
    asked = {"rate": rate, "part": part} if rate else {}
    return {name: _address(kept, **asked, after=token) if token else "" for name, token in tokens.items()}
