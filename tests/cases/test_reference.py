"""Grades, kinds, limits and routes as dated rows: changed from a day on, old rows kept, the effect told."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import transaction

from tests.cast import NOW, Cast
from tests.story import Story
from zhilian.cases.actions.reference import (
    GradeFacts,
    KindFacts,
    Rule,
    change_grade,
    change_kind,
    change_limit,
    change_rule,
    end_grade,
    end_rule,
)
from zhilian.cases.models import Case, Deadline, Grade, RoutingRule, TimeLimit
from zhilian.cases.queries.limits import limits_for
from zhilian.cases.queries.named import grade_name, grades_on, kinds_on
from zhilian.cases.queries.routes_table import check_table, expected_routes
from zhilian.cases.queries.routing import route_of
from zhilian.cases.rules import Clock
from zhilian.core.errors import Forbidden, Invalid
from zhilian.core.models import TrailEntry
from zhilian.core.queries import trail_of
from zhilian.kit.worktime import Limit

TODAY = NOW.date()
NEXT = TODAY + timedelta(days=7)
DAYS = timedelta(days=1)


def limit(cast: Cast, amount: int, day: date, who: str = "chen") -> TimeLimit:
    """The normal time to answer, changed."""
    told = {"grade": "normal", "clock": "close", "amount": amount, "unit": "days"}
    return change_limit(**told, valid_from=day, actor=cast.actor(who), at=NOW)  # type: ignore[arg-type]


def test_a_limit_begins_on_its_day_and_the_one_before_is_kept(cast: Cast) -> None:
    row = limit(cast, 3, NEXT)
    held = [limits_for(cast.lg, "normal", NOW + days)[Clock.CLOSE] for days in (DAYS * 0, DAYS * 6, DAYS * 7)]
    assert held == [Limit(5, "days"), Limit(5, "days"), Limit(3, "days")]
    rows = TimeLimit.objects.filter(federation=cast.lg).order_by("valid_from")
    assert [(one.amount, one.valid_to) for one in rows] == [(5, NEXT - DAYS), (3, None)]
    assert trail_of(row).filter(verb="limit.changed").count() == 1
    assert limits_for(cast.ba, "normal", NOW + DAYS * 7)[Clock.CLOSE] == Limit(5, "days")


def test_of_two_changes_on_one_day_one_row_is_left(cast: Cast) -> None:
    limit(cast, 3, NEXT)
    limit(cast, 4, NEXT, "lu")
    limit(cast, 2, NEXT - DAYS)  # before the planned one, which still begins
    rows = TimeLimit.objects.filter(federation=cast.lg).order_by("valid_from")
    assert [(one.amount, one.valid_to) for one in rows] == [(5, NEXT - DAYS * 2), (2, NEXT - DAYS), (4, None)]
    limit(cast, 6, TODAY)
    with pytest.raises(Invalid, match="已经修改过"), transaction.atomic():
        limit(cast, 7, TODAY, "lu")
    assert TimeLimit.objects.filter(federation=cast.lg, valid_from=TODAY).get().amount == 6


def test_nothing_is_changed_for_a_day_that_has_passed_nor_by_others(cast: Cast) -> None:
    with pytest.raises(Invalid), transaction.atomic():
        limit(cast, 3, TODAY - DAYS)
    with pytest.raises(Forbidden), transaction.atomic():
        limit(cast, 3, NEXT, "liu")
    assert not TimeLimit.objects.exists()


def test_the_preview_counts_open_cases_and_changes_nothing(story: Story) -> None:
    case = story.case("processing")
    story.case("closed")
    browser, address = story.cast.client("chen"), "/cases/settings/limits/normal/close/"
    sent = {"amount": "30", "unit": "days", "valid_from": "2050-01-03"}
    due = Deadline.objects.get(case=case, clock="close").due_at
    page = browser.post(address, sent).content.decode()
    assert "现有 1 件在办诉求正在计算此项时限" in page
    assert "0 件将提前到期，1 件将推后到期" in page
    assert case.number in page
    assert not TimeLimit.objects.exists()
    assert browser.post(address, {**sent, "confirmed": "1"}).status_code == 302
    assert TimeLimit.objects.get(valid_to=None).amount == 30
    assert Deadline.objects.get(case=case, clock="close").due_at == due


def test_a_new_grade_goes_all_the_way_from_acceptance_to_the_list(cast: Cast) -> None:
    story = Story(cast)
    facts = GradeFacts(name="重点督办", name_en="Watched", position=1)
    grade = change_grade(code="", facts=facts, valid_from=TODAY, actor=cast.actor("lu"), at=NOW)
    case = story.case("submitted")
    browser = cast.client("chen")
    assert "重点督办" in browser.get(f"/cases/{case.number}/").content.decode()
    told = {"title": "停电", "category": cast.category("ENER").pk, "grade": grade.code, "level": "internal"}
    browser.post(f"/cases/{case.number}/acceptance/", told)
    case.refresh_from_db()
    assert (case.stage, case.grade) == ("accepted", grade.code)
    for address in (f"/cases/{case.number}/", f"/cases/?view=open&grade={grade.code}", "/cases/settings/"):
        assert "重点督办" in browser.get(address).content.decode()
    limit(cast, 8, NEXT)
    assert limits_for(cast.lg, grade.code, NOW + DAYS * 7)[Clock.CLOSE] == Limit(8, "days")
    story.step(case, "dispatch")
    end_grade(code=grade.code, valid_from=NEXT, actor=cast.actor("lu"), at=NOW)
    assert grade.code not in {one.code for one in grades_on(cast.lg, NOW + DAYS * 7)}
    assert grade_name(cast.lg, grade.code, NOW + DAYS * 7) == "重点督办"
    assert Grade.objects.filter(federation=cast.lg).count() == 6


def test_a_kind_is_no_longer_offered_from_its_day(cast: Cast) -> None:
    facts = KindFacts(name="意见建议", offered=False)
    change_kind(code="suggest", facts=facts, valid_from=NEXT, actor=cast.actor("chen"), at=NOW)
    offered = [[one.code for one in kinds_on(cast.lg, at) if one.offered] for at in (NOW, NOW + DAYS * 7)]
    assert "suggest" in offered[0]
    assert "suggest" not in offered[1]
    assert len(offered[0]) == len(offered[1]) + 1


def test_a_rule_is_previewed_begins_on_its_day_and_ends_with_its_old_row_kept(cast: Cast) -> None:
    case, actor, energy = Story(cast).case("accepted"), cast.actor("chen"), cast.category("ENER")
    browser, sent = cast.client("chen"), {"unit": cast.unit("RSJ").pk, "category": energy.pk, "priority": "10"}
    page = browser.post("/cases/settings/routes/new/", {**sent, "valid_from": "2050-01-03"}).content.decode()
    assert "其中 1 件的建议单位将改变" in page
    assert case.number in page
    assert not RoutingRule.objects.exists()
    rule = Rule(unit=cast.unit("RSJ"), category=energy, assists=(cast.unit("GXJ"),))
    row = change_rule(no=0, rule=rule, valid_from=TODAY, actor=actor, at=NOW)
    end_rule(no=row.no, valid_from=NEXT, actor=actor, at=NOW)
    routes = [route_of(case, at) for at in (NOW, NOW + DAYS * 7)]
    assert [route.rule.no if route and route.rule else 0 for route in routes] == [1, 0]
    assert RoutingRule.objects.get().valid_to == NEXT - DAYS
    with pytest.raises(Invalid), transaction.atomic():
        change_rule(no=0, rule=Rule(cast.unit("GXJ"), channel=cast.channel(2)), valid_from=NEXT, actor=actor, at=NOW)
    assert TrailEntry.objects.filter(verb__startswith="rule.").count() == 2


def test_the_written_table_is_as_the_catalogue_and_a_bad_one_is_named(cast: Cast) -> None:
    actor, energy = cast.actor("chen"), cast.category("ENER")
    broad = Rule(unit=cast.unit("GXJ"), category=energy, priority=1, channel=cast.channel(1))
    for rule in (broad, Rule(unit=cast.unit("RSJ"), category=energy, level="urgent", size="micro")):
        change_rule(no=0, rule=rule, valid_from=TODAY, actor=actor, at=NOW)
    text = expected_routes(cast.lg, TODAY)
    checked = check_table(cast.lg, BytesIO(b"\xef\xbb\xbf" + text.encode()), "signed.csv", TODAY)
    assert (checked.lines, checked.faults, checked.differences) == (2, [], [])
    bad = text.replace("区工信局", "区人力局", 1) + "无此类别,,,,无此单位,,999\r\n"
    checked = check_table(cast.lg, BytesIO(bad.encode("gb18030")), "signed.csv", TODAY)
    assert [(line, cell) for line, _column, cell in checked.faults] == [(4, "无此类别"), (4, "无此单位"), (4, "999")]
    assert [(one.line, one.column) for one in checked.differences if one.line < 4] == [(2, "主办单位")]
    assert Case.objects.count() == 0


def test_an_extension_may_be_set_to_none(cast: Cast) -> None:
    browser, address = cast.client("lu"), "/cases/settings/limits/normal/extension/"
    sent = {"amount": "0", "unit": "days", "valid_from": "2050-01-03"}
    assert browser.post(address, sent).status_code == 200
    assert browser.post(address, {**sent, "confirmed": "1"}).status_code == 302
    assert "历次规定" in browser.get(address).content.decode()
    rows = TimeLimit.objects.filter(clock="extension").order_by("valid_from")
    assert [one.amount for one in rows] == [5, 0]
