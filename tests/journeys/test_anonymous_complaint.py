"""A firm complains of a department and stays unnamed: on a phone, over two desks, past everybody who must not know."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.journeys.seats import seated
from tests.story import Story
from zhilian.cases.models import Case

pytestmark = pytest.mark.journey
PHONE = {"width": 360, "height": 780}
WORDS = "区工信局经办人收了横岗明亮眼镜厂的材料，两个月没有消息。钱立新去问三次，都说等通知。"
SECRETS = ("明亮", "钱立新", "13807550001", "qian")


def told_secretly(page: Page) -> Case:
    """The firm tells it on its phone, names the department, asks to stay unnamed."""
    page.fill("#id_text", WORDS)
    page.get_by_text("补充类别和类型").click()
    page.locator("input[name=kind][value=complaint]").check()
    page.get_by_label("被投诉单位").select_option(label="区工业和信息化局")
    page.get_by_label("对承办单位隐去企业身份").check()
    page.get_by_role("button", name="提交诉求").click()
    expect(page.locator("main")).to_contain_text("承办部门不会知道您是哪家企业")
    expect(page.locator("main")).to_contain_text("区工业和信息化局不承办，也看不到这件诉求")
    return Case.objects.get()


def written(page: Page, address: str) -> str:
    """Everything readable in what this address gives: a page, or the parts of a .docx."""
    content = page.request.get(address).body()
    if not content.startswith(b"PK"):
        return content.decode()
    with ZipFile(BytesIO(content)) as paper:
        return "".join(paper.read(name).decode() for name in paper.namelist() if name.endswith(".xml"))


def nothing_told(page: Page, address: str, *paths: str) -> None:
    for path in paths:
        text = written(page, address + path)
        assert not [word for word in SECRETS if word in text], path


def accepted_and_dispatched(page: Page) -> None:
    page.get_by_label("类别").select_option(label="用工社保")
    page.get_by_role("button", name="受理", exact=True).click()
    to = page.get_by_label("承办单位或通道")
    assert "工信局" not in to.inner_text(), "the unit complained of is not offered"
    to.select_option(label="区人力局")
    page.get_by_role("button", name="派单", exact=True).click()
    expect(page.locator(".flash")).to_contain_text("已派单")


def test_an_unnamed_firm_complains_and_nobody_learns_who_it_is(
    committed: Cast, live_server: Any, open_page: Callable[..., Page], check_accessible: Callable[[Page], None]
) -> None:
    cast, url = committed, live_server.url
    qian = seated(open_page(phone=True, viewport=PHONE), url, cast, "qian", "/cases/new/")
    case = told_secretly(qian)
    check_accessible(qian)
    here = f"/cases/{case.number}/"

    chen = seated(open_page(), url, cast, "chen", here)
    accepted_and_dispatched(chen)

    wu = seated(open_page(phone=True, viewport=PHONE), url, cast, "wu", here)
    wu.get_by_role("button", name="签收", exact=True).click()
    expect(wu.locator(".flash")).to_contain_text("请提交工商联向企业转问")
    check_accessible(wu)
    wu.get_by_label("请工商联向企业转问的内容").fill("材料是哪一天交的？")
    wu.get_by_role("button", name="提交工商联").click()
    expect(wu.locator("main")).to_contain_text("匿名企业")

    qian.goto(url + here)
    expect(qian.locator("main")).to_contain_text("材料是哪一天交的？")
    expect(qian.locator("main")).not_to_contain_text("已与您联系")
    check_accessible(qian)
    chen.goto(url + here)
    chen.get_by_label("企业的回复").fill("九月二十日交的，有收件回执。")
    check_accessible(chen)
    chen.get_by_role("button", name="转达", exact=True).click()
    expect(chen.locator("main")).to_contain_text("这件诉求现在不需要您处理")

    wu.goto(url + here)
    expect(wu.locator("main")).to_contain_text("九月二十日交的，有收件回执。")
    expect(wu.locator("h1")).to_contain_text("***")
    nothing_told(wu, url, here, "/home/", "/cases/", "/notices/", f"{here}slip/", f"{here}sheets/assignment.docx")
    for word in ("明亮", "钱立新"):
        wu.goto(f"{url}/cases/?view=all&words={word}")
        expect(wu.locator("main")).not_to_contain_text(case.number)
    lost_race(cast, wu, url, case)
    check_accessible(wu)
    assert not [word for word in SECRETS if word in wu.content()]

    kept_from_everybody_else(cast, case, url, open_page)
    read_and_recused(cast, case, url, chen, open_page, check_accessible)


def lost_race(cast: Cast, page: Page, address: str, case: Case) -> None:
    """The federation takes the case back while the handler writes the answer."""
    page.goto(f"{address}/cases/{case.number}/")
    page.get_by_label("给企业的答复").fill("材料已补录，三日内办结。")
    page.get_by_label("已解决", exact=True).check()
    Story(cast, timezone.now()).step(case, "reply", by="wu", at=timezone.now())
    page.get_by_role("button", name="提交审核").click()
    expect(page.locator("#typed")).to_have_value("材料已补录，三日内办结。")


def kept_from_everybody_else(cast: Cast, case: Case, address: str, open_page: Callable[..., Page]) -> None:
    """The people complained of find nothing at all; the trail taken out of the house names nobody."""
    liu = seated(open_page(), address, cast, "liu")
    for path in ("/home/", "/cases/", f"/cases/?view=all&words={case.number}", "/notices/", "/cases/rates/"):
        assert "收了" not in written(liu, address + path), path
    assert liu.request.get(f"{address}/cases/{case.number}/").status == 404
    shen = seated(open_page(), address, cast, "shen", "/trail/")
    with shen.expect_download() as taken:
        shen.locator("form[action='/trail/export/'] button").click()
    trail = taken.value.path().read_text()
    assert "case.received" in trail
    assert not [word for word in SECRETS if word in trail]


def read_and_recused(
    cast: Cast, case: Case, address: str, chen: Page, open_page: Callable[..., Page], check: Callable[[Page], None]
) -> None:
    """The auditor sees who read it; a colleague is recused and finds it no more."""
    shen = seated(open_page(), address, cast, "shen", "/audit/readings/")
    expect(shen.locator("main")).to_contain_text("吴桐")
    expect(shen.locator("main")).to_contain_text(case.number)
    check(shen)
    luo = seated(open_page(), address, cast, "luo", f"/cases/{case.number}/")
    chen.goto(f"{address}/cases/{case.number}/recusal/")
    chen.get_by_label("回避人员").select_option(label="罗志蘅 · 区工商联经济部 工商联派单员")
    chen.locator("#recusal_reason").fill("亲属在该企业任职")
    check(chen)
    chen.locator("#recusal").get_by_role("button").click()
    expect(chen.locator("main")).to_contain_text("罗志蘅")
    assert luo.request.get(f"{address}/cases/{case.number}/").status == 404
