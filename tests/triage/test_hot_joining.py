"""The daily way: new texts join what is known, and nothing else moves."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.triage.hot_texts import START, TROUBLES, district, others, told
from zhilian.triage.rules.frequencies import Frequencies
from zhilian.triage.rules.hot import Group, Profile, Text, counted, group, join, joined

NEXT_WEEK = START + timedelta(days=7)


def known() -> tuple[dict[str, Profile], Frequencies]:
    """The three issues of the small district under their own names, and the words counted."""
    table = counted(district())
    large = [one for one in group(district(), table=table) if len(one.texts) > 4]
    return {str(one.texts[0].id).split("-")[0]: one.profile for one in large}, table


def arrived(trouble: str, count: int) -> list[Text]:
    return [replace(text, id=f"new-{text.id}") for text in told(trouble, count, since=NEXT_WEEK)]


def test_each_text_joins_its_issue() -> None:
    profiles, table = known()
    found = join(profiles, [*arrived("power", 4), *arrived("loan", 2)], table)
    assert found.into == {
        f"new-{name}-{at}": name for name, count in (("power", 4), ("loan", 2)) for at in range(count)
    }
    assert all(0 < likeness <= 1 for likeness in found.likeness.values())
    assert {key: profile.texts for key, profile in found.profiles.items()} == {"power": 16, "loan": 8}
    assert found.groups == []


def test_what_is_new_is_grouped_among_itself() -> None:
    profiles, table = known()
    rent = [
        Text(
            f"rent-{at}",
            NEXT_WEEK,
            "龙城广场商铺租金突然上涨一半",
            "房东要求商铺租金上涨一半，合同还没有到期。",
            firm=str(at),
        )
        for at in range(4)
    ]
    table.add(f"{text.subject} {text.body}" for text in rent)
    found = join(profiles, [*rent, *arrived("waste", 1)], table)
    assert set(found.into) == {"new-waste-0"}
    assert [one.ids for one in found.groups] == [{text.id for text in rent}]


def test_other_texts_neither_join_nor_change_who_does() -> None:
    profiles, table = known()
    strangers = [replace(text, id=f"new-{text.id}", at=NEXT_WEEK) for text in others()]
    alone, among = join(profiles, arrived("power", 3), table), join(profiles, [*strangers, *arrived("power", 3)], table)
    assert alone.into == among.into
    assert alone.profiles["power"].to_json() == among.profiles["power"].to_json()
    assert set(among.profiles) == {"power"}


def test_asking_twice_gives_the_same() -> None:
    profiles, table = known()
    texts = [*arrived("power", 3), *others()]
    assert join(profiles, texts, table).into == join(profiles, texts[::-1], table).into


def test_a_text_joins_the_issue_it_would_have_been_grouped_with() -> None:
    profiles, table = known()
    for name in TROUBLES:
        assert join(profiles, arrived(name, 1), table).into == {f"new-{name}-0": name}
    assert join({}, arrived("power", 3), table).groups[0].ids == {f"new-power-{at}" for at in range(3)}


def test_a_profile_is_kept_as_plain_values() -> None:
    profile = known()[0]["power"]
    kept = json.loads(json.dumps(profile.to_json()))
    again = Profile.from_json(kept)
    assert again.to_json() == kept
    assert len(json.dumps(kept)) < 8_000
    assert joined(profile, again).texts == 24


@pytest.mark.parametrize(
    "kept",
    [
        None,
        {},
        {"layout": 1, "texts": 3, "hashes": "====", "weights": ""},
        {"layout": 9, "texts": 3, "hashes": "", "weights": ""},
        {"layout": 1, "texts": -1, "hashes": "", "weights": ""},
        {"layout": 1, "texts": 3, "hashes": "AAAAAAAAAAA=", "weights": ""},
        {"layout": 1, "texts": 3, "hashes": "AAAAAAAAAAA=", "weights": "AADAfw=="},
        {"layout": 1, "texts": 3, "hashes": "AAAA", "weights": "AAAAAA=="},
    ],
)
def test_a_damaged_profile_is_refused(kept: object) -> None:
    with pytest.raises(ValueError, match="profile"):
        Profile.from_json(kept)


def test_a_group_is_as_close_as_its_texts() -> None:
    same = [replace(told("power", 1)[0], id=str(at)) for at in range(5)]
    found: list[Group] = group([*same, *others()])
    assert found[0].closeness == pytest.approx(1, abs=1e-3)
