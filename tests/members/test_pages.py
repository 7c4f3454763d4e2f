"""The registry's pages: found, read, added, changed, by those who may."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.imports.sheets import code
from zhilian.core.actor import Actor
from zhilian.core.queries import trail_of
from zhilian.kit.industries import lookup
from zhilian.members import panels
from zhilian.members.actions import add_enterprise
from zhilian.members.facts import EnterpriseFacts
from zhilian.members.models import Enterprise
from zhilian.members.queries import enterprise_of

ClientAs = Callable[[str], Client]
FORM = {
    "name": "深圳市横岗精工模具有限公司",
    "credit_code": code(1),
    "street": "440307017",
    "address": "横岗一路 1 号",
    "industry": "35",
    "size": "small",
    "is_member": "on",
    "contact": "黄志远",
    "post": "经理",
    "phone": "138 0013 8000",
    "email": "h@example.org",
}


def text_of(client: Client, address: str, **options: object) -> str:
    answer = client.get(address, **options)  # type: ignore[arg-type]
    assert answer.status_code == 200
    return answer.content.decode()


def entered(cast: Cast, *names: str, **facts: object) -> list[Enterprise]:
    now = timezone.now() - timedelta(minutes=5)
    return [
        add_enterprise(facts=EnterpriseFacts(name=name, **facts), actor=cast.system, at=now)  # type: ignore[arg-type]
        for name in names
    ]


# ---- the list


@pytest.mark.parametrize("words", ["明亮", "HGML", "hgml", "横岗 明亮", "９１４４０３００", code(1)[:10]])
def test_a_firm_is_found_by_name_initials_or_code(cast: Cast, client_as: ClientAs, words: str) -> None:
    firm = cast.firms["qian"]
    firm.credit_code = code(1)
    firm.save()
    page = text_of(client_as("chen"), "/members/", query_params={"q": words})
    assert "横岗明亮眼镜厂" in page
    assert "桂芳" not in page


def test_while_somebody_types_only_the_rows_come_back(cast: Cast, client_as: ClientAs) -> None:
    headers = {"HX-Request": "true", "HX-Target": "rows"}
    page = text_of(client_as("chen"), "/members/?q=明亮", headers=headers)
    assert "<html" not in page
    assert "横岗明亮眼镜厂" in page


def test_the_list_narrows_by_street_and_by_what_is_missing(cast: Cast, client_as: ClientAs) -> None:
    entered(cast, "甲厂", credit_code=code(1), street=cast.streets["440307017"], industry="35")
    browser = client_as("chen")
    assert "桂芳" not in text_of(browser, "/members/?street=440307017")
    for lacking in ("credit_code", "industry"):
        page = text_of(browser, f"/members/?lacking={lacking}")
        assert "甲厂" not in page
        assert "明亮" in page
    assert "明亮" not in text_of(browser, "/members/?lacking=street")
    page = text_of(browser, "/members/?lacking=contact")
    assert "甲厂" in page
    assert "明亮" not in page


def test_phones_are_masked_in_the_list_even_for_who_may_see_them(cast: Cast, client_as: ClientAs) -> None:
    page = text_of(client_as("chen"), "/members/")
    assert "138****0001" in page
    assert "13807550001" not in page


def test_a_long_list_is_turned_page_by_page_without_counting(
    cast: Cast, client_as: ClientAs, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    entered(cast, *(f"第{n:03d}厂" for n in range(60)))
    browser = client_as("chen")
    browser.get("/home/")
    with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
        first = browser.get("/members/")
    assert b"COUNT" not in first.content
    token = first.context["page"].next_token
    second = browser.get("/members/", query_params={"after": token})
    assert len(first.context["page"].rows) == 50
    assert len(second.context["page"].rows) == 12
    assert second.context["page"].previous_token


@pytest.mark.parametrize("query", ["?street=nowhere&lacking=nothing&after=xyz", "?q=%25_", "?q=" + "长" * 99])
def test_queries_that_make_no_sense_show_a_page(cast: Cast, client_as: ClientAs, query: str) -> None:
    text_of(client_as("chen"), f"/members/{query}")


def test_an_empty_list_says_what_to_do_next(cast: Cast, client_as: ClientAs) -> None:
    assert "没有找到企业" in text_of(client_as("chen"), "/members/?q=不存在的企业")
    assert "录入企业" in text_of(client_as("xiaolin"), "/members/?q=不存在的企业")


def test_leaders_read_and_do_not_edit(cast: Cast, client_as: ClientAs) -> None:
    browser, firm = client_as("lu"), cast.firms["qian"]
    assert "录入企业" not in text_of(browser, "/members/")
    page = text_of(browser, f"/members/{firm.pk}/")
    assert "138****0001" in page
    assert "13807550001" not in page
    assert browser.get(f"/members/{firm.pk}/edit/").status_code == 403
    assert browser.post("/members/new/", FORM).status_code == 403


@pytest.mark.parametrize("person", ["qian", "liu", "bai", "sun", "xi", "an", "shen"])
def test_whoever_does_not_keep_the_registry_is_told_so(cast: Cast, client_as: ClientAs, person: str) -> None:
    assert client_as(person).get("/members/").status_code == 403


def test_the_neighbours_firms_do_not_exist_here(cast: Cast, client_as: ClientAs) -> None:
    browser, firm = client_as("chen"), cast.firms["ba_fang"]
    assert "海星" not in text_of(browser, "/members/")
    for address in (f"/members/{firm.pk}/", f"/members/{firm.pk}/edit/", "/members/99999999999999999999/"):
        assert browser.get(address).status_code == 404


# ---- one firm


def test_a_firms_page_shows_what_is_known_and_what_is_missing(cast: Cast, client_as: ClientAs) -> None:
    page = text_of(client_as("xiaolin"), f"/members/{cast.firms['qian'].pk}/")
    for words in ("横岗明亮眼镜厂", "待补充：统一社会信用代码", "钱立新", "13807550001", "平台账号"):
        assert words in page


def test_rooms_above_show_a_panel_on_the_page(cast: Cast, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch) -> None:
    def cases_of(actor: Actor, enterprise: Enterprise) -> dict[str, object] | None:
        return {"kind": "info", "content": f"{actor.name}看{enterprise.name}"}

    monkeypatch.setattr(panels, "PANELS", [])
    panels.add_panel(panels.Panel("_components/facts.html", lambda actor, firm: None))
    panels.add_panel(panels.Panel("_components/tile.html", cases_of))
    assert text_of(client_as("chen"), f"/members/{cast.firms['qian'].pk}/")
    assert len(list(panels.panels_for(cast.actor("chen"), cast.firms["qian"]))) == 1


# ---- adding and changing


def test_a_clerk_adds_a_firm(cast: Cast, client_as: ClientAs) -> None:
    answer = client_as("xiaolin").post("/members/new/", FORM, follow=True)
    firm = Enterprise.objects.get(credit_code=code(1))
    assert answer.redirect_chain[-1][0] == f"/members/{firm.pk}/"
    assert "企业已录入" in answer.content.decode()
    assert (firm.industry_name, firm.size, firm.street) == (
        lookup("35").name,
        "small",
        cast.streets["440307017"],
    )
    assert firm.contacts.get().phone == "13800138000"
    assert [line.verb for line in trail_of(firm)] == ["enterprise.added"]


def test_the_name_alone_is_enough(cast: Cast, client_as: ClientAs) -> None:
    assert client_as("chen").post("/members/new/", {"name": "甲厂"}).status_code == 302


WRONG = {
    "name": (" \u200b ", "请填写企业名称"),
    "credit_code": ("91440300MA5EXAMP0O", "第 18 位是“O”"),
    "phone": ("28881234", "固定电话请加区号"),
    "email": ("nobody", "电子邮箱格式不正确"),
    "street": ("440306008", "选择"),
    "industry": ("Z9", "选择"),
}


@pytest.mark.parametrize("field", WRONG)
def test_a_refused_form_says_what_is_wrong_and_keeps_what_was_typed(
    cast: Cast, client_as: ClientAs, field: str
) -> None:
    value, words = WRONG[field]
    answer = client_as("chen").post("/members/new/", {**FORM, field: value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="横岗一路 1 号"' in page
    assert not Enterprise.objects.filter(credit_code=code(1)).exists()


def test_a_phone_belongs_to_somebody(cast: Cast, client_as: ClientAs) -> None:
    answer = client_as("chen").post("/members/new/", {**FORM, "contact": ""})
    assert "请填写联系人姓名" in answer.content.decode()


def test_a_name_or_code_that_is_there_already_names_the_firm_that_has_it(cast: Cast, client_as: ClientAs) -> None:
    entered(cast, "甲厂", credit_code=code(1))
    browser = client_as("chen")
    page = browser.post("/members/new/", FORM).content.decode()
    assert "“甲厂”已使用这个统一社会信用代码。" in page
    page = browser.post("/members/new/", {"name": "横岗 明亮眼镜厂"}).content.decode()
    assert "企业库中已有“横岗明亮眼镜厂”。" in page


def test_a_change_is_told_as_what_was_and_what_is(cast: Cast, client_as: ClientAs) -> None:
    [firm] = entered(cast, "甲厂", size="small")
    browser = client_as("chen")
    browser.post(f"/members/{firm.pk}/edit/", {"name": "甲厂", "size": "medium", "is_member": "on", **contact("李四")})
    line = trail_of(firm).last()
    assert line
    assert '"size":["small","medium"]' in line.facts
    assert "李四" in line.facts
    assert "13800138000" not in line.facts
    page = text_of(browser, f"/members/{firm.pk}/")
    assert "规模：小型 → 中型" in page


def contact(name: str) -> dict[str, str]:
    return {"contact": name, "phone": "13800138000"}


def test_saving_without_a_change_leaves_no_line(cast: Cast, client_as: ClientAs) -> None:
    [firm] = entered(cast, "甲厂")
    client_as("chen").post(f"/members/{firm.pk}/edit/", {"name": "甲厂", "is_member": "on"})
    assert [line.verb for line in trail_of(firm)] == ["enterprise.added"]


def test_who_was_overtaken_sees_what_differs_and_may_save_all_the_same(cast: Cast, client_as: ClientAs) -> None:
    [firm] = entered(cast, "甲厂")
    first, second = client_as("chen"), client_as("luo")
    seen = {"seen_at": firm.updated_at.isoformat(), "name": "甲厂", "is_member": "on"}
    assert second.post(f"/members/{firm.pk}/edit/", {**seen, "address": "一路"}).status_code == 302
    answer = first.post(f"/members/{firm.pk}/edit/", {**seen, "address": "二路"})
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in ("其他人刚刚修改了", "一路", 'value="二路"'):
        assert words in page
    again = {**seen, "address": "二路", "seen_at": answer.context["enterprise"].updated_at.isoformat()}
    assert first.post(f"/members/{firm.pk}/edit/", again).status_code == 302
    firm.refresh_from_db()
    assert firm.address == "二路"


def test_what_was_typed_before_a_lost_session_is_there_after_signing_in(cast: Cast, client_as: ClientAs) -> None:
    browser = Client()
    browser.post("/members/new/", FORM)
    browser.force_login(cast.users["chen"])
    page = text_of(browser, "/members/new/")
    assert 'value="深圳市横岗精工模具有限公司"' in page
    assert not Enterprise.objects.filter(credit_code=code(1)).exists()


def test_a_finer_industry_code_of_an_import_survives_editing(cast: Cast, client_as: ClientAs) -> None:
    [firm] = entered(cast, "甲厂", industry="3912")
    page = text_of(client_as("chen"), f"/members/{firm.pk}/edit/")
    assert '<option value="3912" selected>' in page


def test_a_name_of_a_hundred_characters_emoji_and_rare_han_is_kept(cast: Cast, client_as: ClientAs) -> None:
    name = "𠮷😀" + "长" * 98
    assert client_as("chen").post("/members/new/", {"name": name}).status_code == 302
    found = Enterprise.objects.get(name=name)
    assert enterprise_of(cast.actor("chen"), found.pk) == found


def test_nul_bytes_are_refused(cast: Cast, client_as: ClientAs) -> None:
    assert client_as("chen").post("/members/new/", {"name": "甲\0厂"}).status_code == 422
