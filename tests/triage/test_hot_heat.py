"""Heat: what raises it, what never does, and how an issue moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zhilian.triage.rules.hot import PARTS, Heat, State, Text, curve, heat

NOW = datetime(2026, 3, 20, 12, 0)


@st.composite
def texts(draw: st.DrawFn, *, latest: datetime = NOW) -> Text:
    """A text of one of five firms, in the two months before."""
    return Text(
        id=draw(st.uuids().map(str)),
        at=latest - timedelta(minutes=draw(st.integers(0, 90_000))),
        subject="",
        body="",
        firm=draw(st.sampled_from(["", "a", "b", "c", "d"])),
        severity=draw(st.sampled_from([0.0, 0.5, 1.0])),
        late=draw(st.booleans()),
        votes_for=draw(st.integers(0, 40)),
        votes_against=draw(st.integers(0, 40)),
    )


def firms(count: int, *, days_ago: float = 1.0, prefix: str = "firm") -> list[Text]:
    return [
        Text(f"{prefix}-{at}", NOW - timedelta(days=days_ago), "", "", firm=f"{prefix} {at}") for at in range(count)
    ]


@given(st.lists(texts(), max_size=12), texts())
def test_one_more_text_cools_no_part(told: list[Text], one: Text) -> None:
    before, after = heat(told, NOW), heat([*told, one], NOW)
    assert after.total >= before.total - 1e-9
    assert all(after.points[part] >= before.points[part] - 1e-9 for part in PARTS)


@given(st.lists(texts(), max_size=12), st.integers(0, 90_000))
def test_waiting_alone_heats_no_part(told: list[Text], minutes: int) -> None:
    before, after = heat(told, NOW), heat(told, NOW + timedelta(minutes=minutes))
    assert all(after.points[part] <= before.points[part] + 1e-9 for part in PARTS)


@given(st.lists(texts(), min_size=1, max_size=12), st.integers(0, 11))
def test_more_severe_later_or_more_voted_for_is_not_cooler(told: list[Text], which: int) -> None:
    at = which % len(told)
    worse = replace(told[at], severity=told[at].severity + 1, late=True, votes_for=told[at].votes_for + 5)
    assert heat([*told[:at], worse, *told[at + 1 :]], NOW).total >= heat(told, NOW).total


def test_ten_firms_are_hotter_than_one_firm_ten_times() -> None:
    many = firms(10)
    one = [replace(text, firm="the same") for text in many]
    assert heat(many, NOW).total > 2 * heat(one, NOW).total > 2 * heat(many[:1], NOW).total


def test_nobody_known_counts_as_somebody_else_each_time() -> None:
    assert heat([replace(text, firm="") for text in firms(4)], NOW).firms == 4


def test_half_is_left_after_a_half_life() -> None:
    told = firms(3, days_ago=0)
    week = timedelta(days=7)
    assert heat(told, NOW + week, half_life=week).spread == heat(told, NOW, half_life=week).spread / 2


def test_what_came_later_is_not_looked_at() -> None:
    assert heat(firms(3, days_ago=-1), NOW) == Heat(NOW)
    assert heat([*firms(2), *firms(3, days_ago=-1, prefix="later")], NOW) == heat(firms(2), NOW)


def test_a_page_can_say_why() -> None:
    last_week, this_week = firms(3, days_ago=9, prefix="early"), firms(6, days_ago=2, prefix="late")
    how = heat([*last_week, *[replace(text, late=True) for text in this_week[:3]], *this_week[3:]], NOW)
    assert (how.firms, how.days, how.late, how.recent, how.before, how.times) == (9, 8, 3, 6, 3, 2.0)
    assert how.state is State.RISING
    assert how.total == sum(how.points.values())
    assert how.to_json()["state"] == "rising"


def test_how_an_issue_moves() -> None:
    new, older = firms(3, days_ago=2), firms(4, days_ago=10, prefix="older")
    assert heat(new, NOW).state is State.NEW
    assert heat([*older, *firms(5, days_ago=2)], NOW).state is State.RISING
    assert heat([*older, *firms(4, days_ago=2)], NOW).state is State.STEADY
    assert heat([*older, *firms(2, days_ago=2)], NOW).state is State.COOLING
    assert heat(older, NOW + timedelta(days=30)).state is State.COOLING
    assert heat([], NOW).state is State.COOLING


def test_a_curve_counts_every_text_once_and_ends_at_the_heat_of_now() -> None:
    told = [*firms(2, days_ago=9.4), *firms(1, days_ago=5, prefix="then"), *firms(4, days_ago=0, prefix="now")]
    daily, weekly = curve(told, NOW), curve(told, NOW, step=7)
    assert [(point.day, point.texts) for point in weekly] == [(date(2026, 3, 13), 2), (date(2026, 3, 20), 5)]
    assert (daily[0].day, daily[-1].day, len(daily)) == (date(2026, 3, 11), date(2026, 3, 20), 10)
    assert sum(point.texts for point in daily) == 7
    assert daily[-1].heat == weekly[-1].heat == round(heat(told, NOW).total, 3)
    assert daily[1].heat < daily[0].heat  # nobody wrote that day
    assert curve([], NOW) == []
