"""The platform reads along: while a firm tells, at the desk, over many texts at once, and when a text broke."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.imports.test_repair import BROKEN, WHOLE
from tests.journeys.seats import fits, seated
from tests.story import Story
from zhilian.cases import actions
from zhilian.cases.jobs.hot import group_now
from zhilian.cases.models import Case, PublishedAnswer, SystemicIssue
from zhilian.channels.models import Category
from zhilian.core.searching import SOURCES
from zhilian.triage.actions.index import index

pytestmark = pytest.mark.journey
Open = Callable[..., Page]
Check = Callable[[Page], None]

WORDS = "简一工业区又停电了。变压器跳闸，机器一停料就废了。请问供电什么时候修好？"
AGAIN = "简一工业区又停电了，变压器跳闸，机器一停，料就全废了，供电什么时候能修好？"
ANSWER = "请拨打95598报修，重大故障四小时内到场。"
THREE = (
    "宝龙工业区连续停电三天，生产线停工",
    "宝龙工业区又停电了，料废了，损失很大",
    "我们在宝龙工业区，频繁停电，订单交不了",
)


@pytest.fixture
def story(committed: Cast) -> Story:
    """The story of the last two days, with words in the category table, as on a district's first day."""
    Category.objects.filter(code="ENER").update(keywords="停电 变压器 电费")
    Category.objects.filter(code="LAB").update(keywords="招工 社保")
    return Story(committed, timezone.now() - timedelta(days=2))


@pytest.fixture
def answer(story: Story) -> PublishedAnswer:
    """What another firm was answered, published for all."""
    closed, chen = story.case("closed", text=WORDS), story.cast.actor("chen")
    told: dict[str, Any] = {"title": "园区停电找谁", "question": WORDS, "answer": ANSWER}
    return actions.publish_answer(case=closed, **told, confirmed=True, actor=chen, at=story.later())


def read_all() -> None:
    """What the worker does within seconds."""
    for kind, source in SOURCES.items():
        index(kind=kind, ids=source.ids(0, 1000))


