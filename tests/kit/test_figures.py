"""Phones, masks, money, dates."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhilian.kit.dates import DateError, DateFault, chinese_date, parse_date
from zhilian.kit.money import wan_yi, yuan
from zhilian.kit.phones import PhoneError, PhoneFault, is_mobile, mask_email, mask_name, mask_phone, normalise


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13800138000", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("86 13800138000", "13800138000"),
        ("0086１３８００１３８０００", "13800138000"),
        ("0755-28931234", "0755-28931234"),
        ("（0755）2893 1234", "0755-28931234"),
        ("075528931234", "0755-28931234"),
        ("0755-28931234-101", "0755-28931234-101"),
        ("0755-28931234转101", "0755-28931234-101"),
        ("+86 755 2893 1234", "0755-28931234"),
        ("010-65551234", "010-65551234"),
        ("0763-3351234", "0763-3351234"),
        ("400-800-1234", "400-800-1234"),
        ("+852 9123 4567", "+85291234567"),
        ("00853-66123456", "+85366123456"),
        ("+886 912345678", "+886912345678"),
    ],
)
def test_phones_take_one_form(text: str, number: str) -> None:
    assert normalise(text) == number
    assert normalise(number) == number


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", PhoneFault.EMPTY),
        ("1380013800", PhoneFault.FORM),
        ("12800138000", PhoneFault.FORM),
        ("28931234", PhoneFault.NO_AREA),
        ("call me", PhoneFault.CHARACTER),
        ("13800138000 / 13900139000", PhoneFault.FORM),
    ],
)
def test_faulty_phones_say_why(text: str, fault: PhoneFault) -> None:
    with pytest.raises(PhoneError) as caught:
        normalise(text)
    assert caught.value.fault is fault
    assert caught.value.message_en


def test_an_area_code_completes_a_local_number() -> None:
    assert normalise("28931234", area="0755") == "0755-28931234"
    assert normalise("28931234-8", area="0755") == "0755-28931234-8"
    assert is_mobile("138 0013 8000")
    assert not is_mobile("0755-28931234")


def test_masks_hide_the_person() -> None:
    assert mask_phone("13800138000") == "138****8000"
    assert mask_phone("0755-28931234-101") == "0755-****1234"
    assert mask_phone("12345") == "*****"
    assert [mask_name(name) for name in ("钱伟", "钱", "欧阳文锋", "欧阳", "张三丰", "John", "")] == [
        "钱*",
        "钱*",
        "欧阳**",
        "欧*",
        "张**",
        "J***",
        "",
    ]
    assert mask_email("qian@example.cn") == "q***@example.cn"
    assert mask_email("none") == "***"


@pytest.mark.parametrize(
    ("amount", "full", "handy"),
    [
        ("800000000", "800,000,000.00 元", "8.00亿元"),
        ("1200000", "1,200,000.00 元", "120.00万元"),
        ("350", "350.00 元", "350.00元"),
        ("99999999.99", "99,999,999.99 元", "1.00亿元"),
        ("99600000", "99,600,000.00 元", "9,960.00万元"),
        ("9999.995", "10,000.00 元", "1.00万元"),
        ("0.005", "0.01 元", "0.01元"),
        ("-0.001", "0.00 元", "0.00元"),
        ("-1200000", "-1,200,000.00 元", "-120.00万元"),
    ],
)
def test_money_is_written_the_way_offices_write_it(amount: str, full: str, handy: str) -> None:
    assert yuan(Decimal(amount)) == full
    assert wan_yi(Decimal(amount)) == handy


@pytest.mark.parametrize(
    "value",
    [
        "2026-4-20",
        "2026/04/20",
        "2026.4.20",
        "2026年4月20日",
        "２０２６年４月２０日",
        "2026 年 4 月 20 号",
        "20260420",
        20260420,
        20260420.0,
        "2026-04-20 15:30",
        "2026-04-20T15:30:00+08:00",
        "2026年4月20日 15时30分",
        "2026年4月20日15:30",
        46132,
        46132.75,
        "46132",
        date(2026, 4, 20),
        datetime(2026, 4, 20, 23),
        datetime(2026, 4, 19, 17, tzinfo=UTC),
    ],
)
def test_dates_are_read_leniently(value: object) -> None:
    assert parse_date(value) == date(2026, 4, 20)


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("", DateFault.EMPTY),
        (None, DateFault.EMPTY),
        (True, DateFault.EMPTY),
        ("2026-02-30", DateFault.NO_SUCH_DAY),
        ("2026-13-01", DateFault.NO_SUCH_DAY),
        ("26-4-20", DateFault.FORM),
        ("2026年4月", DateFault.FORM),
        ("明天", DateFault.FORM),
        ("2026-4/20", DateFault.FORM),
        (5, DateFault.FORM),
    ],
)
def test_what_is_no_date_says_why(value: object, fault: DateFault) -> None:
    with pytest.raises(DateError) as caught:
        parse_date(value)
    assert caught.value.fault is fault
    assert caught.value.message_en


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_written_dates_are_read_back(day: date) -> None:
    assert parse_date(chinese_date(day)) == day
    assert parse_date(day.isoformat()) == day
    assert parse_date((day - date(1899, 12, 30)).days) == day
