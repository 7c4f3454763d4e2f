"""The data files of the demo district agree with each other."""

import re
from collections import Counter
from typing import Any

from zhilian.config.demo.parts import categories, channel_for, find_sub, find_unit, read, units
from zhilian.kit import creditcode

ORGANISATIONS: dict[str, dict[str, Any]] = {row["code"]: row for row in read("organisations")}
STREETS: dict[str, str] = {row["code"]: row["name"] for row in read("streets")}
CAST: list[dict[str, Any]] = read("cast")["people"]
FIRMS: dict[str, dict[str, Any]] = {row["ref"]: row for row in read("cast")["enterprises"]}
ROLES = {
    "enterprise_user",
    "station_clerk",
    "dispatcher",
    "department_handler",
    "department_head",
    "federation_leader",
    "bank_officer",
    "city_observer",
    "system_admin",
    "security_admin",
    "audit_admin",
}


def test_the_district_has_the_size_it_claims() -> None:
    kinds = Counter(row["kind"] for row in ORGANISATIONS.values())
    assert (len(STREETS), kinds["street_federation"], kinds["chamber"], len(units())) == (11, 11, 25, 40)
    assert (kinds["station"], kinds["bank"], len(categories())) == (8, 8, 22)
    assert [row["no"] for row in read("channels")] == list(range(1, 31))


def test_every_organisation_has_a_code_of_its_own_and_a_known_parent_and_street() -> None:
    assert len(ORGANISATIONS) == len(read("organisations"))
    for row in ORGANISATIONS.values():
        assert row["parent"] is None or row["parent"] in ORGANISATIONS, row
        assert row["street"] is None or row["street"] in STREETS, row


def test_every_station_stands_in_a_chamber() -> None:
    stations = [row for row in ORGANISATIONS.values() if row["kind"] == "station"]
    assert {ORGANISATIONS[row["parent"]]["kind"] for row in stations} == {"chamber"}
    assert ORGANISATIONS["ST-HG"]["status"] == "pilot"


def test_names_of_units_lead_to_one_unit() -> None:
    names = [name for row in units().values() for name in {row["name"], row["short_name"], *row["aliases"]}]
    assert len(names) == len(set(names))
    assert find_unit("区工信局") == "GXJ"
    assert find_unit("无此单位") is None


def test_every_channel_belongs_to_a_unit_and_serves_known_categories() -> None:
    for row in read("channels"):
        assert row["unit"] in {*units(), "LG-HYB"}, row
        assert set(row["categories"]) <= set(categories()), row
        assert 60 <= row["contact_minutes"] <= 420, row
        assert 2 <= row["close_days"] <= 15, row


def test_every_category_goes_over_a_channel_of_its_own_unit() -> None:
    for code, row in categories().items():
        assert channel_for(code)["unit"] == row["unit"]
        assert set(row["assist_units"]) <= set(units())
        assert 8 <= len(set(row["keywords"])) == len(row["keywords"]) <= 20
        assert [sub["code"] for sub in row["sub_categories"]] == [
            f"{code}-{no:02d}" for no in range(1, len(row["sub_categories"]) + 1)
        ]


def test_everybody_in_the_cast_is_somebody_else_and_belongs_somewhere() -> None:
    for field in ("username", "name", "email", "phone"):
        assert len({row[field] for row in CAST}) == len(CAST), field
    assert {row["role"] for row in CAST} == ROLES
    for row in CAST:
        assert re.fullmatch(r"[a-z0-9-]+", row["username"]), row
        assert (row["org"] in ORGANISATIONS) != (row["enterprise"] in FIRMS), row
        assert row["first_click"]["zh"], row
        assert row["first_click"]["en"], row


def test_every_unit_has_one_handler() -> None:
    handlers = Counter(row["org"] for row in CAST if row["role"] == "department_handler")
    assert set(handlers) == {*units(), "LG-HYB"}
    assert set(handlers.values()) == {1}


def test_the_firms_of_the_cast_have_valid_credit_codes() -> None:
    for firm in FIRMS.values():
        assert creditcode.parse(firm["credit_code"]).inner_ok
        assert firm["street"] in STREETS
        assert set(firm["chambers"]) <= set(ORGANISATIONS)


def test_hero_cases_are_played_by_the_cast_over_real_channels() -> None:
    names = {row["username"] for row in CAST}
    numbers = {row["no"] for row in read("channels")}
    for case in read("hero"):
        assert case["enterprise"] in FIRMS
        assert find_sub(case["category"], case["sub"]), case["key"]
        assert case["station"] is None or case["station"] in ORGANISATIONS
        for step in case["steps"]:
            assert step["by"] in names, step
            assert step.get("channel", 1) in numbers, step


def test_hero_units_answer_only_over_their_own_channel() -> None:
    unit_of = {row["username"]: row["org"] for row in CAST}
    channels = {row["no"]: row["unit"] for row in read("channels")}
    for case in read("hero"):
        unit = ""
        for step in case["steps"]:
            unit = channels[step["channel"]] if "channel" in step else unit
            if step["move"] in {"sign", "contact", "reply", "return"}:
                assert unit_of[step["by"]] == unit, step


def test_there_are_parts_enough_for_thousands_of_names() -> None:
    names = read("names")
    assert len({*names["brands_two"], *names["brands_more"]}) >= 600
    assert len(names["surnames"]) >= 120
    assert len(set(names["given_names"])) >= 300
