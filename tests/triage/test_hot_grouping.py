"""Texts about the same trouble come together; others do not."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.triage.hot_texts import START, district, others, told
from zhilian.triage.rules.hot import Group, Id, Text, group


def by_name(groups: Iterable[Group]) -> dict[str, set[Id]]:
    """The members of the larger groups, by the trouble they tell of."""
    return {str(min(map(str, one.ids))).split("-")[0]: set(one.ids) for one in groups if len(one.texts) > 4}


def ids(texts: Iterable[Text]) -> set[Id]:
    return {text.id for text in texts}


def test_each_trouble_is_one_group_and_the_rest_is_in_none_of_them() -> None:
    found = by_name(group(district()))
    assert found == {"power": ids(told("power", 12)), "waste": ids(told("waste", 9)), "loan": ids(told("loan", 6))}


def test_the_order_of_the_texts_does_not_matter() -> None:
    first, second = group(district(1)), group(district(2))
    assert [one.texts for one in first] == [one.texts for one in second]
    assert [one.profile.to_json() for one in first] == [one.profile.to_json() for one in second]


def test_unrelated_texts_change_no_group() -> None:
    alone, among = group([*told("power", 12), *others()]), group(district())
    assert by_name(alone)["power"] == by_name(among)["power"]


def test_polite_words_alone_bring_nothing_together() -> None:
    polite = [
        replace(
            text,
            subject=f"尊敬的领导，请求解决{text.subject}的问题",
            body=f"尊敬的领导您好！{text.body}希望有关部门尽快解决，谢谢！",
        )
        for text in others()
    ]
    assert not by_name(group([*polite, *told("power", 12)])).keys() - {"power"}


def test_the_same_text_sent_many_times_is_one_group() -> None:
    again = [replace(told("waste", 1)[0], id=f"again-{at}") for at in range(300)]
    found = group([*again, *told("power", 12), *others()])
    assert [len(one.texts) for one in found[:2]] == [12, 300]  # by firms, not by texts
    assert found[1].firms == 1
    assert found[1].closeness == pytest.approx(1, abs=0.001)


def test_after_a_long_silence_it_is_a_new_issue() -> None:
    texts = [*told("power", 5), *[replace(text, id=f"later-{text.id}") for text in told("power", 5)]]
    later = [replace(text, at=text.at + timedelta(days=200)) for text in texts[5:]]
    assert sorted(len(one.texts) for one in group([*texts[:5], *later, *others()])) == [5, 5]
    assert len(group([*texts[:5], *later, *others()], pause=timedelta(days=400))[0].texts) == 10


def test_a_chain_does_not_make_one_group() -> None:
    """Each text is like the next, the first and the last have nothing in common."""
    dice = random.Random(3)
    words = ["".join(dice.sample("山川田园林泉石桥村港湾塘溪岭坪坑围楼", 6)) for _ in range(202)]
    chain = [Text(f"chain-{at:03}", START + timedelta(hours=at), "".join(words[at : at + 2]), "") for at in range(200)]
    assert all(len(one.texts) < 20 for one in group(chain))


@pytest.mark.parametrize(
    "odd",
    [
        "",
        "电",
        "123456",
        "😀😀🎉",
        "power cut again",
        "嘅啲佢哋停電",
        "<b>停电</b><script>x</script>",
        "\n\t ",
        "停电" * 50_000,
    ],
)
def test_odd_texts_do_no_harm(odd: str) -> None:
    strange = [Text(f"odd-{at}", START, odd, odd, firm=str(at)) for at in range(2)]
    assert any(ids(told("power", 12)) <= one.ids for one in group([*district(), *strange]))


def test_nothing_is_found_in_nothing() -> None:
    assert group([]) == group(told("power", 1)) == []
