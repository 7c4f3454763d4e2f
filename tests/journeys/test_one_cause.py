"""Forty complaints about one power cut: found, gathered under one systemic issue, and answered together."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.journeys.test_desk_walk import fits, notice, sign_in
from tests.story import Story
from zhilian.cases.models import Case
from zhilian.members.facts import EnterpriseFacts, build
from zhilian.members.models import Enterprise
from zhilian.notices.models import Notice

pytestmark = pytest.mark.journey
SAID = ("{n}号厂房停电，料全废了。", "{n}栋整天没有电。", "电跳闸了，{n}台机器停着。", "变电站停电何时修好？")
ODD = ["accepted", "merged", "withdrawn", "submitted"]  # taken off, merged, withdrawn, late
WORDINGS = "停电、没有电，跳闸"
OUTCOME = "横岗变电站2号变压器烧毁，已更换，24日18时恢复供电。停电损失可向供电所申报。"


def thirty_eight(story: Story) -> list[Case]:
    """What 37 firms told the station, each in its words, and the glasses maker, who will tell it again by phone."""
    street = story.cast.firms["qian"].street
    facts = [EnterpriseFacts(name=f"横岗第{n}五金厂", street=street) for n in range(1, 38)]
    firms = Enterprise.objects.bulk_create(build(story.cast.lg, one, story.now) for one in facts)
    words = [SAID[n % 4].format(n=n) for n in range(37)]
    told = [story.received(by="xiaolin", enterprise=one, text=said) for one, said in zip(firms, words, strict=True)]
    return [*told, story.received(by="xiaolin", text="昨天停电，抛光机全停。")]


def tell(page: Page, address: str, who: str, words: str) -> Case:
    """A firm tells it on its phone."""
    sign_in(page, address, who, "/cases/new/")
    page.fill("#id_text", words)
    page.get_by_role("button", name="提交诉求").click()
    expect(page.locator(".confirm")).to_contain_text("LG-")
    return Case.objects.get(text=words)


def gather(page: Page, address: str, *cases: Case) -> None:
    """Look for it in all its wordings and tick these."""
    page.goto(f"{address}/cases/gather/")
    page.get_by_label("标题关键词").fill(WORDINGS)
    page.get_by_role("main").get_by_role("button", name="搜索").click()
    for one in cases:
        page.locator(f"input[name=number][value='{one.number}']").check()


def step(page: Page, address: str, case: Case, noun: str, words: str, **given: str) -> None:
    """Take a rare step of a case that asks for a reason."""
    page.goto(f"{address}/cases/{case.number}/{noun}/")
    for name, value in {"reason": words, **given}.items():
        page.locator(f"#{noun} [name={name}]").fill(value)
    page.locator(f"#{noun} button").click()
    expect(page.locator(".flash")).to_be_visible()


def act(page: Page, panel: str, words: str = "") -> None:
    """Take a step of an issue."""
    if words:
        page.locator(f"#{panel} textarea").fill(words)
    page.locator(f"#{panel} button").click()


def open_issue(page: Page) -> None:
    """All that is found goes under one issue of GXJ; a day that is over is refused and loses nothing."""
    page.locator("[data-check-all]").check()
    page.get_by_role("button", name="为勾选的新立共性问题").click()
    page.locator("[name=title]").fill("横岗变电站停电")
    page.locator("[name=text]").fill("变压器烧毁，横岗片区停电。")
    page.locator("[name=category]").select_option("ENER")
    page.locator("[name=unit]").select_option("GXJ")
    for day in (timezone.localdate() - timedelta(days=1), timezone.localdate() + timedelta(days=9)):
        page.locator("[name=due_on]").fill(day.isoformat())
        page.locator("main form.form .btn-primary").click()


def test_forty_firms_are_answered_together(
    committed: Cast, live_server: Any, open_page: Callable[..., Page], check_accessible: Callable[[Page], None]
) -> None:
    story, url = Story(committed, timezone.now() - timedelta(hours=1)), live_server.url
    told = thirty_eight(story)
    qian, zhou, liu = (open_page(phone=True) for _ in range(3))
    first = tell(qian, url, "qian", "园区停电三个小时了，眼镜架报废一批。")
    gone = tell(zhou, url, "zhou", "面馆停电，冰柜里的肉要坏了！")

    chen = sign_in(open_page(), url, "chen")
    gather(chen, url, first, told[-1])
    expect(chen.locator("tbody tr")).to_have_count(40)
    chen.get_by_role("button", name="将勾选的并案").click()
    expect(chen.locator("input[name=number]:checked")).to_have_count(2)  # what was ticked outlives a missing reason
    chen.locator("#target-case").fill(first.number)
    chen.locator("#merge-reason").fill("同一企业两次反映")
    chen.get_by_role("button", name="将勾选的并案").click()
    expect(chen.locator("#merged")).to_contain_text(told[-1].number)
    step(chen, url, told[0], "merger", "看错了企业", master=told[4].number)
    step(chen, url, told[0], "separation", "不是同一家企业")
    gather(chen, url)
    open_issue(chen)
    expect(chen.locator(".flash")).to_contain_text("已挂接 39 件诉求")
    check_accessible(chen)
    step(chen, url, told[5], "own-way", "厂内自己的开关坏了")
    zhou.goto(f"{url}/cases/{gone.number}/withdrawal/")
    zhou.get_by_role("button", name="撤回", exact=True).click()
    expect(zhou.locator("main")).to_contain_text("您已撤回这件诉求")

    expect(sign_in(liu, url, "liu").locator(".tile").filter(has_text="随共性问题办理")).to_contain_text("37")
    notice(liu, url, "由贵单位牵头")
    liu.locator("#note summary").click()
    act(liu, "note", "发电车已到位，备用变压器在路上。")
    liu.get_by_label("已解决", exact=True).check()
    act(liu, "proposal", "已修好。")
    check_accessible(liu)
    assert fits(liu)
    luo = sign_in(open_page(), url, "luo")
    notice(luo, url, "共性问题")
    expect(luo.locator("main")).to_contain_text("发电车已到位")
    luo.locator("#return summary").click()
    act(luo, "return", "请写明原因和损失怎么申报。")
    notice(liu, url, "退回")
    expect(liu.locator("#proposal textarea")).to_have_value("已修好。")
    act(liu, "proposal", OUTCOME)

    late = story.received(by="xiaolin", enterprise=told[6].enterprise, text="我们也停电了，今天才想起来说。")
    gather(chen, url, late)
    chen.get_by_label("共性问题").select_option(index=1)
    luo.reload()
    act(luo, "conclusion")
    expect(luo.locator(".flash")).to_have_text(re.compile(f"统一答复诉求 37 件.*{gone.number}"))
    chen.locator("#hang .btn-primary").click()
    expect(chen.locator(".flash")).to_contain_text("已经办结")

    stages = dict(Case.objects.values_list("number", "stage"))
    assert {stages[one.number] for one in (*told[:5], *told[6:-1], first)} == {"awaiting_rating"}
    assert [stages[one.number] for one in (told[5], told[-1], gone, late)] == ODD
    assert not Notice.objects.filter(recipient__username="zhou", kind="cases/answered").exists()
    notice(qian, url, f"{first.number} 已答复")
    expect(qian.locator("main")).to_contain_text(OUTCOME)
    qian.get_by_label("已解决").check()
    qian.get_by_label("非常满意", exact=True).check()
    check_accessible(qian)
    qian.get_by_role("button", name="提交评价").click()
    expect(qian.locator(".flash")).to_be_visible()
    assert Case.objects.get(pk=first.pk).stage == "closed"
