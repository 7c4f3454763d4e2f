"""挂账台账 and 待批事项: what stands still, by age, and what waits for a decision."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from zhilian.accounts.acting import acting
from zhilian.cases import permissions, queries
from zhilian.cases.models import Case, Extension, Hold
from zhilian.cases.queries import delay, word
from zhilian.cases.queries.secrecy import veil_rows
from zhilian.core.actor import Actor
from zhilian.core.numbers import SHANGHAI
from zhilian.core.paging import keyset_page
from zhilian.core.powers import require


@require_safe
def holds(request: HttpRequest) -> HttpResponse:
    """All cases on hold, the oldest first; none is ever left out."""
    actor, now = acting(request), timezone.now()
    require(actor, permissions.SEE_HOLDS)
    page = keyset_page(delay.holds(actor), delay.OLDEST_FIRST, request.GET.get("after", ""))
    rows = [_hold(one, actor, now) for one in page.rows]
    shown = {"rows": rows, "count": delay.holds(actor).count(), **_links("", page.next_token, page.previous_token)}
    return render(request, "cases/delay/holds.html", shown)


def _hold(hold: Hold, actor: Actor, now: datetime) -> dict[str, Any]:
    late = now.astimezone(SHANGHAI).date() > hold.review_on
    case = _veiled(hold, actor)
    return {"hold": hold, "case": case, "days": delay.days_on_hold(hold, now), "late": late}


def _veiled(row: Any, actor: Actor) -> Case:
    """The row's case as the reader may see it, and the row likewise."""
    case = queries.veil(row.case, actor)
    veil_rows(case, [row])
    return case


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of request: how it is called, what waits, and the noun of the step that decides it."""

    code: str
    label: object
    waiting: Callable[[Actor], "QuerySet[Any]"]
    noun: str
    may: Callable[[Actor, Any], bool]


# A further sort of request is one more line.
SORTS = (
    Sort("extensions", _("More time"), delay.extensions_asked, "extension", delay.may_decide),
    Sort("holds", _("Holds"), delay.holds_asked, "hold", lambda actor, _asked: actor.has(permissions.DECIDE_HOLD)),
    Sort("exclusions", _("Firms' words left out"), word.pending_exclusions, "exclusion-decision", lambda _a, _b: True),
)


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, one sort at a time, the oldest first."""
    actor = acting(request)
    require(actor, permissions.SEE_REQUESTS)
    counts = {one.code: one.waiting(actor).count() for one in SORTS}
    usual = next((code for code, count in counts.items() if count), SORTS[0].code)
    asked = request.GET.get("sort", usual)
    sort = next((one for one in SORTS if one.code == asked), SORTS[0])
    page = keyset_page(sort.waiting(actor), delay.IN_ORDER, request.GET.get("after", ""))
    rows = [_asked(one, sort, actor) for one in page.rows]
    links = _links(f"sort={sort.code}&", page.next_token, page.previous_token)
    shown = {"rows": rows, "sort": sort, "tabs": _tabs(sort, counts), **links}
    return render(request, "cases/delay/requests.html", shown)


def _asked(one: Any, sort: Sort, actor: Actor) -> dict[str, Any]:
    due = delay.due_without(one) if isinstance(one, Extension) else None
    return {"one": one, "case": _veiled(one, actor), "may": sort.may(actor, one), "due_at": due}


def _tabs(current: Sort, counts: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {"label": one.label, "url": f"?sort={one.code}", "count": counts[one.code], "current": one is current}
        for one in SORTS
    ]


def _links(kept: str, following: str, before: str) -> dict[str, str]:
    return {
        name: f"?{kept}after={token}" if token else "" for name, token in (("next", following), ("previous", before))
    }
