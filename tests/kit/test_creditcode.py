"""Credit codes: what passes, what is refused, and which words say why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhilian.kit.creditcode import ALPHABET, KINDS, CreditCodeError, Fault, is_valid, make_valid, normalise, parse
from zhilian.kit.creditcode_many import faults

VALID = [
    "914403001922038216",
    "91440300708461136T",
    "9144030071526726XG",
    "91440300192317458F",
    "9144030027939873X7",
    "91440300192181490G",
    "91440300100012316L",
    "914403007084678371",
    "91440400192548256N",
    "91330100799655058B",
    "91110000802100433B",
    "114403070075514700",
    "53640000MJX173680A",
    "53640000MJX173672F",
]


@pytest.mark.parametrize("code", VALID)
def test_published_codes_pass(code: str) -> None:
    assert parse(code).text == code


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("914403001922038217", Fault.CHECK),
        ("91440300192203821O", Fault.CHARACTER),
        ("91440300192203826", Fault.LENGTH),
        ("", Fault.EMPTY),
        ("   ", Fault.EMPTY),
        ("0" * 18, Fault.ZEROS),
        ("314403001922038216", Fault.KIND),
        ("91A403001922038216", Fault.DIVISION),
        ("910000001922038216", Fault.DIVISION),
        ("914403000000000000", Fault.ZEROS),
    ],
)
def test_faults_are_named(text: str, fault: Fault) -> None:
    with pytest.raises(CreditCodeError) as caught:
        parse(text)
    assert caught.value.fault is fault
    assert caught.value.message_en


def test_the_wrong_letter_is_pointed_at() -> None:
    with pytest.raises(CreditCodeError) as caught:
        parse("91440300192203821O")
    assert (caught.value.position, caught.value.character) == (18, "O")
    assert "Character 18 is “O”" in caught.value.message_en


def test_full_width_spaces_and_small_letters_are_repaired() -> None:
    assert parse("９１４４０３００　70846 1136t\u200b").text == "91440300708461136T"
    assert normalise("ｘ") == "X"


def test_the_inner_check_is_advice_only() -> None:
    assert parse("91440300708461136T").inner_ok
    assert not parse(make_valid("91440307" + "123456789")).inner_ok


def test_parts_have_names() -> None:
    code = parse("114403070075514700")
    assert (code.kind, code.kind_name, code.division, code.organisation) == ("11", "机关", "440307", "007551470")


@given(
    st.sampled_from(sorted(KINDS)),
    st.integers(1, 999_999).map("{:06}".format),
    st.text(ALPHABET, min_size=8, max_size=8).filter(lambda text: text.strip("0") != ""),
)
def test_made_codes_are_valid_and_one_changed_character_is_noticed(kind: str, division: str, body: str) -> None:
    code = make_valid(kind + division + body)
    assert parse(code).inner_ok
    for position in range(8, 18):
        other = ALPHABET[(ALPHABET.index(code[position]) + 7) % 31]
        assert not is_valid(code[:position] + other + code[position + 1 :])


def test_make_valid_refuses_what_cannot_become_valid() -> None:
    with pytest.raises(ValueError, match="16 or 17"):
        make_valid("9144")
    with pytest.raises(CreditCodeError):
        make_valid("91440300I9220382")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("440301103012391", Fault.OLD_LICENCE),
        ("440301103012396", Fault.LENGTH),  # fifteen digits, but none that an office gave out
        ("19220382-1", Fault.OLD_ORGANISATION),
    ],
)
def test_a_number_from_before_the_unified_code_is_named_as_such(text: str, fault: Fault) -> None:
    assert faults([text]) == [fault]


@given(st.lists(st.one_of(st.sampled_from(VALID), st.text(ALPHABET + "OI- ０a", min_size=0, max_size=19))))
def test_many_at_once_get_the_same_verdicts_as_one_by_one(codes: list[str]) -> None:
    assert [fault is None for fault in faults(codes)] == [is_valid(code) for code in codes]
