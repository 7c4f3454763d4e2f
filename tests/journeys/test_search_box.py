"""The one box: found while typing with keys alone, read aloud by a screen reader, and a plain form without scripts."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.journeys.seats import fits, seated
from tests.story import Story
from zhilian.cases.models import Case
from zhilian.core.searching import SOURCES
from zhilian.triage.actions.index import index

pytestmark = pytest.mark.journey


@pytest.fixture
def told(committed: Cast) -> Case:
    """Twenty-three cases in the index, of which one is about a tower crane."""
    story = Story(committed)
    for _ in range(22):
        story.received(text="园区又停电了，机器一停料就废了。")
    case = story.received(text="塔吊挡住了厂门，货车进不来。")
    for kind, source in SOURCES.items():
        index(kind=kind, ids=source.ids(0, 1000))
    return case


def test_a_case_is_found_and_opened_with_keys_alone(
    committed: Cast,
    told: Case,
    live_server: Any,
    open_page: Callable[..., Page],
    check_accessible: Callable[[Page], None],
) -> None:
    page = seated(open_page(), live_server.url, committed, "chen", "/home/")
    box = page.get_by_role("combobox", name="全站搜索")
    page.keyboard.press("/")
    expect(box).to_be_focused()
    page.keyboard.type("塔吊")
    expect(page.get_by_role("option")).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    check_accessible(page)
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "find-1")
    expect(page.locator("#find-1")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/cases/{told.number}/")


def test_the_page_of_results_shows_more_where_it_ended(
    committed: Cast,
    told: Case,
    live_server: Any,
    open_page: Callable[..., Page],
    check_accessible: Callable[[Page], None],
) -> None:
    page = seated(open_page(), live_server.url, committed, "chen", "/home/")
    page.get_by_role("combobox", name="全站搜索").fill("停电")
    page.keyboard.press("Enter")
    expect(page).to_have_title("“停电” · 搜索 · 直联")
    page.get_by_role("link", name="诉求 22").click()
    expect(page.locator(".hit")).to_have_count(20)
    check_accessible(page)
    page.get_by_role("link", name="再看一些").click()
    expect(page.locator(".hit")).to_have_count(22)
    expect(page.locator(".hit:nth-child(21) a")).to_be_focused()
    page.goto(f"{live_server.url}/search/?q=飞碟")
    check_accessible(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_phone_it_is_one_tap_away_and_works_without_scripts(
    committed: Cast, told: Case, live_server: Any, open_page: Callable[..., Page], scripts: bool
) -> None:
    page = seated(open_page(phone=True, java_script_enabled=scripts), live_server.url, committed, "qian", "/home/")
    expect(page.get_by_role("combobox", name="全站搜索")).to_be_hidden()
    page.get_by_role("link", name="全站搜索").tap()
    box = page.get_by_role("combobox", name="全站搜索")
    box.fill("塔吊")
    box.press("Enter")
    expect(page.locator(".hit mark").first).to_have_text("塔吊")
    expect(page.get_by_role("link", name=told.title)).to_be_visible()
    assert not scripts or fits(page)
