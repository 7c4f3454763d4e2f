"""Size of a firm: 中小企业划型标准规定, 工信部联企业〔2011〕300号."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Final, Literal, NamedTuple

from .industries import DIVISIONS, UnknownIndustry, lookup

Number = int | float | Decimal
Indicator = Literal["employees", "turnover", "assets"]


class Size(StrEnum):
    """大型, 中型, 小型, 微型."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"
    MICRO = "micro"


class Bound(NamedTuple):
    """The lower bounds (≥) of large, medium and small for one indicator; below small is micro."""

    large: int
    medium: int
    small: int


Rule = Mapping[Indicator, Bound]


def _rule(
    employees: tuple[int, int, int] | None = None,
    turnover: tuple[int, int, int] | None = None,
    assets: tuple[int, int, int] | None = None,
) -> Rule:
    given: dict[Indicator, tuple[int, int, int] | None]
    given = {"employees": employees, "turnover": turnover, "assets": assets}
    return {indicator: Bound(*bounds) for indicator, bounds in given.items() if bounds}


RULES: Final[dict[str, Rule]] = {
    "农林牧渔业": _rule(turnover=(20_000, 500, 50)),
    "工业": _rule((1000, 300, 20), (40_000, 2000, 300)),
    "建筑业": _rule(turnover=(80_000, 6000, 300), assets=(80_000, 5000, 300)),
    "批发业": _rule((200, 20, 5), (40_000, 5000, 1000)),
    "零售业": _rule((300, 50, 10), (20_000, 500, 100)),
    "交通运输业": _rule((1000, 300, 20), (30_000, 3000, 200)),
    "仓储业": _rule((200, 100, 20), (30_000, 1000, 100)),
    "邮政业": _rule((1000, 300, 20), (30_000, 2000, 100)),
    "住宿业": _rule((300, 100, 10), (10_000, 2000, 100)),
    "餐饮业": _rule((300, 100, 10), (10_000, 2000, 100)),
    "信息传输业": _rule((2000, 100, 10), (100_000, 1000, 100)),
    "软件和信息技术服务业": _rule((300, 100, 10), (10_000, 1000, 50)),
    "房地产开发经营": _rule(turnover=(200_000, 1000, 100), assets=(10_000, 5000, 2000)),
    "物业管理": _rule((1000, 300, 100), (5000, 1000, 500)),
    "租赁和商务服务业": _rule((300, 100, 10), assets=(120_000, 8000, 100)),
    "其他未列明行业": _rule((300, 100, 10)),
}
"""Group of the rule → its indicators: employees in persons, turnover and assets in 万元."""

_BY_SECTION: Final = {
    "A": "农林牧渔业",
    "B": "工业",
    "C": "工业",
    "D": "工业",
    "E": "建筑业",
    "L": "租赁和商务服务业",
    **dict.fromkeys("MNOR", "其他未列明行业"),
}
_BY_DIVISION: Final = {
    "51": "批发业",
    "52": "零售业",
    **dict.fromkeys(("54", "55", "56", "57", "58"), "交通运输业"),
    "60": "邮政业",
    "61": "住宿业",
    "62": "餐饮业",
    "63": "信息传输业",
    "64": "信息传输业",
    "65": "软件和信息技术服务业",
    "85": "其他未列明行业",
}
_BY_GROUP: Final = {
    "59": {"591": "交通运输业", "": "仓储业"},
    "70": {"701": "房地产开发经营", "702": "物业管理", "": "其他未列明行业"},
}


def rules_for(industry_code: str) -> frozenset[str | None]:
    """Name the groups of the rule an industry may fall under: several when the code is not fine enough.

    None stands for industries without a rule (railways, finance, education, health, public bodies). Errors:
    UnknownIndustry. Source of the mapping: the statistics bureau's method of 2017.
    """
    industry = lookup(industry_code)
    if industry.division:
        return _of_division(industry.code, industry.section)
    inside = [division for division in DIVISIONS.values() if division.section == industry.section]
    return frozenset().union(*(_of_division(division.code, division.section) for division in inside))


def classify(
    industry_code: str, employees: Number | None, turnover_wan: Number | None, assets_wan: Number | None
) -> Size | None:
    """Size of a firm from employees (persons), turnover and total assets (both in 万元).

    None when the industry has no rule, an indicator the rule needs is missing, or the code is too coarse to decide.
    Source: 工信部联企业〔2011〕300号; large, medium and small must meet all lower bounds of their group.
    """
    values: dict[Indicator, Number | None]
    values = {"employees": employees, "turnover": turnover_wan, "assets": assets_wan}
    try:
        sizes = {by_rule(group, values) for group in rules_for(industry_code)}
    except UnknownIndustry:
        return None
    return sizes.pop() if len(sizes) == 1 else None


def by_rule(group: str | None, values: Mapping[Indicator, Number | None]) -> Size | None:
    """Size under one group of ``RULES``: the smallest grade any of its indicators reaches."""
    if group is None:
        return None
    grades: list[int] = []
    for indicator, bounds in RULES[group].items():
        value = values.get(indicator)
        if value is None:
            return None
        grades.append(sum(value >= bound for bound in bounds))
    return (Size.MICRO, Size.SMALL, Size.MEDIUM, Size.LARGE)[min(grades)]


def _of_division(code: str, section: str) -> frozenset[str | None]:
    division, group = code[:2], code[:3]
    if finer := _BY_GROUP.get(division):
        return frozenset({finer.get(group, finer[""])} if len(code) > 2 else finer.values())
    return frozenset({_BY_DIVISION.get(division) or _BY_SECTION.get(section)})
