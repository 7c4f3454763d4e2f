"""The firm's pages: what Qian types arrives once, nothing typed is lost, and what is shown is meant for him."""

import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.story import Story
from zhilian.cases.models import Case
from zhilian.cases.queries import attachments
from zhilian.cases.rules import Stage

NEW = "/cases/new/"
WORDS = "我姓𠮷，园区又停电了😀\n机器一停料就废了。"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@pytest.fixture
def qian(cast: Cast) -> Client:
    """Qian's phone."""
    return cast.client("qian")


@pytest.fixture
def today(cast: Cast) -> Story:
    """The story, told now: pages look at the clock."""
    return Story(cast, timezone.now())


# ---- telling


def test_his_own_words_are_all_that_is_needed(qian: Client) -> None:
    answer = qian.post(NEW, {"text": WORDS})
    case = Case.objects.get()
    assert answer.headers["Location"] == f"/cases/{case.number}/received/"
    assert case.text == WORDS
    assert (case.firm_name, case.kind, case.category) == ("横岗明亮眼镜厂", "help", None)
    assert (case.contact_name, case.contact_phone) == ("钱立新", "13807550001"), "as the registry knows them"


def test_the_form_knows_who_takes_the_call(qian: Client) -> None:
    page = qian.get(NEW).content.decode()
    assert 'value="钱立新"' in page
    assert 'value="13807550001"' in page


def test_what_else_he_says_is_kept(qian: Client, cast: Cast) -> None:
    told = {
        "text": WORDS,
        "kind": "complaint",
        "category": "ENER",
        "contact_name": "钱太太",
        "contact_phone": "（0755）8888 1234",
    }
    qian.post(NEW, told)
    case = Case.objects.get()
    assert (case.kind, case.category) == ("complaint", cast.category("ENER"))
    assert (case.contact_name, case.contact_phone) == ("钱太太", "0755-88881234")


def test_photos_hang_on_the_case(qian: Client) -> None:
    photo = SimpleUploadedFile("../../停电通知.png", PNG, "image/png")
    qian.post(NEW, {"text": WORDS, "photos": [photo]})
    case = Case.objects.get()
    (kept,) = attachments(case)
    assert "停电通知" in kept.name
    assert "停电通知" in qian.get(f"/cases/{case.number}/").content.decode()


def test_the_same_words_after_the_button_back_are_one_case(qian: Client) -> None:
    first = qian.post(NEW, {"text": WORDS, "key": str(uuid4())})
    again = qian.post(NEW, {"text": WORDS, "key": str(uuid4())})
    assert again.headers["Location"] == first.headers["Location"]
    photo = SimpleUploadedFile("停电通知.png", PNG, "image/png")
    more = qian.post(NEW, {"text": WORDS, "key": str(uuid4()), "photos": [photo]})
    assert more.headers["Location"] != first.headers["Location"], "a photo that was forgotten is not lost"
    assert Case.objects.count() == 2


def test_photos_of_a_refused_form_are_asked_for_again(qian: Client) -> None:
    photo = SimpleUploadedFile("停电通知.png", PNG, "image/png")
    page = qian.post(NEW, {"text": "", "photos": [photo]}).content.decode()
    assert "请重新选择照片" in page


def test_a_program_is_refused_by_name_and_the_words_stay(qian: Client) -> None:
    program = SimpleUploadedFile("b.exe", b"MZ\x90\x00" + b"0" * 200)
    answer = qian.post(NEW, {"text": WORDS, "photos": [program]})
    assert answer.status_code == 422
    assert "b.exe" in answer.content.decode()
    assert WORDS in answer.content.decode()
    assert not Case.objects.exists()


def test_a_double_tap_is_one_case_with_one_confirmation(qian: Client) -> None:
    form = {"text": WORDS, "key": str(uuid4())}
    first, second = qian.post(NEW, form), qian.post(NEW, form)
    assert first.headers["Location"] == second.headers["Location"]
    assert Case.objects.count() == 1


def test_the_same_form_with_other_words_asks_before_it_is_a_second_case(qian: Client) -> None:
    key = str(uuid4())
    qian.post(NEW, {"text": WORDS, "key": key})
    answer = qian.post(NEW, {"text": "另外，招不到工人。", "key": key})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert Case.objects.get().number in page
    assert "另外，招不到工人。" in page, "nothing typed is lost"
    fresh = re.search(r'name="key" value="([0-9a-f-]{36})"', page)
    assert fresh
    assert fresh[1] != key
    qian.post(NEW, {"text": "另外，招不到工人。", "key": fresh[1]})
    assert Case.objects.count() == 2


