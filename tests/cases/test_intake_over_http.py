"""Odd input over HTTP: each ends in a sentence and an unchanged database, and what was typed is kept."""

from collections.abc import Callable
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.cast import Cast
from tests.story import Story
from zhilian.cases.models import Case
from zhilian.core.models import NumberSeries, TrailEntry

WORDS = "园区天天停电，请帮忙问问。"
LONG = "我们厂从上个月起就没有睡过一个好觉。" * 600
RARE = "𠮷野家旁边的😀面馆，老板姓㐂，电话老打不通……\u200d"
ClientAs = Callable[[str], Client]


def tell(client: Client, **fields: Any) -> HttpResponse:
    """Send the form of a difficulty."""
    return client.post("/cases/new/", {"text": WORDS, "kind": "help", "key": str(uuid4()), **fields})


def page(response: HttpResponse) -> str:
    """What can be read on it."""
    return unescape(response.content.decode())


@pytest.fixture
def qian(cast: Cast) -> Client:
    """The glasses maker's phone."""
    return cast.client("qian")


def test_a_difficulty_in_one_sentence_is_enough(qian: Client) -> None:
    response = qian.post("/cases/new/", {"text": WORDS})
    case = Case.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, f"/cases/{case.number}/received/")
    assert (case.text, case.firm_name, case.contact_phone) == (WORDS, "横岗明亮眼镜厂", "13807550001")
    assert case.number in page(qian.get(response.headers["Location"]))


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ""},
        {"text": " \n　\u200b "},
        {"text": LONG},
        {"text": "有\x00空字符"},
        {"category": "NO-SUCH"},
        {"kind": "report"},
        {"contact_phone": "打我电话"},
        {"contact_phone": "1" * 500},
        {"contact_name": "钱" * 500},
        {"contact_name": "\x00"},
        {"key": "\x00"},
    ],
    ids=lambda fields: f"{next(iter(fields))}-{len(next(iter(fields.values())))}",
)
def test_what_cannot_be_taken_is_shown_again_with_a_reason(qian: Client, fields: dict[str, str]) -> None:
    response = tell(qian, **{"contact_name": "钱立新", **fields})
    assert response.status_code == 422
    assert response.context["form"].errors
    shown = page(response)
    if "\x00" not in fields.get("text", ""):
        assert fields.get("text", WORDS).strip(" \n　\u200b") in shown, "what was typed is kept"
    assert not Case.objects.exists()
    assert not NumberSeries.objects.exists()
    assert not TrailEntry.objects.exists()


def test_ten_thousand_characters_fit_and_one_more_does_not(qian: Client) -> None:
    assert tell(qian, text="字" * 10_001).status_code == 422
    assert tell(qian, text="字" * 10_000).status_code == 302
    assert len(Case.objects.get().text) == 10_000


def test_rare_characters_arrive_as_they_were_typed(qian: Client, cast: Cast) -> None:
    tell(qian, text=RARE)
    case = Case.objects.get()
    assert all(sign in case.text for sign in "𠮷😀㐂")
    for client in (qian, cast.client("chen")):
        shown = page(client.get(f"/cases/{case.number}/"))
        assert all(sign in shown for sign in "𠮷😀㐂")


def test_markup_is_shown_as_it_was_typed_and_never_run(qian: Client, cast: Cast) -> None:
    told = "<script>alert('钱')</script><img src=x onerror=alert(1)>{{ case.pk }}"
    tell(qian, text=told)
    for client in (qian, cast.client("chen")):
        content = client.get(f"/cases/{Case.objects.get().number}/").content.decode()
        assert told in unescape(content)
        assert "<script>alert" not in content
        assert "<img src=x" not in content


def test_a_double_tap_is_one_case_and_both_taps_lead_to_it(qian: Client) -> None:
    key = str(uuid4())
    first, second = tell(qian, key=key), tell(qian, key=key)
    assert first.headers["Location"] == second.headers["Location"]
    assert Case.objects.count() == 1


def test_a_form_of_yesterday_with_other_words_is_not_swallowed(qian: Client) -> None:
    key, other = str(uuid4()), "这次是另外一件事：招不到工人。"
    tell(qian, key=key)
    asked = tell(qian, key=key, text=other)
    assert asked.status_code == 409
    assert other in page(asked)
    assert Case.objects.count() == 1
    again = tell(qian, key=str(asked.context["form"]["key"].value()), text=other)
    assert again.status_code == 302
    assert set(Case.objects.values_list("text", flat=True)) == {WORDS, other}


@pytest.mark.parametrize("key", ["", "not-a-key", "0" * 500])
def test_a_mangled_key_is_no_key(qian: Client, key: str) -> None:
    tell(qian, key=key)
    assert Case.objects.get().submission_key is None


def test_nobody_tells_for_a_firm_that_is_not_theirs(cast: Cast, qian: Client) -> None:
    for owner in ("zhou", "ba_fang"):
        tell(qian, enterprise=cast.firms[owner].pk)
    assert {case.firm_name for case in Case.objects.all()} <= {"横岗明亮眼镜厂"}
    for who in ("chen", "liu", "bai", "sun", "xi"):
        assert tell(cast.client(who)).status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "/cases/?after=" + "A" * 5000,
        "/cases/?after=W10",
        "/cases/?after=%F0%9F%98%80",
        "/cases/?view=waiting_nobody",
        "/cases/?view=xyz&stage=xyz&grade=xyz&category=xyz&street=xyz&unit=xyz&order=xyz",
        "/cases/?words=" + "%E9%95%BF" * 2000,
        "/cases/?words=%27%3B--&words=2",
        "/cases/?words=" + "9" * 400,
        "/cases/?words=LG-%25",
        "/notices/?after=" + "A" * 5000,
        "/members/?after=" + "A" * 5000,
        "/members/?words=%25%5F%5C&street=xyz",
        "/channels/?category=xyz",
    ],
    ids=lambda address: address[:40],
)
def test_odd_questions_of_an_address_get_a_page(cast: Cast, address: str) -> None:
    for who in ("chen", "qian", "liu"):
        if who == "chen" or not address.startswith("/members"):
            assert cast.client(who).get(address).status_code == 200, who


@pytest.mark.parametrize(
    "address",
    [
        "/cases/LG-2026-999999/",
        "/cases/x/",
        "/cases/%F0%A0%AE%B7/",
        "/cases/" + "9" * 3000 + "/",
        "/cases/LG-2026-000001'--/",
        "/cases/..%2F..%2Fetc%2Fpasswd/",
        "/members/" + "9" * 40 + "/",
        "/members/0/",
        "/channels/" + "9" * 40 + "/",
        "/news/" + "9" * 40 + "/",
        "/notices/" + "9" * 40 + "/",
        "/files/" + "9" * 40 + "/",
        "/imports/members/" + "9" * 40 + "/",
        "/imports/nothing/new/",
    ],
    ids=lambda address: address[:40],
)
def test_what_does_not_exist_is_not_found(cast: Cast, address: str) -> None:
    Story(cast).received()
    assert cast.client("chen").get(address).status_code == 404
