"""An overdue case up the whole ladder: six steps, each once; an order answered late, the firm's word at last."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.journeys.seats import StandingClock, Walk, fits
from tests.story import Story
from zhilian.cases.jobs.ladder import climb_all
from zhilian.cases.models import Case, LadderMark, SupervisionOrder

pytestmark = pytest.mark.journey
ANSWER = "变压器周三到货，周五前恢复供电。"


def climbs(walk: Walk, moment: str, code: str) -> None:
    """Time passes and the worker comes round, three times; this step is taken, once and in time."""
    walk.clock.at(moment)
    assert [climb_all(walk.clock.now) for _ in range(3)] == [1, 0, 0]
    assert LadderMark.objects.filter(case=walk.case, code=code, late=False).count() == 1


@pytest.fixture
def walk(committed: Cast, live_server: Any, open_page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch) -> Walk:
    """A case signed for, the firm contacted on 4 March, the answer due on 11 March; then silence."""
    clock = StandingClock(monkeypatch, "2026-03-04 09:30")
    case = Story(committed, clock.now).case("processing", contact_name="钱立新", contact_phone="13807550001")
    return Walk(committed, live_server.url, open_page, clock, case)


def told(walk: Walk, who: str, words: str) -> None:
    expect(walk.sees(who, "/notices/").locator(".notices")).to_contain_text(words)


def test_silence_is_met_step_by_step_until_the_firm_has_its_answer(
    walk: Walk, check_accessible: Callable[[Page], None]
) -> None:
    climbs(walk, "2026-03-10 15:00", "amber")
    told(walk, "liu", "即将到期")
    climbs(walk, "2026-03-11 18:05", "due")
    told(walk, "heze", "已到期未答复")
    climbs(walk, "2026-03-12 18:05", "order")
    heze = walk.sees("heze", "/home/", phone=True)
    expect(heze.locator(".tile").filter(has_text="待答复督办单")).to_contain_text("1")
    expect(heze.locator(".tile").filter(has_text="已超期")).to_contain_text("1")
    walk.sees("chen")
    papers = [walk.taken("chen", f"orders/2026-1.{form}") for form in ("docx", "pdf")]
    assert papers == ["督办单 龙工商联督办〔2026〕1号.docx", "督办单 龙工商联督办〔2026〕1号.pdf"]
    climbs(walk, "2026-03-16 18:05", "copy")
    told(walk, "lu", "抄送督查室")
    climbs(walk, "2026-03-18 18:05", "list")
    told(walk, "chen", "列入季度专报")
    late_requests_are_refused(walk)
    the_head_answers_late(walk, check_accessible)
    climbs(walk, "2026-03-25 18:05", "talk")
    stairs = walk.sees("lu").locator(".stairs li")
    expect(stairs).to_have_count(6)
    expect(walk.pages["lu"].locator("main")).to_contain_text("第 2 次督办")
    check_accessible(walk.pages["lu"])
    the_unit_answers_and_the_firm_rates(walk)
    the_rates_show_it(walk, check_accessible)
    assert all(fits(page) for page in walk.pages.values())


def late_requests_are_refused(walk: Walk) -> None:
    walk.clock.at("2026-03-19 10:00")
    liu = walk.sees("liu", f"{walk.path}extension-request/")
    liu.locator("#extension-request_reason").fill("配件还没有到货")
    liu.get_by_role("button", name="申请延期").click()
    expect(liu.locator(".alert-warn").first).to_contain_text("延期须在到期前提出")
    expect(liu.locator("#typed")).to_have_value("配件还没有到货")


def the_head_answers_late(walk: Walk, check_accessible: Callable[[Page], None]) -> None:
    heze = walk.sees("heze")
    heze.get_by_role("button", name="发送答复").click()
    expect(heze.locator("#order-answer")).to_contain_text("请填写")
    heze.get_by_label("督办答复").fill(ANSWER)
    heze.get_by_role("button", name="发送答复").dblclick()
    expect(heze.locator("main")).to_contain_text("逾期答复")
    register = walk.sees("chen", "/cases/orders/?view=answered")
    expect(register.locator("tbody")).to_contain_text(ANSWER)
    expect(register.locator("tbody")).to_contain_text("逾期答复")
    check_accessible(register)
    assert SupervisionOrder.objects.get().answer == ANSWER


def the_unit_answers_and_the_firm_rates(walk: Walk) -> None:
    walk.clock.at("2026-03-26 10:00")
    liu = walk.sees("liu")
    liu.get_by_label("给企业的答复").fill("变压器已更换，今日恢复供电。")
    liu.get_by_label("已解决", exact=True).check()
    liu.get_by_role("button", name="提交审核").click()
    walk.sees("chen").get_by_role("button", name="审核通过").click()
    qian = walk.sees("qian", phone=True)
    expect(qian.locator("main")).to_contain_text("变压器已更换")
    expect(qian.locator("main")).not_to_contain_text("督办")
    qian.locator("label").filter(has_text="诉求办结销号").click()
    qian.get_by_text("非常满意", exact=True).click()
    qian.get_by_role("button", name="提交评价").click()
    expect(qian.locator("main")).to_contain_text("已办结")
    case = Case.objects.get(pk=walk.case.pk)
    assert (case.stage, case.ladder_at) == ("closed", None)
    assert not SupervisionOrder.objects.filter(answered_at=None, lifted_at=None).exists(), "nothing is owed any more"


def the_rates_show_it(walk: Walk, check_accessible: Callable[[Page], None]) -> None:
    chen = walk.sees("chen", "/cases/rates/")
    check_accessible(chen)
    chen.locator("tr").filter(has_text="超期率").locator('a[href*="part=met"]').click()
    expect(chen.locator("h1")).to_have_text("超期率")
    chen.get_by_role("link", name=walk.case.title).click()
    expect(chen).to_have_url(f"{walk.address}{walk.path}")
    assert LadderMark.objects.filter(case=walk.case).count() == 6
