"""Called solved, denied, reworked twice, decided by a leader; and what happens where the firm says nothing at all."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.journeys.seats import StandingClock, fits, seated
from tests.story import Story
from zhilian.cases.jobs.word import ask_again
from zhilian.cases.models import Case

pytestmark = pytest.mark.journey
PHONE = {"width": 360, "height": 780}
CLOSE, REWORK, JOINT = "decide_close", "decide_rework", "decide_joint"
Opener = Callable[..., Page]


def denied(page: Page, words: str) -> None:
    """The firm says that it is not solved; first without a word, which is not enough."""
    page.locator("input[name=solved][value=no]").check()
    page.locator("input[name=score][value='1']").check()
    page.get_by_role("button", name="提交评价").click()
    expect(page.locator("main")).to_contain_text("请用一句话写明还差什么")
    page.get_by_label("您想说的话").fill(words)
    page.get_by_role("button", name="提交评价").click()
    expect(page.locator(".flash").first).to_be_visible()


def answered_again(page: Page, address: str, case: Case, words: str, story: Story) -> None:
    """The unit reads what the firm denies, answers anew; the desk passes it."""
    page.goto(f"{address}/cases/{case.number}/")
    expect(page.locator("#again")).to_contain_text("还是停电")
    page.get_by_label("给企业的答复").fill(words)
    page.locator("input[name=result][value=solved]").check()
    page.get_by_role("button", name="提交审核").click()
    expect(page.locator(".flash")).to_contain_text("答复已提交")
    story.step(case, "review_pass", at=story.later())


@pytest.mark.parametrize("decision", [CLOSE, REWORK, JOINT])
def test_a_denied_answer_is_reworked_twice_and_then_a_leader_decides(
    committed: Cast, live_server: Any, open_page: Opener, check_accessible: Callable[[Page], None],
    monkeypatch: pytest.MonkeyPatch, decision: str,
) -> None:  # fmt: skip
    cast, url = committed, live_server.url
    clock = StandingClock(monkeypatch, "2026-03-05 10:00")
    story = Story(cast, clock.now - timedelta(days=1))
    case = story.case("awaiting_rating")
    story.now = clock.now
    here = f"/cases/{case.number}/"
    qian = seated(open_page(phone=True, viewport=PHONE), url, cast, "qian", here)
    if decision == CLOSE:  # the whole way by hand, once
        liu = seated(open_page(), url, cast, "liu")
        for n in (1, 2):
            denied(qian, f"第{n}次说：还是停电")
            check_accessible(qian)
            answered_again(liu, url, case, f"第{n}次重办：已换线。", story)
            clock.now += timedelta(hours=1)
            qian.goto(url + here)
        denied(qian, "第3次说：还是停电")
        expect(qian.locator("main")).to_contain_text("领导")
    else:
        for step in ("rate_rework", "reply", "review_pass") * 2 + ("rate_escalate",):
            story.step(case, step)
    lu = seated(open_page(), url, cast, "lu", here)
    lu.locator(f"input[name=decision][value={decision}]").check()
    lu.get_by_role("button", name="签署裁定").click()
    check_accessible(lu)
    assert Case.objects.get(pk=case.pk).stage == "escalated", "no decision without reasons"
    lu.locator("#decision_text").fill("裁定理由：线路改造已列入三月计划。")
    if decision == JOINT:
        lu.locator("select[name=unit_1]").select_option(value="RSJ")
    lu.get_by_role("button", name="签署裁定").click()
    expect(lu.locator(".flash")).to_contain_text("已裁定")
    check_accessible(lu)
    qian.goto(url + here)
    expect(qian.locator("main")).to_contain_text("裁定理由：线路改造已列入三月计划。")
    check_accessible(qian)
    assert fits(qian)
    case.refresh_from_db()
    assert case.denied
    assert case.stage == {CLOSE: "closed", REWORK: "rework", JOINT: "joint"}[decision]


def test_a_silent_firm_is_called_on_two_days_and_its_word_left_out_by_a_second_person(
    committed: Cast, live_server: Any, open_page: Opener, check_accessible: Callable[[Page], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    cast, url = committed, live_server.url
    clock = StandingClock(monkeypatch, "2026-03-16 10:00")
    case = Story(cast, clock.now - timedelta(days=12)).case("awaiting_rating")
    here = f"/cases/{case.number}/"
    chen = seated(open_page(), url, cast, "chen", here)
    expect(chen.locator("#calls")).to_contain_text("您参与过本诉求的办理")
    assert not chen.locator("#call").count()
    luo = seated(open_page(), url, cast, "luo", "/cases/calls/")
    luo.locator("main").get_by_role("link", name=case.title).click()
    for day in ("2026-03-16 10:10", "2026-03-17 16:00"):
        clock.at(day)
        luo = seated(luo, url, cast, "luo", here)
        assert not luo.locator("#closure").count(), "not before calls on two days"
        luo.locator("#call summary").click()
        luo.locator("#call_note").fill(f"{day[5:]} 拨打 138 号码，无人接听")
        check_accessible(luo)
        luo.locator("#call").get_by_role("button").click()
    luo.locator("#closure summary").click()
    luo.locator("#closure_note").fill("两日均未接通")
    luo.locator("#closure").get_by_role("button").click()
    expect(luo.locator(".flash")).to_contain_text("已")
    assert Case.objects.get(pk=case.pk).stage == "closed"
    luo.goto(f"{url}{here}exclusion/")
    luo.locator("input[name=ground][value=unreachable]").check()
    luo.locator("#exclusion_proof").fill("两日四次拨打无人接听")
    check_accessible(luo)
    luo.locator("#exclusion button").click()
    assert not luo.locator("#exclusion-decision").count(), "not by whoever asked"
    lu = seated(open_page(), url, cast, "lu", "/cases/requests/")
    lu.locator("main a").filter(has_text=case.number).or_(
        lu.locator("main a").filter(has_text=case.title)
    ).first.click()
    lu.locator("#exclusion-decision input[value=yes]").check()
    check_accessible(lu)
    lu.locator("#exclusion-decision").get_by_role("button").click()
    expect(lu.locator("#exclusions")).to_contain_text("已剔除")
    assert Case.objects.get(pk=case.pk).excluded


def test_ninety_days_later_a_no_becomes_a_new_case(
    committed: Cast, live_server: Any, open_page: Opener, check_accessible: Callable[[Page], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    cast, url = committed, live_server.url
    clock = StandingClock(monkeypatch, "2026-06-10 10:00")
    case = Story(cast, clock.now - timedelta(days=95)).case("closed")
    assert ask_again(clock.now) == 1
    qian = seated(open_page(phone=True, viewport=PHONE, java_script_enabled=False), url, cast, "qian", "/notices/")
    qian.locator(".notices a").filter(has_text=case.number).first.click()
    qian.locator("#still").get_by_label("您想说的话").fill("上周起又每天跳闸")
    qian.get_by_role("button", name="没有，问题又出现了").click()
    new = Case.objects.get(origin=case)
    expect(qian.locator("main")).to_contain_text(new.number)
    chen = seated(open_page(), url, cast, "chen", f"/cases/{new.number}/")
    expect(chen.locator("main")).to_contain_text("上周起又每天跳闸")
    chen.locator("main").get_by_role("link", name=case.number).first.click()
    expect(chen.locator("main")).to_contain_text(new.number)
    check_accessible(chen)
