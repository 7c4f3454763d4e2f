"""Industries by code and name, and the size of a firm."""

from __future__ import annotations

import csv
import os
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhilian.kit.industries import DIVISIONS, SECTIONS, UnknownIndustry, lookup
from zhilian.kit.size import RULES, Size, by_rule, classify, rules_for

STANDARD = Path(os.environ.get("ZHILIAN_SHARED", "../shared")) / "data/standards/gbt4754-2017.csv"


def test_the_standard_has_twenty_sections_and_ninety_seven_divisions() -> None:
    assert "".join(SECTIONS) == "ABCDEFGHIJKLMNOPQRST"
    assert list(DIVISIONS) == [f"{n:02}" for n in range(1, 98)]


@pytest.mark.skipif(not STANDARD.exists(), reason="the standard's table lies beside the project")
def test_codes_and_names_agree_with_the_standards_table() -> None:
    with STANDARD.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if len(row["code"]) <= 2]
    ours = SECTIONS | {code: industry.name for code, industry in DIVISIONS.items()}
    assert {row["code"] for row in rows} == set(ours)
    for row in rows:  # the table cuts a few long names short
        assert ours[row["code"]].startswith(row["name"])
        section = row["code"] if row["code"].isalpha() else DIVISIONS[row["code"]].section
        assert section == row["section"]


@pytest.mark.parametrize(
    ("text", "code", "section"),
    [
        ("C", "C", "C"),
        ("39", "39", "C"),
        ("C39", "39", "C"),
        ("ｃ3912", "3912", "C"),
        ("391", "391", "C"),
        ("1", "01", "A"),
        ("房地产业", "70", "K"),
        ("制造业", "C", "C"),
        ("软件", "65", "I"),
        ("计算机、通信和其他电子设备制造业", "39", "C"),
        ("仓储和邮政", "G", "G"),
    ],
)
def test_an_industry_is_found_by_code_or_name(text: str, code: str, section: str) -> None:
    industry = lookup(text)
    assert (industry.code, industry.section) == (code, section)


@pytest.mark.parametrize("text", ["", "98", "00", "A39", "39123", "飞天业", "U"])
def test_what_is_no_industry_is_refused(text: str) -> None:
    with pytest.raises(UnknownIndustry):
        lookup(text)


def test_a_name_that_fits_several_names_them() -> None:
    with pytest.raises(UnknownIndustry) as caught:
        lookup("设备制造业")
    assert "39" in [industry.code for industry in caught.value.candidates]


@pytest.mark.parametrize(
    ("industry", "employees", "turnover", "assets", "size"),
    [
        ("C39", 1000, 40_000, None, Size.LARGE),
        ("C39", 1200, 39_999, None, Size.MEDIUM),
        ("C39", 299, 50_000, None, Size.SMALL),
        ("C39", 20, 300, None, Size.SMALL),
        ("C39", 19, 9000, None, Size.MICRO),
        ("65", 300, 9999, None, Size.MEDIUM),
        ("65", 10, Decimal("49.9"), None, Size.MICRO),
        ("47", None, 6000, 4999, Size.SMALL),
        ("701", None, 1000, 5000, Size.MEDIUM),
        ("72", 120, None, 7999, Size.SMALL),
        ("80", 100, None, None, Size.MEDIUM),
        ("51", 5, 999, None, Size.MICRO),
        ("52", 60, 500, None, Size.MEDIUM),
        ("702", 1000, 5000, None, Size.LARGE),
    ],
)
def test_sizes_of_the_rule(
    industry: str, employees: int | None, turnover: int | Decimal | None, assets: int | None, size: Size
) -> None:
    assert classify(industry, employees, turnover, assets) is size


@pytest.mark.parametrize(
    ("industry", "employees", "turnover", "assets"),
    [
        ("C39", None, 40_000, None),  # an indicator is missing
        ("66", 100, 100, 100),  # finance has its own rule
        ("53", 100, 100, 100),  # railways are left out
        ("70", 100, 1000, 5000),  # too coarse: developer, manager or agent
        ("99", 100, 100, 100),  # no such industry
    ],
)
def test_no_size_where_the_rule_is_silent(
    industry: str, employees: int | None, turnover: int | None, assets: int | None
) -> None:
    assert classify(industry, employees, turnover, assets) is None


def test_a_coarse_code_is_enough_where_its_groups_agree() -> None:
    assert rules_for("F") == {"批发业", "零售业"}
    assert rules_for("592") == {"仓储业"}
    assert classify("F", 3, 50, None) is Size.MICRO
    assert classify("59", 5000, 50_000, None) is Size.LARGE


@given(st.sampled_from(sorted(RULES)), st.lists(st.integers(0, 300_000), min_size=6, max_size=6))
def test_a_firm_that_grows_never_gets_smaller(group: str, figures: list[int]) -> None:
    order = [Size.MICRO, Size.SMALL, Size.MEDIUM, Size.LARGE]
    less, more = figures[:3], [a + b for a, b in zip(figures[:3], figures[3:], strict=True)]
    sizes = []
    for employees, turnover, assets in (less, more):
        size = by_rule(group, {"employees": employees, "turnover": turnover, "assets": assets})
        assert size is not None
        sizes.append(order.index(size))
    assert sizes[0] <= sizes[1]
