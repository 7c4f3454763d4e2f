"""The list of cases: read from the address, counted, and filtered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import get_language, gettext_lazy, pgettext_lazy

from zhilian.cases import labels, permissions, queries
from zhilian.cases.lines import capped, lines
from zhilian.cases.queries import VIEWS, Given, Reference, Wanted
from zhilian.cases.queries.named import grades_on
from zhilian.cases.rules import OPEN, Stage
from zhilian.core.actor import Actor
from zhilian.core.models import Federation
from zhilian.core.paging import keyset_page

TABS = {
    "mine": gettext_lazy("Waiting for me"),
    "open": gettext_lazy("All open"),
    "assist": pgettext_lazy("view", "Assisting"),
    "late": pgettext_lazy("view", "Overdue"),
    "today": gettext_lazy("Due today"),
    "waiting_unit": gettext_lazy("Waiting for units"),
    "waiting_firm": gettext_lazy("Waiting for firms"),
    "silent": gettext_lazy("Time to rate is over"),
    "stranded": gettext_lazy("The unit has nobody left"),
    "closed": gettext_lazy("Closed cases"),
    "all": gettext_lazy("All"),
}
ENDED = frozenset({"closed", "all"})  # views with every case there ever was
ONLY_OPEN = frozenset({"waits", "grade"})  # filters without an index of their own: for open cases only
FILTERS = ("stage", "waits", "category", "street", "unit", "grade")
NAMED = {
    "stage": gettext_lazy("Stage"),
    "waits": gettext_lazy("Waits for"),
    "category": gettext_lazy("Category"),
    "street": gettext_lazy("Street"),
    "unit": gettext_lazy("Unit"),
    "grade": gettext_lazy("Grade"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter: its column, name, and values (code, name, chosen)."""

    column: str
    label: object
    values: list[tuple[str, str, bool]]


def listing(actor: Actor, asked: Mapping[str, str], at: datetime) -> dict[str, Any]:
    """Everything the list's page shows; a fixed number of queries."""
    wanted = read(actor, asked)
    district, given = queries.district_of(actor, wanted.district), queries.conditions(actor, wanted, at)
    page = keyset_page(queries.cases(actor, wanted, at, given=given), queries.ordering(wanted), asked.get("after", ""))
    grades = [(one.code, one.name) for one in grades_on(district, at)]
    filters = _filters(actor, wanted, queries.reference(district), grades)
    return {
        "wanted": wanted,
        "rows": lines(page.rows, actor, at, district),
        "tabs": _tabs(actor, wanted, given, at),
        "filters": [one for one in filters if one.column != "waits"],  # the views offer that; links may ask for it
        "districts": _districts(actor, district),
        "chips": _chips(wanted, filters),
        **_addresses(wanted, page.next_token, page.previous_token),
    }


def _addresses(wanted: Wanted, following: str, before: str) -> dict[str, Any]:
    """Where the list's own links lead."""
    return {
        "clear_url": address(wanted, **dict.fromkeys((*FILTERS, "words"), "")),
        "by_due": queries.ordering(wanted)[0] == "due_at",
        "sortable": wanted.view not in ENDED,
        "sort_url": address(wanted, order="newest" if wanted.order == "due" else "due"),
        "next": address(wanted, after=following) if following else "",
        "previous": address(wanted, after=before) if before else "",
    }


def read(actor: Actor, asked: Mapping[str, str]) -> Wanted:
    """What the address asks for; unknown views and orders become the usual ones, unknown codes find nothing."""
    usual = "mine" if queries.stages_asking(actor) else "open"
    view = asked.get("view", usual)
    view = view if view in VIEWS else usual
    text = {name: asked.get(name, "")[:60] for name in (*FILTERS, "words", "district")}
    order = "newest" if asked.get("order") == "newest" else "due"
    if view in ENDED:
        text |= dict.fromkeys(ONLY_OPEN, "")
    return Wanted(view=view, order=order, **text)


def address(wanted: Wanted, **other: str) -> str:
    """The list's address with some things asked for differently."""
    values = {name: getattr(wanted, name) for name in Wanted.__dataclass_fields__}
    kept = {name: value for name, value in {**values, **other}.items() if value and (name, value) != ("order", "due")}
    return f"?{urlencode(kept)}"


def _tabs(actor: Actor, wanted: Wanted, given: Given, at: datetime) -> list[dict[str, Any]]:
    """The views with their figures under the same filters; a stage is chosen within a view, so it does not count."""
    stages = queries.waiting_stages(wanted.waits) if wanted.waits else frozenset(Stage)
    figures = queries.tallies(actor, Given(given.lookups, stages), at)
    offered = {"mine": bool(queries.stages_asking(actor)), "silent": actor.has(permissions.CLOSE_UNRATED)}
    offered["assist"] = actor.in_unit
    offered["stranded"] = wanted.view == "stranded"
    return [
        {
            "label": TABS[view],
            "url": address(wanted, view=view, stage=""),
            "current": view == wanted.view,
            "count": capped(figures[view]) if view in figures else None,
        }
        for view in TABS
        if offered.get(view, True)
    ]


def _filters(actor: Actor, wanted: Wanted, names: Reference, grades: list[tuple[str, str]]) -> list[Choice]:
    """The filters that make sense for this reader in this view, with what is chosen."""
    hidden = {"unit", "waits"} if actor.in_unit else set()
    columns = [column for column in FILTERS if column not in hidden | (ONLY_OPEN if wanted.view in ENDED else set())]
    known = {**_values(wanted, names), "grade": grades}
    return [
        Choice(column, NAMED[column], [(code, name, code == getattr(wanted, column)) for code, name in known[column]])
        for column in columns
    ]


def _values(wanted: Wanted, names: Reference) -> dict[str, list[tuple[str, str]]]:
    """What each column can be filtered by: codes and names."""
    language = get_language() or ""
    stages = [stage for stage in Stage if wanted.view in ENDED or stage in OPEN]
    offered = {column: [row for row in found.rows if row.offered] for column, found in names.items()}
    return {
        **{column: [(row.code, row.shown(language)) for row in listed] for column, listed in offered.items()},
        "stage": [(stage.value, str(labels.STAGES[stage])) for stage in stages],
        "waits": [(party.value, str(label)) for party, label in labels.PARTIES.items()],
    }


def _chips(wanted: Wanted, filters: list[Choice]) -> list[dict[str, Any]]:
    """What is filtered by; each chip takes itself off."""
    chips = [{"label": f"“{wanted.words}”", "url": address(wanted, words="")}] if wanted.words else []
    for choice in filters:
        chips += [
            {"label": f"{choice.label}: {name}", "url": address(wanted, **{choice.column: ""})}
            for _code, name, chosen in choice.values
            if chosen
        ]
    return chips


def _districts(actor: Actor, current: Federation) -> list[tuple[str, str, bool]]:
    offered = queries.districts(actor)
    return [(one.code, one.short_name, one.pk == current.pk) for one in offered] if len(offered) > 1 else []
