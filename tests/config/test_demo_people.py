"""The invented firms: as many as asked for, all different, the same for the same seed."""

from collections import Counter

from zhilian.config.demo.parts import read
from zhilian.config.demo.people import district_firms
from zhilian.kit import creditcode

FIRMS = district_firms()


def test_a_district_has_5200_firms_and_none_twice() -> None:
    assert len(FIRMS) == 5200
    for field in ("name", "short_name", "credit_code", "phone"):
        assert len({getattr(firm, field) for firm in FIRMS}) == 5200, field


def test_the_cast_comes_first() -> None:
    assert [firm.ref for firm in FIRMS[:4]] == ["QIAN", "LIN", "ZHOU", ""]


def test_the_same_seed_makes_the_same_district_and_another_seed_another() -> None:
    assert district_firms() == FIRMS
    assert district_firms(seed=7, count=50)[3:] != FIRMS[3:50]


def test_every_credit_code_is_valid_and_of_the_series_nobody_was_given() -> None:
    for firm in FIRMS:
        code = creditcode.parse(firm.credit_code)
        assert code.inner_ok
        assert code.organisation.startswith("DM")
        assert (code.kind == "92") == (firm.legal_form == "个体工商户"), firm


def test_every_firm_sits_in_a_street_and_its_chamber() -> None:
    streets = {row["code"]: row for row in read("streets")}
    chambers = {row["code"] for row in read("organisations") if row["kind"] == "chamber"}
    for firm in FIRMS:
        assert streets[firm.street]["full_name"] in firm.address
        assert set(firm.chambers) <= chambers
        assert len(firm.name) <= 40
    assert set(Counter(firm.street for firm in FIRMS)) == set(streets)


def test_the_district_makes_things_and_most_firms_are_small() -> None:
    sections = Counter(firm.section for firm in FIRMS)
    sizes = Counter(firm.size for firm in FIRMS)
    assert sections.most_common(1)[0][0] == "C"
    assert set(sizes) == {"micro", "small", "medium", "large"}
    assert sizes["micro"] > sizes["small"] > sizes["medium"] > sizes["large"] > 0
