"""Calendar periods: read from an address, bounded in Shanghai, one after the other."""

from datetime import date, datetime

import pytest

from zhilian.kit.periods import MONTH, QUARTER, YEAR, Period, months_later, period_of, read_period
from zhilian.kit.worktime import SHANGHAI


@pytest.mark.parametrize("code", ["2026-03", "2026Q1", "2026Q4", "2026", "2024-12"])
def test_an_address_names_a_period_and_is_named_by_it(code: str) -> None:
    period = read_period(code)
    assert period is not None
    assert period.code == code


@pytest.mark.parametrize("text", ["", "2026Q5", "2026-13", "2026-3", "1999", "２０２６", "2026Q1 ", "99999"])
def test_nothing_else_names_a_period(text: str) -> None:
    assert read_period(text) is None


def test_a_quarter_begins_and_ends_at_midnight_in_shanghai() -> None:
    quarter = period_of(date(2026, 12, 31), QUARTER)
    assert quarter == Period(2026, 10, QUARTER)
    assert quarter.starts_at == datetime(2026, 10, 1, tzinfo=SHANGHAI)
    assert quarter.ends_at == datetime(2027, 1, 1, tzinfo=SHANGHAI)


def test_periods_follow_each_other_over_the_new_year() -> None:
    assert [period_of(date(2026, 2, 1), length).shifted(-1).code for length in (MONTH, QUARTER, YEAR)] == [
        "2026-01",
        "2025Q4",
        "2025",
    ]
    assert period_of(date(2025, 12, 5), MONTH).shifted(1).code == "2026-01"


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2026, 8, 31), -6, date(2026, 2, 28)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
    ],
)
def test_months_later_stays_within_the_month(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later
