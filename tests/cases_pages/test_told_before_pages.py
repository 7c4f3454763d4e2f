"""What was told before, on the pages: nothing typed is lost, nothing blocks, one click merges or hangs on."""

import re
from html import unescape
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.story import Story
from zhilian.cases import actions
from zhilian.cases.models import Case, PublishedAnswer, Reading, Reply, SystemicIssue
from zhilian.cases.queries import alike
from zhilian.cases.rules import Stage
from zhilian.core.searching import SOURCES

POWER = "我们园区每周停电三次，机器一停料就报废，想知道供电什么时候修好。"
ANSWER = "请拨打95598报修，重大故障四小时内到场。"


@pytest.fixture(autouse=True)
def all_are_candidates(monkeypatch: pytest.MonkeyPatch) -> None:
    """The index offers everything behind the door."""

    def like(actor: Any, text: str, *, kind: str, limit: int = 50, **_where: Any) -> list[tuple[int, float]]:
        return [(key, 1.0) for key in SOURCES[kind].visible(actor).values_list("pk", flat=True)[:limit]]

    monkeypatch.setattr(alike, "like", like)


@pytest.fixture
def today(cast: Cast) -> Story:
    """The story, told now: pages look at the clock."""
    return Story(cast, timezone.now())


@pytest.fixture
def answer(cast: Cast) -> PublishedAnswer:
    """A published answer about power cuts."""
    told = {"title": "园区停电怎么报修", "question": POWER, "answer": ANSWER, "published_at": timezone.now()}
    made: PublishedAnswer = PublishedAnswer.objects.create(federation=cast.lg, category=cast.category("ENER"), **told)
    return made


def page_of(cast: Cast, who: str, address: str, status: int = 200, *, part: bool = False) -> str:
    answer = cast.client(who).get(address, headers={"HX-Request": "true"} if part else None)
    assert answer.status_code == status, address
    return unescape(answer.content.decode())


# ---- before sending


def test_what_may_help_is_shown_while_a_firm_types(cast: Cast, answer: PublishedAnswer) -> None:
    told = cast.client("zhou").post("/cases/new/similar/", {"text": POWER})
    page = unescape(told.content.decode())
    assert ANSWER in page
    assert f'value="{answer.pk}"' in page
    assert 'name="seen"' in page, "so that sending asks no more"


def test_without_a_script_a_repetition_is_shown_once_and_sent_all_the_same(cast: Cast, today: Story) -> None:
    earlier = today.case(Stage.PROCESSING, text=POWER)
    client, form = cast.client("qian"), {"text": POWER, "kind": "help", "contact_phone": "13807550001"}
    shown = client.post("/cases/new/", form)
    page = unescape(shown.content.decode())
    assert shown.status_code == 200
    assert f"/cases/{earlier.number}/" in page
    assert "正在由区工信局办理" in page
    assert POWER in page.split("<textarea")[1], "what was typed stands in the form"
    assert "仍然提交" in page
    sent = client.post("/cases/new/", {**form, "seen": "1"})
    assert sent.status_code == 302
    assert Case.objects.filter(enterprise=cast.firms["qian"]).count() == 2


def test_what_is_not_much_alike_never_stands_in_the_way(cast: Cast, answer: PublishedAnswer) -> None:
    form = {"text": "招不到焊工，工资开到九千也没人来。", "kind": "help", "contact_phone": "13807550003"}
    assert cast.client("zhou").post("/cases/new/", form).status_code == 302


def test_a_firm_that_found_its_answer_leaves_with_thanks_and_is_counted(cast: Cast, answer: PublishedAnswer) -> None:
    client = cast.client("zhou")
    for _ in range(2):
        done = client.post("/cases/new/solved/", {"answer": answer.pk}, follow=True)
        assert 'data-draft-clear="intake"' in done.content.decode()
    answer.refresh_from_db()
    assert answer.helped == 1
    assert not Case.objects.exists()


