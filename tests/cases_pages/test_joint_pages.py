"""Joint handling on the screen: each sees what is asked of them, and the firm no internal word."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.utils import timezone

from tests.cast import Cast
from tests.story import Story
from zhilian.cases.models import Assignment, Case, Decision, Meeting

TASK = "核实停工三天的用工损失"
SOON = (timezone.localtime() + timedelta(days=20)).date().isoformat()
HELD = timezone.localtime().strftime("%Y-%m-%dT%H:%M")  # sooner than it was called for
MEETING = {"topic": "双回路改造", "meets_at": f"{SOON}T09:30", "place": "三楼", "unit_1": "RSJ", "task_1": TASK}
MINUTES = {
    "meets_at": HELD, "place": "三楼", "chair": "陆远舟", "attendees": "刘婕", "minutes": "听取了情况。",
    "unit_1": "GXJ", "text_1": "完成改造", "due_on_1": SOON, "conclude": "on",
}  # fmt: skip


@pytest.fixture
def story(cast: Cast) -> Story:
    """A story of today."""
    return Story(cast, timezone.now() - timedelta(hours=3))


def send(cast: Cast, who: str, case: Case, noun: str, fields: dict[str, Any]) -> HttpResponse:
    """Send a step's form."""
    return cast.client(who).post(f"/cases/{case.number}/{noun}/", fields)


def page(cast: Cast, who: str, address: str) -> str:
    """A page as somebody reads it."""
    return unescape(cast.client(who).get(address).content.decode())


def test_a_joint_case_walks_from_the_call_to_the_decision_over_http(cast: Cast, story: Story) -> None:
    case = story.case("processing")
    assert send(cast, "chen", case, "joint", MEETING).status_code == 302
    assert TASK in page(cast, "wu", f"/cases/{case.number}/")
    assert case.number in page(cast, "wu", "/cases/?view=assist")
    file = SimpleUploadedFile("台账.txt", "停工台账".encode(), "text/plain")
    assert send(cast, "wu", case, "part", {"text": "已核实停工三天。", "attachments": file}).status_code == 302
    assert "已核实停工三天。" in page(cast, "liu", f"/cases/{case.number}/")
    assert send(cast, "chen", case, "minutes", {**MINUTES, "meets_at": f"{SOON}T09:30"}).status_code == 422
    assert send(cast, "chen", case, "minutes", MINUTES).status_code == 302
    assert Case.objects.get(pk=case.pk).stage == "processing"
    assert "完成改造" in page(cast, "liu", "/cases/meetings/")
    decision = Decision.objects.get(meeting__case=case)
    done = cast.client("liu").post(f"/cases/meetings/decisions/{decision.pk}/done/", {"note": "已改造"})
    assert done.status_code == 302
    assert "完成改造" not in page(cast, "liu", "/cases/meetings/")


def test_the_firm_reads_who_works_on_it_and_no_internal_word(cast: Cast, story: Story) -> None:
    case = story.called()
    file = SimpleUploadedFile("台账.txt", "停工台账".encode(), "text/plain")
    send(cast, "wu", case, "part", {"text": "内部意见一则", "attachments": file})
    story.minutes(Case.objects.get(pk=case.pk), conclude=False)
    shown = page(cast, "qian", f"/cases/{case.number}/")
    assert "多部门会办中：牵头区工业和信息化局，协办区人力资源局。" in shown
    internal = ("核实停工损失", "内部意见一则", "双回路改造", "听取了情况", "台账", "三楼")
    assert [word for word in internal if word in shown] == []


def test_the_files_of_a_part_are_for_those_who_work_on_it(cast: Cast, story: Story) -> None:
    case = story.called()
    file = SimpleUploadedFile("台账.txt", "停工台账".encode(), "text/plain")
    send(cast, "wu", case, "part", {"text": "见附件", "attachments": file})
    address = page(cast, "liu", f"/cases/{case.number}/").split('href="/files/')[1].split('"')[0]
    found: dict[str, bytes | int] = {}
    for who in ("liu", "chen", "qian", "bai", "sun"):
        response = cast.client(who).get(f"/files/{address}")
        found[who] = b"".join(response.streaming_content) if response.streaming else response.status_code
    book = "停工台账".encode()
    assert found == {"liu": book, "chen": book, "qian": 404, "bai": 404, "sun": 404}


