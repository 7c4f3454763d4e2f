"""The dispatch catalogue: the row that says most wins, closed units are passed over, and a signed table is held to."""

from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import NOW, Cast
from tests.story import Story
from zhilian.cases.models import Assignment, Case, RoutingRule
from zhilian.cases.queries.routing import differences, route_of
from zhilian.cases.rules.routing import ASPECTS, Matter, RouteRow, fitting
from zhilian.config.demo import ground
from zhilian.core.memory import forget
from zhilian.core.models import Federation
from zhilian.kit.worktime import SHANGHAI

DAY = date(2026, 1, 1)
SIGNED = Path(ground.__file__).parent / "data" / "expected-routes.csv"
ONE_OF = st.sampled_from(["", "a", "b"])
ROWS = st.lists(
    st.builds(
        RouteRow,
        no=st.integers(1, 99),
        unit=st.just("U"),
        priority=st.integers(1, 3),
        **dict.fromkeys(ASPECTS, ONE_OF),
    ),
    max_size=12,
)


@given(ROWS, st.builds(Matter, **dict.fromkeys(ASPECTS, ONE_OF)))
def test_what_fits_fits_in_every_aspect_and_comes_in_order(rows: list[RouteRow], matter: Matter) -> None:
    found = fitting(rows, matter)
    assert found == sorted(found, key=lambda row: (row.priority, -row.named, row.no))
    for row in rows:
        fits = all(getattr(row, name) in ("", getattr(matter, name)) for name in ASPECTS)
        assert (row in found) == fits


def rule(cast: Cast, no: int, unit: str, **more: Any) -> RoutingRule:
    """A row of Longgang's catalogue."""
    made = RoutingRule.objects.create(federation=cast.lg, no=no, unit=cast.unit(unit), **{"valid_from": DAY, **more})
    forget()
    return made


def test_the_more_precise_rule_comes_before_the_general_one_and_says_why(story: Story) -> None:
    energy = story.cast.category("ENER")
    rule(story.cast, 1, "GXJ", category=energy)
    precise = rule(story.cast, 2, "RSJ", category=energy, level="normal")
    route = route_of(story.case("accepted"), story.now)
    assert route is not None
    assert (route.unit.code, route.rule) == ("RSJ", precise)
    assert route.why.startswith("派单目录第 2 条")
    assert energy.name in route.why


def test_a_rule_holds_only_in_its_time_and_not_for_closed_or_barred_units(story: Story) -> None:
    case, energy = story.case("accepted"), story.cast.category("ENER")
    rule(story.cast, 1, "RSJ", category=energy, priority=1, valid_to=date(2026, 1, 31))
    second = rule(story.cast, 2, "RSJ", category=energy)
    early, later = datetime(2026, 1, 20, tzinfo=SHANGHAI), datetime(2026, 2, 20, tzinfo=SHANGHAI)
    routes = [route_of(case, at) for at in (early, later)]
    assert [route.rule.no for route in routes if route and route.rule] == [1, 2]
    barred = route_of(case, later, without={second.unit_id})
    assert barred is None or barred.unit != second.unit
    second.unit.active = False
    second.unit.save()
    forget()
    assert (closed := route_of(case, later)) is None or closed.rule is None


def test_the_desk_proposes_the_route_and_keeps_its_reason(cast: Cast) -> None:
    story = Story(cast)
    rule(cast, 7, "RSJ")
    case = story.case("accepted")
    browser = cast.client("chen")
    assert "派单目录第 7 条" in browser.get(f"/cases/{case.number}/").content.decode()
    for unit, said in (("RSJ", "派单目录第 7 条"), ("GXJ", "派单员另行选定")):
        case = story.case("accepted")
        browser.post(f"/cases/{case.number}/dispatch/", {"to": f"unit:{unit}"})
        assert Assignment.objects.leading().get(case=case).why.startswith(said)
        assert Case.objects.get(pk=case.pk).unit == cast.unit(unit)


def test_the_demos_catalogue_is_as_its_signed_table_says(db: None) -> None:
    ground.lay(NOW.date(), NOW.date() - timedelta(days=400))
    lines = SIGNED.read_text(encoding="utf-8").splitlines()
    assert len(lines) > 25
    assert differences(Federation.objects.get(code="LG"), lines, NOW.date()) == []


def test_every_route_that_is_not_as_signed_is_named_with_its_line_and_column(cast: Cast, tmp_path: Path) -> None:
    rule(cast, 1, "GXJ", category=cast.category("ENER"))
    table = tmp_path / "signed.csv"
    name = cast.category("ENER").name
    table.write_text(
        f"类别,等级,主办单位\n{name},,{cast.unit('GXJ').short_name}\n{name},紧急,{cast.unit('RSJ').name}\n"
    )
    (found,) = differences(cast.lg, table.read_text().splitlines(), NOW.date())
    assert (found.line, found.column, found.expected, found.given) == (3, "主办单位", "RSJ", "GXJ")
    out = StringIO()
    with pytest.raises(CommandError, match="1 routes"):
        call_command("routes_check", table, federation="LG", stdout=out)
    assert "line 3" in out.getvalue()