@pytest.mark.parametrize("key", ["", "0", "x", "9" * 30, "-1", "²"])
def test_nonsense_for_an_answer_counts_nothing_and_breaks_nothing(
    cast: Cast, answer: PublishedAnswer, key: str
) -> None:
    assert cast.client("zhou").post("/cases/new/solved/", {"answer": key}).status_code == 302
    answer.refresh_from_db()
    assert answer.helped == 0


def test_the_counter_is_told_what_the_firm_told_there_before(cast: Cast, today: Story) -> None:
    case = today.case(Stage.PROCESSING, by="xiaolin", text=POWER)
    given = {"text": POWER, "firm": "明亮眼镜"}
    for clerk, told in (("xiaolin", True), ("hejiayi", False)):
        page = cast.client(clerk).post("/cases/take-down/similar/", given).content.decode()
        assert (case.number in page) == told


# ---- at the desk


def test_the_case_page_asks_for_it_later_and_links_to_it(cast: Cast, today: Story) -> None:
    today.case(Stage.ACCEPTED, by="zhou", text=POWER)
    case = today.case(Stage.SUBMITTED, text=POWER)
    page, address = page_of(cast, "chen", f"/cases/{case.number}/"), f"/cases/{case.number}/alike/"
    assert f'hx-get="{address}"' in page
    assert f'href="{address}"' in page
    assert "周桂芳" not in page_of(cast, "chen", address)
    assert "布吉桂芳面馆" in page_of(cast, "chen", address)
    part = page_of(cast, "chen", address, part=True)
    assert "<html" not in part
    assert "布吉桂芳面馆" in part


@pytest.mark.parametrize("who", ["lu", "liu", "wu", "qian", "xiaolin", "sun", "ba_dispatcher"])
def test_nobody_else_is_offered_it(cast: Cast, today: Story, who: str) -> None:
    case = today.case(Stage.SUBMITTED, text=POWER)
    page_of(cast, who, f"/cases/{case.number}/alike/", status=404)


def test_one_click_merges_and_one_hangs_on(cast: Cast, today: Story) -> None:
    chen = cast.actor("chen")
    own: dict[str, Any] = {"category": cast.category("ENER"), "unit": cast.unit("GXJ")}
    actions.open_issue(title="园区每周停电三次", text=POWER, actor=chen, at=today.now, **own)
    master, case = today.case(Stage.ACCEPTED, text=POWER), today.case(Stage.SUBMITTED, text=POWER)
    other = today.case(Stage.SUBMITTED, by="zhou", text=POWER)
    for one, action, stage in ((case, "merger", Stage.MERGED), (other, "issue", Stage.SYSTEMIC)):
        page = page_of(cast, "chen", f"/cases/{one.number}/alike/")
        form = re.search(rf'action="(/cases/{one.number}/{action}/)".*?</form>', page, re.DOTALL)
        assert form
        given = dict(re.findall(r'name="(master|reason|issue)"[^>]*? value="([^"]*)"', form[0]))
        assert cast.client("chen").post(form[1], given).status_code == 302
        one.refresh_from_db()
        assert one.stage == stage
    assert case.merged_into == master
    assert other.systemic == SystemicIssue.objects.get()


def test_an_anonymous_case_stands_there_by_its_number_alone(cast: Cast, today: Story) -> None:
    told = today.case(Stage.ACCEPTED, text=f"明亮眼镜厂{POWER}", confidentiality="anonymous")
    case = today.case(Stage.SUBMITTED, by="zhou", text=POWER)
    page = page_of(cast, "chen", f"/cases/{case.number}/alike/")
    assert told.number in page
    assert "明亮" not in page
    assert "同一企业" not in page


def test_a_look_beside_an_anonymous_case_is_one_more_read_and_is_not_taken_by_itself(cast: Cast, today: Story) -> None:
    case = today.case(Stage.SUBMITTED, text=POWER, confidentiality="anonymous")
    assert "hx-get" not in page_of(cast, "chen", f"/cases/{case.number}/").split('id="alike"')[1].split("</p>")[0]
    page_of(cast, "chen", f"/cases/{case.number}/alike/")
    assert Reading.objects.filter(case=case).count() == 2