def test_an_assisting_unit_is_offered_its_part_and_none_of_its_leads_steps(cast: Cast, story: Story) -> None:
    case = story.case("processing")
    story.step(case, "assist")
    shown = page(cast, "wu", f"/cases/{case.number}/")
    assert f"/cases/{case.number}/part/" in shown
    assert [noun for noun in ("reply", "contact", "extension-request", "excuse") if f"/{noun}/" in shown] == []
    assert send(cast, "wu", case, "reply", {"text": "答复", "result": "solved"}).status_code == 403


def test_the_lead_reads_what_is_missing_and_keeps_its_answer_when_it_comes_too_early(cast: Cast, story: Story) -> None:
    case = story.case("processing")
    story.step(case, "assist")
    assert "协办意见尚未齐全" in page(cast, "liu", f"/cases/{case.number}/")
    early = send(cast, "liu", case, "reply", {"text": "变压器已更换。", "result": "solved"})
    shown = unescape(early.content.decode())
    assert (early.status_code, "区人力资源局尚未反馈" in shown, "变压器已更换。" in shown) == (409, True, True)


@pytest.mark.parametrize(
    ("noun", "fields", "stage"),
    [
        ("joint", {**MEETING, "task_1": ""}, "processing"),
        ("joint", {**MEETING, "unit_1": ""}, "processing"),
        ("joint", {**MEETING, "unit_1": "", "task_1": ""}, "processing"),
        ("joint", {**MEETING, "unit_2": "RSJ", "task_2": "再来一次"}, "processing"),
        ("minutes", {**MINUTES, "due_on_1": ""}, "joint"),
        ("minutes", {**MINUTES, "unit_1": "", "text_1": "", "due_on_1": ""}, "joint"),
        ("minutes", {**MINUTES, "due_on_1": "2020-01-01"}, "joint"),
    ],
)
def test_half_filled_rows_change_nothing_and_come_back(
    cast: Cast, story: Story, noun: str, fields: dict[str, Any], stage: str
) -> None:
    case = story.called() if stage == "joint" else story.case(stage)
    before = Assignment.objects.filter(case=case).count()
    response = send(cast, "chen", case, noun, fields)
    assert response.status_code == 422
    assert fields["place"] in unescape(response.content.decode())
    assert Case.objects.get(pk=case.pk).stage == stage
    assert Assignment.objects.filter(case=case).count() == before
    assert not Meeting.objects.filter(case=case).exclude(held_at=None).exists()


def test_the_dispatchers_form_asks_assisting_units_with_the_lead(cast: Cast, story: Story) -> None:
    case = story.case("accepted")
    rows = {"unit_1": "RSJ", "task_1": TASK, "unit_2": "GXJ", "task_2": "既是主办，不再协办"}
    assert send(cast, "chen", case, "dispatch", {"to": "channel:1", **rows}).status_code == 302
    assert [row.unit.code for row in Assignment.objects.owing().filter(case=case)] == ["RSJ"]


def test_meetings_of_others_are_not_listed(cast: Cast, story: Story) -> None:
    case = story.called()
    story.minutes(case)
    everybody = ("chen", "liu", "wu", "ba_dispatcher")
    told = {who: "完成双回路改造" in page(cast, who, "/cases/meetings/") for who in everybody}
    assert told == {"chen": True, "liu": True, "wu": True, "ba_dispatcher": False}
    decision = Decision.objects.get(meeting__case=case)
    assert cast.client("ba_dispatcher").get(f"/cases/meetings/decisions/{decision.pk}/done/").status_code == 404
    assert cast.client("wu").post(f"/cases/meetings/decisions/{decision.pk}/done/", {"note": "x"}).status_code == 403
