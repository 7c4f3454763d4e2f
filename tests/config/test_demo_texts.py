"""What the firms say: well-formed entries, all slots filled, and nobody parrots another."""

import re
from collections import Counter
from random import Random

import pytest

from zhilian.config.demo.parts import categories, find_sub
from zhilian.config.demo.people import district_firms
from zhilian.config.demo.texts import SLOT, Book, Difficulty, difficulties

SLOTS = {"street", "park", "firm", "n", "amount", "month"}
RESULTS = {"solved", "partly", "explained", "planned", "referred"}
KINDS = {"consult", "help", "complaint", "suggest", "opinion"}
GRADES = {"urgent", "simple", "normal", "complex", "major"}


@pytest.mark.parametrize("row", difficulties(), ids=lambda row: row.key)
def test_a_difficulty_is_well_formed(row: Difficulty) -> None:
    assert find_sub(row.category, row.sub), row.sub
    assert row.result in RESULTS
    assert row.kind in KINDS
    assert row.grade in GRADES
    assert 1 <= row.rating <= 5
    assert set(row.sectors) <= set("ABCDEFGHIJKLMNOPQRST")
    assert set(row.sizes) <= {"micro", "small", "medium", "large"}
    assert set(row.months) <= set(range(1, 13))
    assert row.reply or "refuse" in row.extra
    assert row.extra.get("refuse", {"ground": 1})["ground"] in range(1, 8)
    told = "".join((row.title, row.text, row.contact_note, row.reply, row.comment, str(row.extra)))
    assert set(SLOT.findall(told)) <= SLOTS


def test_no_difficulty_is_told_twice_under_another_key() -> None:
    for values in ([row.key for row in difficulties()], [row.text for row in difficulties()]):
        assert [value for value, count in Counter(values).items() if count > 1] == []


def test_fifteen_hundred_tellings_are_filled_spread_out_and_rarely_alike() -> None:
    rng = Random(5)
    firms, book = district_firms(count=600), Book(rng)
    tellings = [book.tell(rng.choice(firms), rng.randint(1, 12)) for _ in range(1500)]
    assert not any(re.search(r"[{}]", telling.text + telling.title + telling.reply) for telling in tellings)
    assert len({telling.text for telling in tellings}) >= 1490
    told = {telling.difficulty.category for telling in tellings}
    assert told == {row.category for row in difficulties()} <= set(categories())


def test_the_same_seed_tells_the_same_story() -> None:
    firms = district_firms(count=40)
    once, again = (Book(Random(3)) for _ in range(2))
    assert [once.tell(firm, 6) for firm in firms] == [again.tell(firm, 6) for firm in firms]
