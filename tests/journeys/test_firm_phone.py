"""Qian tells his difficulty on a phone of 360 pixels, with nothing but keys; the same works without scripts."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.cast import PASSWORD, Cast
from zhilian.cases.models import Case

pytestmark = pytest.mark.journey
PHONE = {"width": 360, "height": 780}
WORDS = "园区又停电了，机器一停料就废了。"


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in/?next=/cases/new/")
    page.keyboard.type("qian")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}/cases/new/")
    expect(page.locator("#id_text")).to_be_focused()
    page.wait_for_load_state()


def tab_to(page: Page, label: str) -> None:
    """Press Tab until the control that reads so has the focus."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if label in page.evaluate("document.activeElement.textContent"):
            return
    raise AssertionError(f"no key leads to {label}")


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_difficulty_is_told_with_keys_alone_and_followed(
    committed: Cast, live_server: Any, open_page: Callable[..., Page], check_accessible: Callable[[Page], None]
) -> None:
    page = open_page(phone=True, viewport=PHONE)
    sign_in(page, live_server.url)
    check_accessible(page)
    assert fits(page)
    page.keyboard.type(WORDS)  # the cursor is in the box already
    expect(page.locator("output.counter").first).to_have_text(f"{len(WORDS)} / 10000")
    tab_to(page, "提交诉求")
    page.keyboard.press("Enter")
    expect(page.locator(".confirm")).to_contain_text("LG-")
    check_accessible(page)
    case = Case.objects.get()
    assert case.text == WORDS
    assert page.evaluate("localStorage.getItem('zhilian.draft.intake')") is None, "what was sent is no draft any more"
    tab_to(page, "查看办理进度")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(case.title)
    check_accessible(page)
    assert fits(page)


def test_typed_words_survive_a_closed_tab(committed: Cast, live_server: Any, open_page: Callable[..., Page]) -> None:
    page = open_page(phone=True, viewport=PHONE)
    sign_in(page, live_server.url)
    page.keyboard.type(WORDS)
    page.wait_for_timeout(600)  # the draft is written a third of a second after the last key
    page.goto(f"{live_server.url}/channels/")
    page.goto(f"{live_server.url}/cases/new/")
    expect(page.locator("#id_text")).to_have_value(WORDS)


def test_a_lost_reply_makes_no_second_case(committed: Cast, live_server: Any, open_page: Callable[..., Page]) -> None:
    page = open_page(phone=True, viewport=PHONE)
    sign_in(page, live_server.url)
    page.keyboard.type(WORDS)

    def lose(route: Any) -> None:
        """The server gets it, the phone never hears of it."""
        if route.request.method != "POST":
            route.continue_()
            return
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    page.route("**/cases/new/", lose)
    page.get_by_role("button", name="提交诉求").click()
    page.wait_for_timeout(1000)
    page.unroute_all()
    assert Case.objects.count() == 1
    page.goto(f"{live_server.url}/cases/new/")
    expect(page.locator("#id_text")).to_have_value(WORDS)
    page.get_by_role("button", name="提交诉求").click()
    expect(page.locator(".confirm")).to_contain_text(Case.objects.get().number)
    assert Case.objects.count() == 1


def test_without_scripts_it_is_told_as_well(committed: Cast, live_server: Any, open_page: Callable[..., Page]) -> None:
    page = open_page(phone=True, viewport=PHONE, java_script_enabled=False)
    sign_in(page, live_server.url)
    page.fill("#id_text", WORDS)
    page.get_by_text("补充类别和类型").click()
    page.select_option("#id_category", "ENER")
    page.get_by_role("button", name="提交诉求").click()
    expect(page.locator(".confirm")).to_contain_text("LG-")
    assert Case.objects.get().category == committed.category("ENER")


def test_a_strangers_pages_shut_nobody_out(
    committed: Cast, live_server: Any, open_page: Callable[..., Page], check_accessible: Callable[[Page], None]
) -> None:
    page = open_page(phone=True, viewport=PHONE)
    for path in ("/?district=LG", "/channels/?district=LG", "/channels/1/?district=LG", "/stations/", "/sign-in/"):
        page.goto(f"{live_server.url}{path}")
        check_accessible(page)
        assert fits(page), path
