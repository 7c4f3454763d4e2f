"""An issue is named by its own words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.triage.hot_texts import START, district, others, told
from zhilian.triage.rules.hot import Text, counted, group, named


def spoken(subjects: list[str], body: str = "") -> list[Text]:
    return [Text(at, START + timedelta(hours=at), subject, body, firm=str(at)) for at, subject in enumerate(subjects)]


def test_a_name_is_a_part_of_a_subject_that_says_where_and_what() -> None:
    table = counted(district())
    for one in group(district(), table=table)[:3]:
        name = named(one, table).name
        assert 4 <= len(name) <= 20
        assert any(name in text.subject for text in one.texts)
    power = named(told("power", 12), table)
    assert "坪地工业区" in power.name
    assert "停电" in power.name


def test_polite_beginnings_are_no_part_of_a_name() -> None:
    texts = spoken([f"尊敬的领导您好，请求解决坪地工业区频繁停电的问题{mark}" for mark in "。！？～"])
    assert named(texts, counted([*texts, *others()])).name == "坪地工业区频繁停电"


def test_a_word_that_no_dictionary_knows_is_found_in_the_group() -> None:
    where = ["附近", "门口", "旁边", "对面", "后面", "楼下"]
    texts = spoken([f"翡砻珑庭{place}修车店彻夜噪音" for place in where])
    found = named(texts, counted([*texts, *district()]))
    assert "翡砻珑庭" in found.words
    assert found.name.startswith("翡砻珑庭")


def test_who_sends_much_does_not_name_the_issue() -> None:
    many = [Text(at, START, "请加快某某大道建设的力度", "", firm="one") for at in range(30)]
    few = [Text(at + 100, START, "坪地工业区频繁停电", "", firm=str(at)) for at in range(6)]
    assert named([*many, *few], counted([*many, *few, *others()])).name == "坪地工业区频繁停电"


def test_there_are_at_most_six_words_none_within_another() -> None:
    words = named(told("waste", 9), counted(district())).words
    assert 3 <= len(words) <= 6
    assert not any(one in other for one in words for other in words if one != other)


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        ("", ""),
        ("？？？", "？？？"),
        ("123", "123"),
        ("的", "的"),
        ("OK OK OK", "OK OK OK"),
        ("好" * 50, "好好"),
    ],
)
def test_texts_that_say_nothing_have_a_name_all_the_same(subject: str, name: str) -> None:
    texts = spoken([subject] * 3)
    assert named(texts, counted([*texts, *others()])).name in {name, "OK"}


def test_a_name_does_not_depend_on_the_order() -> None:
    texts, table = told("waste", 9), counted(district())
    assert named(texts, table).name == named(texts[::-1], table).name