def send(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^(提交诉求|仍然提交)$")).click()
    expect(page.locator(".confirm")).to_contain_text("LG-")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_firm_is_helped_while_it_tells_and_the_desk_takes_the_proposal(
    story: Story, answer: PublishedAnswer, live_server: Any, open_page: Open, check_accessible: Check, scripts: bool
) -> None:
    read_all()
    url, cast = live_server.url, story.cast
    zhou = seated(open_page(phone=True, java_script_enabled=scripts), url, cast, "zhou", "/cases/new/")
    zhou.locator("#id_text").fill(WORDS)
    if scripts:
        chip = zhou.get_by_role("radio", name=re.compile("^用能保障"))
        expect(zhou.locator("#suggested")).to_contain_text("因为提到：变压器、停电")
        chip.focus()
        zhou.keyboard.press("Space")
    else:
        zhou.get_by_role("button", name="提交诉求").click()
    expect(zhou.locator("#similar")).to_contain_text("园区停电找谁")
    zhou.locator("#similar summary").press("Enter")
    expect(zhou.get_by_text(ANSWER)).to_be_visible()
    expect(zhou.locator("#id_text")).to_have_value(WORDS)
    if scripts:
        check_accessible(zhou)
        expect(zhou.get_by_role("radio", name=re.compile("^用能保障"))).to_be_checked()
        assert fits(zhou)
    send(zhou)
    case = Case.objects.latest("id")
    assert case.category == (cast.category("ENER") if scripts else None)

    chen = seated(open_page(java_script_enabled=scripts), url, cast, "chen", f"/cases/{case.number}/")
    chen.get_by_role("button", name="按“用能保障”受理").press("Enter")
    expect(chen.locator(".flash")).to_contain_text("已受理")
    expect(chen.get_by_label("承办单位或通道")).to_have_value("channel:1")
    chen.get_by_role("button", name="派单", exact=True).press("Enter")
    expect(chen.locator(".flash")).to_contain_text("已派单")

    zhou.goto(f"{url}/cases/new/")
    zhou.locator("#id_text").fill(AGAIN)
    if not scripts:
        zhou.get_by_role("button", name="提交诉求").click()
    expect(zhou.locator("#similar .alert")).to_contain_text("区工信局")
    assert case.number in str(zhou.get_by_role("link", name="查看办理进度").get_attribute("href"))
    expect(zhou.locator("#id_text")).to_have_value(AGAIN)
    assert Case.objects.count() == 2


def test_three_firms_and_one_trouble_become_one_issue(
    story: Story, live_server: Any, open_page: Open, check_accessible: Check
) -> None:
    url, cast = live_server.url, story.cast
    told = [story.case("accepted", text=text, enterprise=None, reporter=f"企业{n}") for n, text in enumerate(THREE)]
    story.received(by="zhou", text="招不到熟练的焊工师傅")
    group_now(cast.lg, timezone.now())
    read_all()
    lu = seated(open_page(phone=True), url, cast, "lu")
    lu.locator("main a[href^='/cases/hot/']").filter(has_text="停电").tap()
    expect(lu.locator("#why")).to_contain_text("最近7天3家")
    expect(lu.locator("#curve figure")).to_have_count(2)
    assert fits(lu)
    check_accessible(lu)

    chen = seated(open_page(), url, cast, "chen", f"/cases/{told[0].number}/")
    chen.locator("#alike summary").first.click()
    chen.locator("#alike").get_by_role("link", name=re.compile("停电")).first.click()
    expect(chen).to_have_url(re.compile("/cases/hot/"))
    check_accessible(chen)
    chen.get_by_label("全选").check()
    chen.get_by_role("button", name="为勾选的新立共性问题").click()
    chen.locator("[name=text]").fill("宝龙工业区供电不稳，一个片区都停。")
    chen.locator("[name=category]").select_option("ENER")
    chen.locator("[name=unit]").select_option("GXJ")
    chen.locator("[name=due_on]").fill((timezone.localdate() + timedelta(days=9)).isoformat())
    chen.locator("main form.form .btn-primary").click()
    expect(chen.locator(".flash")).to_contain_text("已挂接 3 件诉求")
    assert set(SystemicIssue.objects.get().cases.all()) == set(told)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_text_that_broke_on_its_way_is_repaired_at_the_counter(
    story: Story, live_server: Any, open_page: Open, check_accessible: Check, scripts: bool
) -> None:
    page = open_page(java_script_enabled=scripts, permissions=["clipboard-read", "clipboard-write"] if scripts else [])
    seated(page, live_server.url, story.cast, "xiaolin", "/cases/take-down/")
    page.locator("#id_firm").fill("明亮眼镜")
    box = page.locator("#id_text")
    if scripts:
        page.evaluate("text => navigator.clipboard.writeText(text)", BROKEN)
        box.press("Control+V")
        check_accessible(page)
        offer = page.locator("#id_text_repair")  # nothing that comes later about the same words takes its place
        offer.get_by_role("button", name="填入上面的文本框再修改").click()
        expect(box).to_have_value(WHOLE)
    else:
        box.fill(BROKEN)
        page.locator("main form.form .btn-primary").click()
        expect(box).to_have_value(BROKEN)
        expect(page.locator("#id_firm")).to_have_value("明亮眼镜")
        expect(page.get_by_role("group", name="修复后的文字", exact=True)).to_have_text(WHOLE)
    page.locator("main form.form .btn-primary").click()
    expect(page.locator("main")).to_contain_text("LG-")
    assert Case.objects.get().text == WHOLE


def test_the_box_knows_a_chambers_initials_and_a_cases_last_digits(
    story: Story, live_server: Any, open_page: Open, check_accessible: Check
) -> None:
    case = story.received()
    read_all()
    page = seated(open_page(), live_server.url, story.cast, "chen")
    for words, found, title in (("hgsh", "横岗商会", "亲清驿站"), (case.number, case.title, case.title)):
        page.keyboard.press("/")
        page.keyboard.type(words)
        expect(page.get_by_role("option").first).to_contain_text(found)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text(title)
    page.keyboard.press("/")
    page.keyboard.type("飞碟")
    page.keyboard.press("Enter")
    expect(page.locator(".empty")).to_contain_text("飞碟")
    check_accessible(page)
