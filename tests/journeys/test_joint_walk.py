"""A joint case with a late assistant: two units assist, one in time, one late; minutes, decisions, then the answer."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.cast import LONG_AGO, NOW, Cast
from tests.journeys.seats import StandingClock, Walk, fits
from tests.story import Story
from zhilian.accounts.models import RoleHolding, User
from zhilian.cases.jobs.joint import tell_late_parts
from zhilian.cases.models import Decision
from zhilian.core.models import Organisation

pytestmark = pytest.mark.journey


def power_bureau(cast: Cast) -> None:
    """A third department with one handler, 丁卫电, who will be late."""
    common = {"federation": cast.lg, "kind": "department"}
    unit = Organisation.objects.create(**common, code="GDJ", path="GDJ/", name="区供电局", short_name="区供电局")
    cast.users["ding"] = User.objects.create(username="ding", name="丁卫电", created_at=NOW)
    held = {"role": "department_handler", "organisation": unit, "since": LONG_AGO}
    RoleHolding.objects.create(federation=cast.lg, user=cast.users["ding"], **held)


def fill(page: Page, step: str, **fields: str) -> None:
    """Fill fields of a step's form; a unit is chosen by its code."""
    for name, value in fields.items():
        field = page.locator(f"#{step}_{name}")
        field.select_option(value) if name.startswith("unit") else field.fill(value)


@pytest.fixture
def walk(committed: Cast, live_server: Any, open_page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch) -> Walk:
    """A case that waits to be dispatched, on the morning of 4 March."""
    clock = StandingClock(monkeypatch, "2026-03-04 09:30")
    power_bureau(committed)
    case = Story(committed, clock.now).case("accepted")
    clock.at("2026-03-04 10:00")
    return Walk(committed, live_server.url, open_page, clock, case)


def test_the_lead_answers_when_the_late_assistant_has(walk: Walk, check_accessible: Callable[[Page], None]) -> None:
    two_units_are_asked_to_assist(walk)
    a_meeting_is_called(walk)
    one_answers_in_time(walk, check_accessible)
    the_other_is_late_and_reminded(walk)
    the_minutes_are_entered(walk, check_accessible)
    the_lead_waits_for_the_late_one(walk)
    what_was_decided_is_done(walk, check_accessible)
    qian = walk.sees("qian", phone=True)
    expect(qian.locator("main")).to_contain_text("区人力资源局、区供电局协办")
    expect(qian.locator("main")).not_to_contain_text("停工三天")
    assert all(fits(page) for page in walk.pages.values())


def two_units_are_asked_to_assist(walk: Walk) -> None:
    chen = walk.sees("chen")
    chen.locator("#dispatch details summary").first.click()
    fill(chen, "dispatch", unit_1="RSJ", unit_2="GDJ", task_2="查明停电原因")
    chen.get_by_role("button", name="派单", exact=True).click()
    expect(chen.locator("#dispatch")).to_contain_text("请填写完整，或整行留空")
    fill(chen, "dispatch", task_1="核实停电期间的用工损失")
    chen.get_by_role("button", name="派单", exact=True).click()
    liu = walk.sees("liu")
    liu.get_by_role("button", name="签收", exact=True).click()
    liu.get_by_label("联系情况").fill("与钱总通话，约周四上门")
    liu.get_by_role("button", name="记录联系").click()
    expect(liu.locator("main")).to_contain_text("区人力资源局、区供电局尚未反馈协办意见")


def a_meeting_is_called(walk: Walk) -> None:
    chen = walk.sees("chen", f"{walk.path}joint/")
    fill(chen, "joint", topic="双回路改造", meets_at="2026-03-01T09:30", place="三楼会议室")
    chen.get_by_role("button", name="启动会办").click()
    expect(chen.locator("#joint")).to_contain_text("该时间已过")
    fill(chen, "joint", meets_at="2026-03-05T09:30")
    chen.get_by_role("button", name="启动会办").click()
    chen.get_by_role("button", name="录入纪要").click()
    expect(chen.locator("#minutes")).to_contain_text("会议尚未召开")


