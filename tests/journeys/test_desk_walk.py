"""One case from the dispatcher to the handler, back, to the firm, and closed: in real browsers, 1280 pixels wide."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.cast import PASSWORD, Cast
from tests.story import Story
from zhilian.cases.models import Case

pytestmark = pytest.mark.journey


def sign_in(page: Page, address: str, who: str, target: str = "/home/") -> Page:
    page.goto(f"{address}/sign-in/?next={target}")
    page.locator("#id_username").fill(who)
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}{target}")
    page.wait_for_load_state()
    return page


def notice(page: Page, address: str, words: str) -> None:
    """Open what the bell tells, as people do."""
    page.goto(f"{address}/notices/")
    page.locator(".notices a").filter(has_text=words).first.click()


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_case_walks_over_four_desks(
    committed: Cast, live_server: Any, open_page: Callable[..., Page], check_accessible: Callable[[Page], None]
) -> None:
    case = Story(committed, timezone.now()).received(by="qian", contact_name="钱立新", contact_phone="13807550001")
    url = live_server.url
    chen = sign_in(open_page(), url, "chen")
    check_accessible(chen)
    chen.locator(".tile").filter(has_text="待受理").click()
    check_accessible(chen)
    chen.keyboard.press("j")
    chen.keyboard.press("Enter")
    expect(chen.locator("h1")).to_have_text(case.title)
    check_accessible(chen)

    chen.get_by_label("类别").select_option(label="用能保障")
    chen.get_by_role("button", name="受理", exact=True).click()
    expect(chen.locator(".flash")).to_contain_text("已受理")
    expect(chen.get_by_label("承办单位或通道")).to_have_value("channel:1")
    chen.get_by_role("button", name="派单", exact=True).click()
    expect(chen.locator(".flash")).to_contain_text("已派单")

    liu = sign_in(open_page(), url, "liu")
    notice(liu, url, case.number)
    liu.get_by_role("button", name="签收", exact=True).click()
    expect(liu.locator('a[href="tel:13807550001"]').first).to_be_visible()
    liu.get_by_label("联系情况").fill("与钱总通话，约周四上门")
    liu.get_by_role("button", name="记录联系").click()
    liu.get_by_label("给企业的答复").fill("变压器已更换，今日恢复供电。")
    liu.get_by_label("已解决", exact=True).check()
    check_accessible(liu)
    liu.get_by_role("button", name="提交审核").click()
    expect(liu.locator(".flash")).to_contain_text("答复已提交")

    notice(chen, url, case.number)
    expect(chen.locator("#review")).to_contain_text("变压器已更换，今日恢复供电。")
    chen.get_by_role("button", name="审核通过").click()
    expect(chen.locator(".flash")).to_contain_text("审核通过")

    qian = sign_in(open_page(phone=True), url, "qian", f"/cases/{case.number}/")
    expect(qian.locator("main")).to_contain_text("变压器已更换，今日恢复供电。")

    luo = sign_in(open_page(), url, "luo", f"/cases/{case.number}/")  # Chen has reviewed it: somebody else calls
    luo.locator("#rating-by-call_solved_0").check()
    luo.locator("#rating-by-call_score_0").check()
    luo.get_by_role("button", name="记录评价").click()
    expect(luo.locator(".flash")).to_contain_text("已记录")
    assert Case.objects.get(pk=case.pk).stage == "closed"
    assert all(fits(page) for page in (chen, liu, luo, qian))


def test_two_people_at_once_and_one_learns_it(
    committed: Cast, live_server: Any, open_page: Callable[..., Page], check_accessible: Callable[[Page], None]
) -> None:
    story = Story(committed, timezone.now())
    case = story.case("dispatched")
    page = sign_in(open_page(), live_server.url, "liu", f"/cases/{case.number}/")
    page.locator("#return summary").click()
    page.get_by_label("不属于本单位职责的理由").fill("这件事归人力资源局管。")
    story.step(case, "sign", by="heze", at=timezone.now())
    page.get_by_role("button", name="退单", exact=True).click()
    expect(page.locator(".alert-warn")).to_contain_text("何泽")
    expect(page.locator("#typed")).to_have_value("这件事归人力资源局管。")
    check_accessible(page)


def test_a_clerk_takes_down_with_keys_alone(
    committed: Cast, live_server: Any, open_page: Callable[..., Page], check_accessible: Callable[[Page], None]
) -> None:
    page = sign_in(open_page(), live_server.url, "xiaolin", "/cases/take-down/")
    page.keyboard.type("明亮")  # the cursor is in the box already
    expect(page.locator("#firms")).to_contain_text("钱立新")
    check_accessible(page)
    page.keyboard.press("Tab")  # to the firm found, which is ticked
    page.keyboard.press("Tab")
    page.keyboard.type("园区又停电了，机器一停料就废了。")
    for _ in range(30):
        page.keyboard.press("Tab")
        if "登记并打印回执" in page.evaluate("document.activeElement.textContent"):
            break
    page.keyboard.press("Enter")
    expect(page.locator(".sheet")).to_contain_text("园区又停电了")
    check_accessible(page)
    assert Case.objects.get().enterprise == committed.firms["qian"]
    assert page.evaluate("localStorage.getItem('zhilian.draft.take-down')") is None


def test_without_scripts_a_step_is_taken_as_well(
    committed: Cast, live_server: Any, open_page: Callable[..., Page]
) -> None:
    case = Story(committed, timezone.now()).case("accepted")
    page = sign_in(open_page(java_script_enabled=False), live_server.url, "chen", f"/cases/{case.number}/")
    page.get_by_role("button", name="派单", exact=True).click()
    expect(page.locator(".flash")).to_contain_text("已派单")
