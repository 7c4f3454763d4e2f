"""代企业登记: the clerk writes while the firm talks; the firm is found while its name is typed; the slip comes out."""

import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.cast import Cast
from zhilian.cases.models import Case, Reply
from zhilian.cases.rules import Stage

TAKE_DOWN = "/cases/take-down/"
FIRMS = "/cases/take-down/firms/"
WORDS = "园区又停电了，机器一停料就废了。"


@pytest.fixture
def xiaolin(cast: Cast) -> Client:
    """The clerk's desk in the station of 横岗."""
    return cast.client("xiaolin")


def taken(client: Client, **typed: Any) -> Case:
    answer = client.post(TAKE_DOWN, {"firm": "横岗明亮眼镜厂", "text": WORDS, **typed})
    assert answer.status_code == 302, unescape(answer.content.decode())
    number = answer.headers["Location"].split("/")[2]
    assert answer.headers["Location"] == f"/cases/{number}/slip/?new=1"
    return Case.objects.get(number=number)


def test_a_name_and_words_are_all_that_is_needed(xiaolin: Client, cast: Cast) -> None:
    case = taken(xiaolin)
    assert (case.enterprise, case.text, case.stage) == (cast.firms["qian"], WORDS, Stage.SUBMITTED)
    assert (case.source, case.station, case.street.name) == ("station", cast.unit("ST-HG"), "横岗")  # type: ignore[union-attr]
    assert (case.contact_name, case.contact_phone) == ("钱立新", "13807550001"), "as the registry knows them"
    assert case.received_by == cast.users["xiaolin"]


def test_a_dispatcher_takes_down_what_comes_by_telephone(cast: Cast) -> None:
    case = taken(
        cast.client("chen"), contact_name="钱太太", contact_phone="0755 8888 1234", category="ENER", kind="complaint"
    )
    assert (case.station, case.contact_name, case.contact_phone) == (None, "钱太太", "0755-88881234")
    assert (case.category, case.kind) == (cast.category("ENER"), "complaint")


def test_the_firm_is_found_while_its_name_is_typed(xiaolin: Client, cast: Cast) -> None:
    page = xiaolin.get(FIRMS, {"firm": "明亮"}).content.decode()
    assert "横岗明亮眼镜厂" in page
    assert "钱立新 13807550001" in page
    assert f'value="{cast.firms["qian"].pk}" data-no-draft checked' in page, "the only one is ticked"
    assert "西乡渡海星电子厂" not in xiaolin.get(FIRMS, {"firm": "厂"}).content.decode(), "of the neighbour"


def test_where_several_may_be_meant_the_form_asks_which(xiaolin: Client, cast: Cast) -> None:
    answer = xiaolin.post(TAKE_DOWN, {"firm": "馆", "text": WORDS})
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "布吉桂芳面馆" in page
    assert f"{WORDS}</textarea>" in page
    case = taken(xiaolin, firm="馆", enterprise=str(cast.firms["zhou"].pk))
    assert case.enterprise == cast.firms["zhou"]


def test_a_firm_that_is_not_in_the_registry_is_just_written_down(xiaolin: Client) -> None:
    case = taken(xiaolin, firm="龙城新开的五金店", contact_name="老赵", contact_phone="13800138000")
    assert (case.enterprise, case.reporter, case.firm_name) == (None, "龙城新开的五金店", "龙城新开的五金店")
    named = taken(xiaolin, firm="明亮", enterprise="none", contact_phone="13800138000")
    assert (named.enterprise, named.reporter) == (None, "明亮"), "the clerk said that it is another"


def test_a_firm_that_nobody_could_call_is_asked_for_its_number(xiaolin: Client) -> None:
    answer = xiaolin.post(TAKE_DOWN, {"firm": "龙城新开的五金店", "text": WORDS})
    assert answer.status_code == 422
    assert "请问清并填写部门可以打通的电话" in answer.content.decode()
    assert not Case.objects.exists()
    told = taken(xiaolin, firm="龙城新开的五金店", answer="带营业执照到二楼窗口即可。")
    assert told.contact_phone == "", "what is answered at once needs no call"


def test_a_firm_of_the_neighbour_cannot_be_chosen(xiaolin: Client, cast: Cast) -> None:
    case = taken(xiaolin, firm="海星", enterprise=str(cast.firms["ba_fang"].pk), contact_phone="13800138000")
    assert (case.enterprise, case.reporter) == (None, "海星")


def test_looking_up_without_scripts_keeps_everything(xiaolin: Client) -> None:
    answer = xiaolin.post(TAKE_DOWN, {"firm": "明亮", "text": WORDS, "look_up": "1"})
    page = unescape(answer.content.decode())
    assert answer.status_code == 200
    assert "横岗明亮眼镜厂" in page
    assert f"{WORDS}</textarea>" in page
    assert 'id="errors-title"' not in page
    assert not Case.objects.exists()


def test_what_is_answered_at_the_counter_needs_nobody_else(xiaolin: Client) -> None:
    case = taken(xiaolin, answer="带营业执照到二楼窗口即可。", result="explained")
    assert case.stage == Stage.AWAITING_RATING
    assert Reply.objects.get(case=case).text == "带营业执照到二楼窗口即可。"


def test_the_same_form_sent_twice_is_one_case(xiaolin: Client) -> None:
    key = str(uuid4())
    assert taken(xiaolin, key=key, answer="已答复。") == taken(xiaolin, key=key, answer="已答复。")
    assert Case.objects.count() == 1
    again = xiaolin.post(TAKE_DOWN, {"firm": "横岗明亮眼镜厂", "text": "另一件事", "key": key})
    assert again.status_code == 422, "other words under the same key are another matter"
    fresh = re.search(r'name="key" value="([^"]+)"', again.content.decode())
    assert fresh
    assert fresh[1] != key
    assert taken(xiaolin, text="另一件事", key=fresh[1]).text == "另一件事"


def test_the_slip_carries_what_the_firm_needs(xiaolin: Client) -> None:
    case = taken(xiaolin)
    page = unescape(xiaolin.get(f"/cases/{case.number}/slip/?new=1").content.decode())
    for words in (
        case.number,
        "横岗明亮眼镜厂",
        WORDS,
        "横岗亲清驿站",
        "林晓禾",
        'data-draft-clear="take-down"',
        "data-print",
    ):
        assert words in page


def test_the_slip_keeps_the_telephone_from_whoever_does_not_handle_it(xiaolin: Client, cast: Cast) -> None:
    case = taken(xiaolin)
    assert "13807550001" in xiaolin.get(f"/cases/{case.number}/slip/").content.decode()
    assert "13807550001" not in cast.client("sun").get(f"/cases/{case.number}/slip/").content.decode()


def test_only_clerks_and_dispatchers_take_down(cast: Cast) -> None:
    for who in ("qian", "liu", "lu", "sun", "bai", "xi"):
        assert cast.client(who).get(TAKE_DOWN).status_code == 403
        assert cast.client(who).get(FIRMS, {"firm": "厂"}).status_code == 403