def one_answers_in_time(walk: Walk, check_accessible: Callable[[Page], None]) -> None:
    wu = walk.sees("wu", "/home/", phone=True)
    wu.get_by_role("link", name=walk.case.title).click()
    expect(wu.locator("main")).to_contain_text("核实停电期间的用工损失")
    check_accessible(wu)
    wu.locator("#part_text").fill("停电期间停工三天，已核实。")
    wu.locator("#part").get_by_role("button", name="提交").click()
    expect(wu.locator("main")).to_contain_text("按时完成")


def the_other_is_late_and_reminded(walk: Walk) -> None:
    now = walk.clock.at("2026-03-09 09:30")
    assert [tell_late_parts(now), tell_late_parts(now)] == [1, 0]
    expect(walk.sees("ding", "/notices/").locator(".notices")).to_contain_text("协办超期")
    liu = walk.sees("liu")
    expect(liu.locator("main")).to_contain_text(re.compile("区供电局尚未反馈协办意见.*正在会办", re.DOTALL))
    liu.get_by_role("link", name="催办", exact=True).click()
    liu.get_by_role("button", name="催办").click()
    expect(liu.locator(".flash")).to_contain_text("已")


def the_minutes_are_entered(walk: Walk, check_accessible: Callable[[Page], None]) -> None:
    chen = walk.sees("chen")
    fill(chen, "minutes", chair="陆远舟", attendees="区工信局刘婕\n区人力局吴桐", minutes="会议听取了停电情况。")
    fill(chen, "minutes", unit_1="GXJ", text_1="完成双回路改造", due_on_1="2026-03-01")
    fill(chen, "minutes", unit_2="GDJ", text_2="更换变压器", due_on_2="2026-03-13")
    chen.get_by_role("button", name="录入纪要").click()
    expect(chen.locator("#minutes")).to_contain_text("完成时限不能早于会议日期")
    check_accessible(chen)
    fill(chen, "minutes", due_on_1="2026-03-20")
    chen.get_by_role("button", name="录入纪要").click()
    expect(chen.locator(".flash")).to_contain_text("纪要已录入")
    assert walk.taken("chen", "minutes/2026-1.pdf") == "会办纪要 龙工商联会办〔2026〕1号.pdf"


def the_lead_waits_for_the_late_one(walk: Walk) -> None:
    words = "双回路改造三月二十日完成。"
    liu = answered(walk, words)
    expect(liu.locator(".alert-warn").first).to_contain_text("区供电局尚未反馈协办意见")
    expect(liu.locator("#typed")).to_have_value(words)
    ding = walk.sees("ding")
    ding.locator("#part_text").fill("变压器老化，三月十三日前更换。")
    ding.locator("#part").get_by_role("button", name="提交").click()
    expect(ding.locator("main")).to_contain_text("超期完成")
    answered(walk, words)
    expect(liu.locator(".flash")).to_contain_text("答复已提交")


def answered(walk: Walk, words: str) -> Page:
    liu = walk.sees("liu")
    liu.get_by_label("给企业的答复").fill(words)
    liu.get_by_label("列入计划", exact=True).check()
    liu.get_by_role("button", name="提交审核").click()
    return liu


def what_was_decided_is_done(walk: Walk, check_accessible: Callable[[Page], None]) -> None:
    ding = walk.sees("ding", "/cases/meetings/")
    ding.get_by_role("link", name="报告完成").click()  # there is one only: the other decision is the lead's
    ding.get_by_label("完成情况").fill("三月九日已更换。")
    ding.get_by_role("button", name="报告完成").click()
    expect(ding.locator("main")).not_to_contain_text("更换变压器")
    check_accessible(ding)
    assert Decision.objects.get(unit__code="GDJ").done_note == "三月九日已更换。"
