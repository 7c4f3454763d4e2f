"""The rates: each against a plain count over the same cases, and each figure against the list it opens."""

from datetime import timedelta
from itertools import product
from random import Random
from typing import Any

import pytest
from django.test import Client

from tests.cast import NOW, Cast
from zhilian.cases.models import Case
from zhilian.cases.queries import rates
from zhilian.kit.periods import QUARTER, period_of

PERIOD = period_of(NOW.date(), QUARTER)
LATER = NOW + timedelta(days=1)
STAGES = ("processing", "awaiting_rating", "closed", "on_hold", "withdrawn", "refused", "replied")
FINAL = ("closed", "withdrawn", "refused")


def some_cases(cast: Cast, count: int = 300) -> list[Case]:
    """Cases with every mixture of what the rates look at; the same every time."""
    random = Random(20260424)
    rows = [one_case(cast, number, random) for number in range(count)]
    return Case.objects.bulk_create(rows)


def one_case(cast: Cast, number: int, random: Random) -> Case:
    """A case whose moments lie around now."""

    def moment() -> Any:
        return random.choice([None, NOW - timedelta(minutes=random.randint(1, 60 * 24 * 20))])

    stage = random.choice(STAGES)
    solved = random.choice(["", "yes", "partly", "no"])
    return Case(
        federation=cast.lg,
        number=f"LG-2026-9{number:05d}",
        source="web",
        title="停电",
        text="停电",
        stage=stage,
        unit=random.choice([cast.unit("GXJ"), cast.unit("RSJ"), cast.unit("GXJ")]),
        received_at=NOW - timedelta(days=30),
        accepted_at=NOW - timedelta(days=29),
        closed_at=NOW if stage in FINAL else None,
        limit_at=random.choice([None, NOW + timedelta(days=3), NOW - timedelta(days=200), moment(), moment()]),
        answered_at=moment(),
        contact_due_at=moment(),
        contacted_at=moment(),
        sign_due_at=moment(),
        signed_at=moment(),
        solved=solved,
        rating=random.choice([None, 1, 2, 3, 4, 5]) if solved else None,
        rework_count=random.choice([0, 0, 1]),
        return_count=random.choice([0, 0, 1]),
        extended=random.random() < 0.2,
        held=random.random() < 0.2,
        denied=random.random() < 0.2,
        called_back=random.random() < 0.3,
        excluded=random.random() < 0.2,
    )


def by_hand(code: str, case: Case) -> tuple[bool, float]:
    """Whether a case counts for a rate, and for how much: the formulas of the field once more, in plain words."""

    def kept(done: Any, due: Any) -> bool:
        return done is not None and due is not None and done <= due

    answered, said = case.answered_at is not None, case.solved != "" and not case.excluded
    in_time = kept(case.answered_at, case.limit_at)
    return {
        "response": (True, kept(case.contacted_at, case.contact_due_at)),
        "sign": (case.sign_due_at is not None, kept(case.signed_at, case.sign_due_at)),
        "on_time": (case.stage != "on_hold", in_time),
        "closing": (True, case.stage in ("awaiting_rating", "closed")),
        "solving": (said, {"yes": 1, "partly": 0.5}.get(case.solved, 0)),
        "satisfaction": (case.rating is not None and not case.excluded, (case.rating or 0) >= 3),
        "call_back": (answered, case.called_back or case.solved != ""),
        "rework": (answered, case.rework_count > 0),
        "denied": (answered, case.denied),
        "return": (True, case.return_count > 0),
        "extension": (True, case.extended),
        "overdue": (case.stage != "on_hold", not in_time),
        "hold": (True, case.held),
    }[code]


def counted(cases: list[Case]) -> list[Case]:
    """Valid cases whose time to answer ended in the quarter, by now."""
    valid = [case for case in cases if case.stage not in ("withdrawn", "refused") and case.limit_at]
    return [case for case in valid if PERIOD.starts_at <= case.limit_at < LATER]  # type: ignore[operator]


def test_every_rate_is_what_a_count_by_hand_gives(cast: Cast) -> None:
    base = counted(some_cases(cast))
    measured = rates.measured(cast.actor("lu"), cast.lg, PERIOD, LATER)
    assert {one.unit_id: one.cases for one in measured} == {
        unit.pk: sum(case.unit_id == unit.pk for case in base) for unit in (cast.unit("GXJ"), cast.unit("RSJ"))
    }
    for one, code in product(measured, rates.RATES):
        told = [by_hand(code, case) for case in base if case.unit_id == one.unit_id]
        met, due = sum(value for counts, value in told if counts), sum(counts for counts, _ in told)
        share = one.shares[code]
        assert (share.met + share.halves / 2, share.due) == (met, due), code


def test_every_figure_opens_just_so_many_cases(cast: Cast) -> None:
    some_cases(cast)
    leader = cast.actor("lu")
    for one, code in product(rates.measured(leader, cast.lg, PERIOD, LATER), rates.RATES):
        behind = {
            part: rates.cases_behind(
                leader, cast.lg, PERIOD, LATER, rate=code, part=part, unit=str(one.unit_id)
            ).count()
            for part in ("due", "met", "missed")
        }
        share = one.shares[code]
        assert (behind["due"], behind["met"]) == (share.due, share.met + share.halves), code
        assert behind["met"] + behind["missed"] == behind["due"], code


def test_nothing_due_is_no_rate_and_few_cases_are_not_ranked(cast: Cast) -> None:
    some_cases(cast, 9)
    Case.objects.update(rating=None, solved="", limit_at=NOW - timedelta(hours=1), stage="processing", closed_at=None)
    measured = rates.measured(cast.actor("lu"), cast.lg, PERIOD, LATER)
    assert {one.shares["satisfaction"].percent for one in measured} == {None}
    assert {one.score for one in measured} == {None}
    assert rates.Share(1, 3).percent == 33.3
    assert any(not one.enough for one in measured)


def test_a_unit_reads_its_own_figures_and_nobody_elses(cast: Cast) -> None:
    some_cases(cast)
    assert {one.unit_id for one in rates.measured(cast.actor("liu"), cast.lg, PERIOD, LATER)} == {cast.unit("GXJ").pk}
    assert rates.measured(cast.actor("ba_leader"), cast.lg, PERIOD, LATER) == []


@pytest.mark.parametrize("query", ["rate=on_time&part=met", "unit=none", "rate=solving&part=missed&period=2026"])
def test_the_pages_show_it(cast: Cast, query: str) -> None:
    some_cases(cast)
    browser: Client = cast.client("lu")
    assert "满意率" in browser.get("/cases/rates/").content.decode()
    assert browser.get(f"/cases/rates/cases/?{query}").status_code == 200
    assert browser.get("/cases/rates/cases/?rate=nonsense").status_code == 404
