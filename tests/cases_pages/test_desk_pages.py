"""The officials' pages: the list finds what it counts, a case asks each reader for what is theirs, no text is lost."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.cast import Cast
from tests.story import Story
from zhilian.cases.models import Assignment, Case, Reply
from zhilian.cases.queries import VIEWS
from zhilian.cases.rules import Stage

LIST = "/cases/"
REASON = "这件事归人力资源局管，我们没有权限。"
STAGES = [stage.value for stage in Stage]
NOUNS = (
    *("acceptance", "answer", "refusal", "dispatch", "signature", "return", "contact", "reply", "review"),
    *("rating-by-call", "call", "closure", "decision"),
)
ASKED = {  # what each stage asks of whom
    Stage.SUBMITTED: {"chen": {"acceptance", "answer", "refusal"}},
    Stage.ACCEPTED: {"chen": {"dispatch"}},
    Stage.RETURNED: {"chen": {"dispatch"}},
    Stage.DISPATCHED: {"liu": {"signature", "return"}, "heze": {"signature", "return"}},
    Stage.SIGNED: {"liu": {"contact"}, "heze": {"contact"}},
    Stage.PROCESSING: {"liu": {"reply"}, "heze": {"reply"}},
    Stage.REWORK: {"liu": {"reply"}, "heze": {"reply"}},
    Stage.REPLIED: {"chen": {"review"}, "lu": {"review"}},
    Stage.AWAITING_RATING: {"luo": {"rating-by-call", "call"}},  # Chen reviewed it; a leader only when it is late
    Stage.ESCALATED: {"lu": {"decision"}},
}


@pytest.fixture
def today(cast: Cast) -> Story:
    """The story, told now: pages look at the clock."""
    return Story(cast, timezone.now())


def page_of(cast: Cast, who: str, address: str, status: int = 200) -> str:
    answer = cast.client(who).get(address)
    assert answer.status_code == status, address
    return unescape(answer.content.decode())


def send(cast: Cast, who: str, case: Case, noun: str, **typed: Any) -> Any:
    return cast.client(who).post(f"/cases/{case.number}/{noun}/", typed)


def forms_on(page: str) -> set[str]:
    return {noun for noun in NOUNS if re.search(rf'action="/cases/[^"]+/{noun}/"', page)}


def titles_on(page: str) -> list[str]:
    return re.findall(r'class="list-row-link" href="[^"]+">([^<]+)<', page)


# ---- what is asked of whom


@pytest.mark.parametrize("stage", STAGES)
def test_a_case_asks_each_reader_for_what_is_theirs_and_nothing_else(today: Story, cast: Cast, stage: str) -> None:
    case = today.case(stage)
    asked = ASKED.get(Stage(stage), {})
    for who in ("chen", "luo", "liu", "heze", "lu", "sun"):
        answer = cast.client(who).get(f"/cases/{case.number}/")
        if who in ("liu", "heze") and case.unit is None:
            assert answer.status_code == 404
            continue
        given = asked.get(who, asked.get("chen", set()) if who == "luo" else set())
        assert forms_on(answer.content.decode()) == given, who


def test_the_firms_words_stand_on_every_officials_page(today: Story, cast: Cast) -> None:
    case = today.case(Stage.PROCESSING)
    assert all(case.text in page_of(cast, who, f"/cases/{case.number}/") for who in ("chen", "liu", "lu", "sun"))


def test_the_citys_observer_sees_no_contact(today: Story, cast: Cast) -> None:
    case = today.case(Stage.PROCESSING, contact_name="钱立新", contact_phone="13807550001")
    assert "13807550001" in page_of(cast, "liu", f"/cases/{case.number}/")
    for who in ("sun", "lu"):
        page = page_of(cast, who, f"/cases/{case.number}/")
        assert "13807550001" not in page
        assert 'href="tel:' not in page


def test_each_deadline_says_how_it_came_about(today: Story, cast: Cast) -> None:
    case = today.case(Stage.PROCESSING)
    page = page_of(cast, "liu", f"/cases/{case.number}/")
    assert page.count('<details class="deadline">') == 1 + case.deadlines.count(), "one above, all of them beside"


def test_who_is_done_is_led_to_the_next_case(today: Story, cast: Cast) -> None:
    first, second = today.case(Stage.REPLIED), today.case(Stage.PROCESSING)
    assert f'href="/cases/{second.number}/"' in page_of(cast, "liu", f"/cases/{first.number}/")


# ---- the steps


def test_a_case_walks_from_intake_to_closing_by_its_pages(today: Story, cast: Cast) -> None:
    case = today.case()
    walk: tuple[tuple[str, str, dict[str, Any]], ...] = (
        (
            "chen",
            "acceptance",
            {"title": "园区停电", "category": cast.category("ENER").pk, "grade": "normal", "level": "internal"},
        ),
        ("chen", "dispatch", {"to": f"channel:{cast.channel(1).no}", "note": "请尽快联系"}),
        ("liu", "signature", {}),
        ("liu", "contact", {"note": "与钱总通话，约周四上门"}),
        ("liu", "reply", {"text": "变压器已更换，今日恢复供电。", "result": "solved"}),
        ("chen", "review", {"decision": "pass"}),
        ("luo", "rating-by-call", {"solved": "yes", "score": "5", "comment": "好了"}),
    )
    for who, noun, typed in walk:
        answer = send(cast, who, case, noun, **typed)
        assert (answer.status_code, answer.headers.get("Location")) == (302, f"/cases/{case.number}/"), noun
    case = Case.objects.get(pk=case.pk)
    assert (case.stage, case.title, case.solved, case.rating) == ("closed", "园区停电", "yes", 5)
    assert (case.unit, case.assignments.get().channel) == (cast.unit("GXJ"), cast.channel(1)), (
        "the channel names the unit"
    )


def test_a_case_can_go_to_a_unit_without_a_channel(today: Story, cast: Cast) -> None:
    case = today.case(Stage.ACCEPTED)
    send(cast, "chen", case, "dispatch", to="unit:RSJ")
    assignment = Assignment.objects.get(case=case)
    assert (assignment.unit, assignment.channel) == (cast.unit("RSJ"), None)


def test_the_fitting_channel_is_proposed(today: Story, cast: Cast) -> None:
    case = today.case(Stage.ACCEPTED)
    page = page_of(cast, "chen", f"/cases/{case.number}/")
    assert re.search(r'<option value="channel:1" selected>用电直通车', page)


def test_a_returned_case_is_proposed_to_the_unit_named_not_to_the_one_that_returned_it(
    today: Story, cast: Cast
) -> None:
    case = today.case(Stage.RETURNED)
    page = page_of(cast, "chen", f"/cases/{case.number}/")
    assert re.search(r'<option value="unit:RSJ" selected>', page)
    suggested = page.split('<optgroup label="对口快捷通道">')
    assert len(suggested) == 1, "the only fitting channel is of the unit that returned it"


def test_nobody_is_offered_a_unit_without_people(today: Story, cast: Cast) -> None:
    case = today.case(Stage.ACCEPTED)
    answer = send(cast, "chen", case, "dispatch", to="unit:LG-BGS")
    assert answer.status_code == 422
    assert Case.objects.get(pk=case.pk).stage == Stage.ACCEPTED


def test_returning_leads_back_to_the_list_because_the_case_is_gone(today: Story, cast: Cast) -> None:
    case = today.case(Stage.DISPATCHED)
    answer = send(cast, "liu", case, "return", reason=REASON, proposed_unit="RSJ")
    assert (answer.status_code, answer.headers["Location"]) == (302, LIST)
    assert Assignment.objects.get(case=case).proposed_unit == cast.unit("RSJ")


def test_an_answer_takes_files_along(today: Story, cast: Cast) -> None:
    case = today.case(Stage.PROCESSING)
    paper = SimpleUploadedFile("通知.txt", "今日恢复供电".encode(), "text/plain")
    send(cast, "liu", case, "reply", text="见附件。", result="solved", attachments=paper)
    assert "通知.txt" in page_of(cast, "chen", f"/cases/{case.number}/")


def test_a_review_sends_back_only_with_a_reason(today: Story, cast: Cast) -> None:
    case = today.case(Stage.REPLIED)
    assert send(cast, "lu", case, "review", decision="back").status_code == 422
    assert send(cast, "lu", case, "review", decision="back", reason="没写何时完成").status_code == 302
    assert Reply.objects.get(case=case).review_note == "没写何时完成"


def test_a_clerk_answers_on_the_spot(today: Story, cast: Cast) -> None:
    case = today.received(by="xiaolin")
    send(cast, "xiaolin", case, "answer", text="带营业执照到二楼窗口即可。", result="explained")
    assert Case.objects.get(pk=case.pk).stage == Stage.AWAITING_RATING


# ---- what goes wrong keeps what was typed


def test_a_form_that_fails_comes_back_with_what_was_typed(today: Story, cast: Cast) -> None:
    case = today.case(Stage.PROCESSING)
    answer = send(cast, "liu", case, "reply", text="变压器已更换。")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "变压器已更换。</textarea>" in page
    assert 'id="errors-title"' in page


def test_who_comes_too_late_learns_who_was_faster_and_keeps_the_text(today: Story, cast: Cast) -> None:
    case = today.case(Stage.DISPATCHED)
    today.step(case, "sign", by="heze")
    answer = send(cast, "liu", case, "return", reason=REASON)
    page = unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "何泽" in page
    assert REASON in page, "to be copied"
    assert "contact" in forms_on(page), "and the page is of the case as it stands now"


def test_words_typed_before_a_lost_session_are_back_in_the_form(today: Story, cast: Cast) -> None:
    case = today.case(Stage.PROCESSING)
    stranger = cast.client("liu")
    stranger.logout()
    address = f"/cases/{case.number}/reply/"
    stranger.post(address, {"text": "变压器已更换。", "result": "solved"})
    stranger.force_login(cast.users["liu"])
    assert "变压器已更换。</textarea>" in stranger.get(address).content.decode()
    assert Case.objects.get(pk=case.pk).stage == Stage.PROCESSING, "nothing was done yet"


def test_a_step_of_another_role_is_refused_and_a_foreign_case_does_not_exist(today: Story, cast: Cast) -> None:
    case = today.case(Stage.SUBMITTED)
    assert send(cast, "lu", case, "acceptance").status_code == 403
    assert send(cast, "sun", case, "review").status_code == 403
    assert send(cast, "liu", case, "signature").status_code == 404
    assert send(cast, "ba_dispatcher", case, "acceptance").status_code == 404


# ---- the list


def test_every_view_shows_as_many_as_its_tab_says(cast: Cast) -> None:
    for days in (0, 12):
        story = Story(cast, timezone.now() - timedelta(days=days))
        for stage in STAGES:
            story.case(stage)
    for who in ("chen", "liu", "lu", "xiaolin", "sun"):
        for view in VIEWS:
            page = page_of(cast, who, f"{LIST}?view={view}&district=LG")
            told = re.search(r'aria-current="page">[^<]*<span class="count">(\d+)<', page)
            if told:
                assert len(titles_on(page)) == int(told[1]), f"{who} {view}"


def test_what_waits_for_a_dispatcher_is_only_what_a_dispatcher_can_do(today: Story, cast: Cast) -> None:
    cases = {stage: today.case(stage) for stage in STAGES}
    page = page_of(cast, "chen", LIST)
    shown = set(re.findall(r'href="/cases/(LG-[^/"]+)/"', page))
    assert shown == {cases[stage].number for stage in ("submitted", "accepted", "returned", "replied")}


def test_a_firm_that_keeps_silent_is_not_late_but_has_a_view_of_its_own(cast: Cast) -> None:
    case = Story(cast, timezone.now() - timedelta(days=30)).case(Stage.AWAITING_RATING)
    assert not titles_on(page_of(cast, "lu", f"{LIST}?view=late"))
    page = page_of(cast, "chen", f"{LIST}?view=silent")
    assert f"/cases/{case.number}/" in page
    assert "评价期满（" in page
    assert "view=silent" not in page_of(cast, "liu", LIST), "only who may close them is offered it"


def test_filters_narrow_the_list_and_each_can_be_taken_off(today: Story, cast: Cast) -> None:
    power, other = today.case(Stage.DISPATCHED), today.case(Stage.SUBMITTED)
    for asked in ("category=ENER", "unit=GXJ", "stage=dispatched", "grade=normal&stage=dispatched", "waits=unit"):
        page = page_of(cast, "chen", f"{LIST}?view=open&{asked}")
        assert f"/cases/{power.number}/" in page, asked
        assert f"/cases/{other.number}/" not in page, asked
        assert 'class="chip" href="?view=open' in page
    assert "/cases/LG-" not in page_of(cast, "chen", f"{LIST}?view=open&category=NONE").split("<main")[1]


def test_a_case_is_found_by_number_last_digits_and_firm(today: Story, cast: Cast) -> None:
    case, other = today.case(), today.received(by="zhou")
    for words in (case.number, case.number.lower(), case.number[-6:], str(int(case.number[-6:])), "明亮", "眼镜厂"):
        page = page_of(cast, "chen", f"{LIST}?view=all&words={words}")
        assert f"/cases/{case.number}/" in page, words
        assert f"/cases/{other.number}/" not in page, words


def test_an_empty_list_says_what_to_do_next(cast: Cast) -> None:
    assert "没有待办事项" in page_of(cast, "chen", LIST)
    assert "没有超期的诉求" in page_of(cast, "chen", f"{LIST}?view=late")
    assert "清除全部筛选" in page_of(cast, "chen", f"{LIST}?view=open&words=无此企业")


def test_nonsense_in_the_address_is_a_list_all_the_same(cast: Cast, today: Story) -> None:
    today.case()
    for asked in ("view=x", "after=xyz", "order=9", "stage=x", "words=%25_", "district=BA", "unit=" + "x" * 500):
        page_of(cast, "chen", f"{LIST}?{asked}")


def test_a_long_list_is_paged_without_losing_or_repeating_any(today: Story, cast: Cast) -> None:
    numbers = {today.received(by="qian").number for _ in range(120)}
    client, seen, address = cast.client("chen"), [], f"{LIST}?view=open"
    while address:
        page = unescape(client.get(address).content.decode())
        seen += re.findall(r'class="list-row-link" href="/cases/([^/]+)/"', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = LIST + following[1] if following else ""
    assert len(seen) == len(set(seen)) == 120
    assert set(seen) == numbers


def test_the_citys_observer_reads_one_district_at_a_time(cast: Cast) -> None:
    story = Story(cast, timezone.now())
    ours, theirs = story.received(by="qian"), story.received(by="ba_fang")
    ours_page = page_of(cast, "sun", f"{LIST}?view=open&district=LG")
    assert (ours.number in ours_page, theirs.number in ours_page) == (True, False)
    theirs_page = page_of(cast, "sun", f"{LIST}?view=open&district=BA")
    assert (ours.number in theirs_page, theirs.number in theirs_page) == (False, True)
    assert theirs.number not in page_of(cast, "chen", f"{LIST}?view=open&district=BA"), "a dispatcher has but one"


def test_administrators_and_banks_have_no_list(cast: Cast) -> None:
    for who in ("xi", "an", "shen", "bai"):
        page_of(cast, who, LIST, status=403)
