"""Where a case goes by the dispatch catalogue, and why."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _

from zhilian.cases.models import Case, RoutingRule
from zhilian.cases.queries.named import grade_codes, grade_name
from zhilian.cases.queries.reference import reference
from zhilian.cases.rules.routing import ASPECTS, Matter, RouteRow, fitting
from zhilian.channels.models import Category, DirectChannel
from zhilian.core.memory import remembered
from zhilian.core.models import Federation, Organisation
from zhilian.core.numbers import SHANGHAI
from zhilian.members.models import Enterprise

# house: allow chinese: the headings of a table that a federation signs
COLUMNS: Final = {
    "category": "类别",
    "street": "街道",
    "level": "等级",
    "size": "规模",
    "unit": "主办单位",
    "assists": "协办单位",
    "channel": "快捷通道",
}


@dataclass(frozen=True, slots=True)
class Route:
    """Where a case goes: lead, assisting units, channel, and a sentence that says why."""

    unit: Organisation
    assists: tuple[Organisation, ...]
    channel: DirectChannel | None
    why: str
    rule: RoutingRule | None = None


def route_of(
    case: Case, at: datetime, *, without: Iterable[int] = (), category: Category | None = None
) -> Route | None:
    """The route the catalogue gives a case on that day; units in ``without``, closed or complained of are passed over.

    Where no row fits, the category's usual unit; None where that is not possible either. ``category``: as if the case
    were of this one.
    """
    category = category or case.category
    barred = {*without, *([case.complained_of_id] if case.complained_of_id else [])}
    for rule in rules_for(case.federation, matter_of(case, category), _day(at)):
        if rule.unit.active and rule.unit_id not in barred:
            assists = tuple(one for one in rule.assists.all() if one.active and one.pk not in barred)
            return Route(rule.unit, assists, rule.channel, _why(rule, at), rule)
    usual = category.unit if category else None
    if usual is None or not usual.active or usual.pk in barred:
        return None
    return Route(usual, (), None, _("Usual unit of the category"))


def matter_of(case: Case, category: Category | None = None) -> Matter:
    """What the catalogue looks at; ``category``: as if the case were of this one."""
    category = category or case.category
    return Matter(
        category=category.code if category else "",
        street=case.street.code if case.street else "",
        level=case.grade,
        size=case.enterprise.size if case.enterprise else "",
    )


def rules_for(federation: Federation, matter: Matter, day: date) -> list[RoutingRule]:
    """The rules that fit on that day, the one to follow first."""
    rules = {rule.no: rule for rule in own_rules(federation) if rule.holds_on(day)}
    return [rules[row.no] for row in fitting(map(row_of, rules.values()), matter)]


def row_of(rule: RoutingRule) -> RouteRow:
    """A rule as the pure choice takes it."""
    return RouteRow(
        no=rule.no,
        unit=rule.unit.code,
        priority=rule.priority,
        category=rule.category.code if rule.category else "",
        street=rule.street.code if rule.street else "",
        level=rule.level,
        size=rule.size,
        assists=tuple(one.code for one in rule.assists.all()),
        channel=rule.channel.no if rule.channel else None,
    )


@remembered
def own_rules(federation: Federation) -> list[RoutingRule]:
    """All rows of the federation's catalogue, old ones too; few, so remembered for a few seconds."""
    along = ("federation", "category", "street", "unit", "channel")
    rows = RoutingRule.objects.filter(federation=federation).select_related(*along)
    return list(rows.prefetch_related("assists").order_by("no", "valid_from"))


def _why(rule: RoutingRule, at: datetime) -> str:
    named = {"no": rule.no, "words": rule_words(rule, at)}
    return _("Rule %(no)s of the dispatch catalogue: %(words)s") % named


def rule_words(rule: RoutingRule, at: datetime) -> str:
    """What a rule is for, in words."""
    named = [
        *([rule.category.name] if rule.category else []),
        *([rule.street.name] if rule.street else []),
        *([grade_name(rule.federation, rule.level, at)] if rule.level else []),
        *([str(Enterprise.Size(rule.size).label)] if rule.size in Enterprise.Size.values else []),
    ]
    return " · ".join(named) or _("any matter")


def _day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()


# ---- the table a federation signs


@dataclass(frozen=True, slots=True)
class Difference:
    """A line of the signed table that the catalogue answers differently; ``line`` counts from 2, below the headings."""

    line: int
    column: str
    expected: str
    given: str


def differences(federation: Federation, lines: Iterable[str], day: date) -> list[Difference]:
    """Hold the catalogue against a table of expected routes (CSV with the headings of COLUMNS; names or codes).

    Units are compared by name, short name or code; several assisting units are separated by 、 or ;.
    """
    known = {name: one.code for one in Organisation.objects.filter(federation=federation) for name in names_of(one)}
    codes = codes_of(federation)
    found: list[Difference] = []
    for number, row in enumerate(csv.DictReader(lines), start=2):
        matter = Matter(**{name: codes[name].get(cell, cell) for name in ASPECTS if (cell := _cell(row, name))})
        rules = rules_for(federation, matter, day)
        given = row_of(rules[0]) if rules else RouteRow(no=0, unit="")
        found += _compared(number, row, given, known)
    return found


def _compared(number: int, row: dict[str, str], given: RouteRow, known: dict[str, str]) -> list[Difference]:
    expected = {
        "unit": known.get(_cell(row, "unit"), _cell(row, "unit")),
        "assists": "、".join(sorted(known.get(one, one) for one in _split(_cell(row, "assists")))),
        "channel": _cell(row, "channel"),
    }
    actual = {
        "unit": given.unit,
        "assists": "、".join(sorted(given.assists)),
        "channel": str(given.channel) if given.channel is not None else "",
    }
    asked = [name for name in expected if COLUMNS[name] in row]
    return [
        Difference(number, COLUMNS[name], expected[name], actual[name])
        for name in asked
        if expected[name] != actual[name]
    ]


def names_of(organisation: Organisation) -> set[str]:
    """What an organisation is called in a table."""
    return {organisation.code, organisation.name, organisation.short_name}


def codes_of(federation: Federation) -> dict[str, dict[str, str]]:
    """Names of categories, streets, grades and sizes, in the language of the screen, to their codes."""
    names = reference(federation)
    return {
        "category": {row.name: row.code for row in names["category"].rows},
        "street": {row.name: row.code for row in names["street"].rows},
        "level": grade_codes(federation),
        "size": {str(label): code for code, label in Enterprise.Size.choices},
    }


def _cell(row: dict[str, str], name: str) -> str:
    return (row.get(COLUMNS[name]) or "").strip()


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.replace("；", "、").replace(";", "、").split("、") if part.strip()]