def test_a_mangled_key_does_not_stop_anybody(qian: Client) -> None:
    assert qian.post(NEW, {"text": WORDS, "key": "x' OR 1=1"}).status_code == 302


def test_ten_thousand_characters_fit_and_one_more_is_refused_with_the_number(qian: Client) -> None:
    assert qian.post(NEW, {"text": "字" * 9_999 + "𠮷"}).status_code == 302
    answer = qian.post(NEW, {"text": "字" * 10_003, "contact_name": "钱太太"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "最多可填 10,000 字，现在有 10,003 字，请删去 3 字。" in page
    assert "字" * 10_003 in page
    assert 'value="钱太太"' in page
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text": "  　\n"}, "请填写"),
        ({"text": "停电\0了"}, "NUL"),
        ({"text": WORDS, "contact_phone": "12345"}, "11 位手机号"),
        ({"text": WORDS, "contact_phone": "8888\u00001234"}, "NUL"),
        ({"text": WORDS, "category": "BA-ENER"}, "BA-ENER"),
    ],
)
def test_what_cannot_be_taken_is_said_in_a_sentence(qian: Client, typed: dict[str, str], sentence: str) -> None:
    answer = qian.post(NEW, typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Case.objects.exists()


def test_the_category_of_a_channel_is_chosen_already(qian: Client) -> None:
    assert '<option value="ENER" selected>' in qian.get(f"{NEW}?category=ENER").content.decode()
    assert qian.get(f"{NEW}?category=NO-SUCH&channel=99999999").status_code == 200
    assert 'name="suggested" value="LAB"' in qian.get(f"{NEW}?channel=2").content.decode()


def test_words_suggest_a_category(qian: Client, cast: Cast) -> None:
    cast.category("ENER").__class__.objects.filter(code="ENER").update(keywords="停电 用电")
    page = qian.post("/cases/new/categories/", {"text": WORDS}).content.decode()
    assert 'value="ENER"' in page
    assert "LAB" not in page
    qian.post(NEW, {"text": WORDS, "suggested": "ENER"})
    assert Case.objects.get().category == cast.category("ENER")


def test_with_two_firms_he_says_which_one(qian: Client, cast: Cast) -> None:
    second = cast.firms["zhou"]
    second.representatives.create(federation=cast.lg, user=cast.users["qian"])
    assert qian.post(NEW, {"text": WORDS}).status_code == 422
    assert qian.post(NEW, {"text": WORDS, "enterprise": str(cast.firms["ba_fang"].pk)}).status_code == 422
    qian.post(NEW, {"text": WORDS, "enterprise": str(second.pk)})
    assert Case.objects.get().enterprise == second


def test_an_account_without_a_firm_is_led_to_a_station(qian: Client, cast: Cast) -> None:
    cast.firms["qian"].representatives.all().delete()
    for answer in (qian.get(NEW), qian.post(NEW, {"text": WORDS})):
        assert answer.status_code == 200
        assert "/stations/" in answer.content.decode()
    assert not Case.objects.exists()


def test_only_firms_tell_here(cast: Cast) -> None:
    assert cast.client("chen").get(NEW).status_code == 403
    assert Client().get(NEW).headers["Location"] == f"/sign-in/?next={NEW}"


def test_words_typed_into_a_lost_session_come_back_after_signing_in(qian: Client, cast: Cast) -> None:
    stranger = Client()
    assert stranger.post(NEW, {"text": WORDS, "kind": "suggest"}).status_code == 302
    assert "您填写的内容已经保留" in stranger.get("/sign-in/").content.decode()
    stranger.force_login(cast.users["qian"])
    page = stranger.get(NEW).content.decode()
    assert WORDS in page
    assert "您刚才填写的内容还在" in page
    assert stranger.post(NEW, {"text": WORDS}).status_code == 302
    assert WORDS not in stranger.get(NEW).content.decode(), "once sent it does not come back"


def test_the_confirmation_says_who_acts_by_when(qian: Client, today: Story) -> None:
    case = today.received()
    page = qian.get(f"/cases/{case.number}/received/").content.decode()
    assert case.number in page
    assert "区工商联将在" in page
    assert 'data-draft-clear="intake"' in page


# ---- following


@pytest.mark.parametrize("stage", Stage)
def test_his_page_tells_every_stage_without_officials_names(qian: Client, today: Story, stage: Stage) -> None:
    case = today.case(stage)
    page = qian.get(f"/cases/{case.number}/").content.decode()
    assert case.number in page
    for name in ("陈思旻", "刘婕", "罗志蘅", "何泽"):
        assert name not in page


def test_an_answer_in_review_is_not_shown_before_it_passed(qian: Client, today: Story) -> None:
    case = today.case(Stage.REPLIED)
    assert "更换变压器" not in qian.get(f"/cases/{case.number}/").content.decode()


def test_a_refusal_says_ground_words_and_where_to_turn(qian: Client, today: Story) -> None:
    page = qian.get(f"/cases/{today.case(Stage.REFUSED).number}/").content.decode()
    assert "信访渠道" in page
    assert "请向区信访局查询进度" in page
    assert "/stations/" in page


def test_the_channels_post_and_phone_can_be_called(qian: Client, cast: Cast, today: Story) -> None:
    case = today.case(Stage.ACCEPTED)
    today.step(case, "dispatch", channel=cast.channel(1))
    page = qian.get(f"/cases/{case.number}/").content.decode()
    assert "用电直通车联络员" in page
    assert 'href="tel:0755-28900000"' in page


def test_somebody_elses_case_is_not_there(cast: Cast, today: Story) -> None:
    case = today.received()
    for who in ("zhou", "ba_fang"):
        client = cast.client(who)
        for part in ("", "received/", "rating/", "withdrawal/"):
            assert client.get(f"/cases/{case.number}/{part}").status_code == 404


def test_his_list_shows_what_waits_for_his_word_first(qian: Client, today: Story) -> None:
    answered = today.case(Stage.AWAITING_RATING)
    newer = today.received(text="又停水了，整个园区都停了")
    page = qian.get("/cases/").content.decode()
    assert page.index(answered.number) < page.index(newer.number)


def test_an_empty_list_says_what_to_do(qian: Client) -> None:
    assert f'href="{NEW}"' in qian.get("/cases/").content.decode()


def test_a_long_list_comes_in_pages(qian: Client, today: Story) -> None:
    numbers = [today.received(text=f"第{n}件").number for n in range(21)]
    first = qian.get("/cases/").content.decode()
    assert numbers[0] not in first
    more = re.search(r'href="(\?after=[^"]+)"', first)
    assert more
    assert numbers[0] in qian.get(f"/cases/{more[1]}").content.decode()


# ---- his word


def test_content_closes_the_case(qian: Client, today: Story) -> None:
    case = today.case(Stage.AWAITING_RATING)
    qian.post(f"/cases/{case.number}/rating/", {"solved": "yes", "score": "5"})
    case.refresh_from_db()
    assert (case.stage, case.solved, case.rating) == ("closed", "yes", 5)


def test_not_solved_needs_a_sentence_and_goes_back(qian: Client, today: Story) -> None:
    case = today.case(Stage.AWAITING_RATING)
    address = f"/cases/{case.number}/rating/"
    answer = qian.post(address, {"solved": "no", "score": "1"})
    assert answer.status_code == 422
    assert "请用一句话写明还差什么" in answer.content.decode()
    assert qian.post(address, {"solved": "no", "score": "1", "comment": "还是天天停电"}).status_code == 302
    case.refresh_from_db()
    assert case.stage == "rework"


def test_rating_twice_says_somebody_was_faster_and_keeps_the_words(qian: Client, today: Story) -> None:
    case = today.case(Stage.CLOSED)
    answer = qian.post(f"/cases/{case.number}/rating/", {"solved": "no", "score": "1", "comment": "还是天天停电"})
    assert answer.status_code == 409
    assert "还是天天停电" in answer.content.decode()


def test_a_rating_typed_into_a_lost_session_comes_back(cast: Cast, today: Story) -> None:
    case = today.case(Stage.AWAITING_RATING)
    stranger = Client()
    stranger.post(f"/cases/{case.number}/rating/", {"solved": "no", "score": "1", "comment": "还是天天停电"})
    stranger.force_login(cast.users["qian"])
    assert "还是天天停电" in stranger.get(f"/cases/{case.number}/rating/").content.decode()


def test_taking_back_says_what_is_lost(qian: Client, today: Story) -> None:
    case = today.received()
    address = f"/cases/{case.number}/withdrawal/"
    assert "承办人员将停止办理" in qian.get(address).content.decode()
    qian.post(address, {"reason": "自己解决了"})
    case.refresh_from_db()
    assert case.stage == "withdrawn"


def test_an_answered_case_is_not_taken_back(qian: Client, today: Story) -> None:
    case = today.case(Stage.AWAITING_RATING)
    address = f"/cases/{case.number}/withdrawal/"
    assert "不能再撤回" in qian.get(address).content.decode()
    assert qian.post(address, {"reason": "算了"}).status_code == 409
    case.refresh_from_db()
    assert case.stage == "awaiting_rating"