def test_an_answer_is_begun_with_one_given_before(cast: Cast, today: Story, answer: PublishedAnswer) -> None:
    old = today.case(Stage.CLOSED, text=POWER)
    Reply.objects.filter(case=old).update(text="钱立新您好，变压器已更换。")
    case = today.case(Stage.SUBMITTED, by="zhou", text=POWER)
    beside = page_of(cast, "chen", f"/cases/{case.number}/alike/")
    for begin, text in (("like=LG", "变压器已更换。"), ("published=", ANSWER)):
        address = re.search(rf'href="(/cases/{case.number}/answer/\?{begin}[^"#]*)', beside)
        assert address
        page = page_of(cast, "chen", address[1])
        assert text in page.split('id="answer_text"')[1].split("</textarea>")[0]
    assert "钱立新" not in page_of(cast, "chen", f"/cases/{case.number}/answer/?like={old.number}")


def test_a_handler_reads_what_the_own_unit_answered_and_is_offered_no_merge(cast: Cast, today: Story) -> None:
    old = today.case(Stage.AWAITING_RATING, by="zhou", text=POWER)
    case = today.case(Stage.PROCESSING, text=POWER)
    page = page_of(cast, "liu", f"/cases/{case.number}/alike/")
    assert old.number in page
    assert "桂芳" not in page
    assert "/merger/" not in page
    assert f"/cases/{case.number}/reply/?like={old.number}" in page


# ---- published answers


def test_published_answers_are_read_by_category(cast: Cast, answer: PublishedAnswer) -> None:
    told = {"question": "问", "answer": "答", "published_at": timezone.now()}
    PublishedAnswer.objects.create(federation=cast.lg, category=cast.category("LAB"), title="补缴社保", **told)
    for asked, shown in (("", {"补缴社保", answer.title}), ("?category=ENER", {answer.title}), ("?category=X", set())):
        page = page_of(cast, "qian", f"/answers/{asked}")
        assert {title for title in ("补缴社保", answer.title) if title in page.split("<main")[1]} == shown
    page_of(cast, "ba_fang", f"/answers/{answer.pk}/", status=404)


def test_publishing_begins_without_the_firms_name_and_keeps_what_was_typed_where_it_is_left(
    cast: Cast, today: Story
) -> None:
    case = today.case(Stage.CLOSED, text=f"横岗明亮眼镜厂反映：{POWER}")
    address = f"/cases/{case.number}/publication/"
    form = page_of(cast, "chen", address).split('id="publication_question"')[1].split("</textarea>")[0]
    assert "明亮" not in form
    assert "某企业反映" in form
    given = {"title": "停电找谁", "question": "停电找谁？", "answer": "横岗明亮眼镜厂已恢复供电。", "confirmed": "on"}
    refused = cast.client("chen").post(address, given)
    page = unescape(refused.content.decode())
    assert refused.status_code == 422
    assert "这里还能看出是哪家企业：“横岗明亮眼镜厂”" in page
    assert "横岗明亮眼镜厂已恢复供电。</textarea>" in page
    assert cast.client("chen").post(address, {**given, "answer": "已恢复供电。"}).status_code == 302
    assert "公开答复" in page_of(cast, "qian", f"/cases/{case.number}/")


def test_the_desk_changes_an_answer_and_takes_it_back(cast: Cast, answer: PublishedAnswer) -> None:
    client, address = cast.client("lu"), f"/cases/answers/{answer.pk}/"
    given = {"title": "停电报修", "question": POWER, "answer": ANSWER}
    assert client.post(address, given).status_code == 422, "nobody said that it was read through"
    assert client.post(address, {**given, "confirmed": "on"}).status_code == 302
    assert client.post(f"{address}withdrawal/", {}).status_code == 422
    assert client.post(f"{address}withdrawal/", {"reason": "政策已变"}).status_code == 302
    page_of(cast, "qian", f"/answers/{answer.pk}/", status=404)
    assert "停电报修" in page_of(cast, "chen", "/cases/answers/")
    assert client.post(address, {**given, "confirmed": "on"}).status_code == 404
