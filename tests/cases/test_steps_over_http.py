"""Steps taken over HTTP: each once, wrongly filled in they change nothing, overtaken they say by whom."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.utils import timezone

from tests.cast import Cast
from tests.story import Story
from zhilian.cases.models import Case
from zhilian.core.models import TrailEntry

LONG = "我们厂从上个月起就没有睡过一个好觉。" * 600
GOOD: dict[str, tuple[str, str, dict[str, Any]]] = {
    "acceptance": ("submitted", "chen", {"title": "停电", "category": "ENER", "grade": "normal", "level": "internal"}),
    "refusal": ("submitted", "chen", {"ground": 3, "text": "请向信访局查询。"}),
    "answer": ("submitted", "chen", {"text": "周三恢复供电。", "result": "explained"}),
    "supplement-request": ("submitted", "chen", {"text": "请补充停电日期"}),
    "supplement": ("supplement", "qian", {"text": "三月二日下午"}),
    "addition": ("supplement", "chen", {"text": "三月二日下午（电话补充）"}),
    "resumption": ("on_hold", "lu", {"note": "计划已批"}),
    "dispatch": ("accepted", "chen", {"to": "channel:1", "note": "急"}),
    "signature": ("dispatched", "liu", {}),
    "return": ("dispatched", "liu", {"reason": "属人力资源局", "proposed_unit": "RSJ"}),
    "contact": ("signed", "liu", {"note": "与钱总通话"}),
    "reply": ("processing", "liu", {"text": "变压器已更换。", "result": "solved"}),
    "review": ("replied", "chen", {"decision": "back", "reason": "写明时间"}),
    "rating": ("awaiting_rating", "qian", {"solved": "no", "score": 1, "comment": "还是停电"}),
    "rating-by-call": ("awaiting_rating", "luo", {"solved": "yes", "score": 5, "comment": "电话里说好了"}),
    "closure": ("awaiting_rating", "luo", {"note": "三次无人接听"}),
    "decision": ("escalated", "lu", {"decision": "decide_rework", "text": "请再到现场办一次。"}),
    "withdrawal": ("processing", "qian", {"reason": "自己解决了"}),
}


def filled(cast: Cast, noun: str) -> dict[str, Any]:
    """A well filled form of a step."""
    given = dict(GOOD[noun][2])
    if "category" in given:
        given["category"] = cast.category(given["category"]).pk
    return given


def take(cast: Cast, case: Case, noun: str, **fields: Any) -> HttpResponse:
    """Send the form of a step as whoever usually does."""
    return cast.client(GOOD[noun][1]).post(f"/cases/{case.number}/{noun}/", {**filled(cast, noun), **fields})


@pytest.fixture
def at_stage(cast: Cast) -> Callable[[str], Case]:
    """A case in the stage a step needs: of two months ago, so that every time is over; a return must come in time."""

    def at_stage(noun: str) -> Case:
        age = timedelta(hours=1) if noun == "return" else timedelta(days=60)
        story = Story(cast, timezone.now() - age)
        case = story.case(GOOD[noun][0])
        for _day in range(2) if noun == "closure" else ():  # calls on two days that reached nobody
            story.step(case, "call", at=story.later(days=1))
        return case

    return at_stage


def page(response: HttpResponse) -> str:
    """What can be read on it."""
    return unescape(response.content.decode())


@pytest.mark.parametrize("noun", GOOD)
def test_each_step_is_taken_once_and_a_second_tap_learns_so(
    cast: Cast, at_stage: Callable[[str], Case], noun: str
) -> None:
    case = at_stage(noun)
    lines = TrailEntry.objects.count()
    first, second = take(cast, case, noun), take(cast, case, noun)
    assert (first.status_code, second.status_code) in {(302, 409), (302, 404)}, (first.status_code, second.status_code)
    moved = Case.objects.get(pk=case.pk)
    assert moved.stage != case.stage
    assert TrailEntry.objects.count() == lines + 1


WRITTEN = ("text", "note", "reason", "comment", "title")
WRONG: list[tuple[str, dict[str, Any]]] = [
    ("acceptance", {"grade": "very urgent"}),
    ("acceptance", {"category": ""}),
    ("acceptance", {"category": "99999999999999999999"}),
    ("acceptance", {"category": "FIN'--"}),
    ("acceptance", {"title": "长" * 101}),
    ("refusal", {"ground": "8"}),
    ("refusal", {"ground": "0"}),
    ("refusal", {"text": " 　"}),
    ("refusal", {"text": LONG}),
    ("answer", {"result": "perfect"}),
    ("supplement-request", {"text": " "}),
    ("supplement", {"text": ""}),
    ("addition", {"text": LONG}),
    ("dispatch", {"to": "unit:BA-GXJ"}),
    ("dispatch", {"to": "channel:99"}),
    ("dispatch", {"to": "unit:BANK1"}),
    ("dispatch", {"to": ""}),
    ("dispatch", {"note": LONG}),
    ("return", {"reason": ""}),
    ("return", {"proposed_unit": "BA-GXJ"}),
    ("contact", {"note": "\n"}),
    ("contact", {"note": "有\x00空字符"}),
    ("reply", {"text": LONG}),
    ("reply", {"result": "\x00"}),
    ("reply", {"result": ""}),
    ("review", {"decision": "maybe"}),
    ("review", {"decision": "back", "reason": " "}),
    ("rating", {"score": "6"}),
    ("rating", {"score": "0"}),
    ("rating", {"score": "fünf"}),
    ("rating", {"solved": "so-so"}),
    ("rating", {"comment": ""}),
    ("rating-by-call", {"score": ""}),
    ("rating-by-call", {"solved": "no", "score": "1", "comment": ""}),
    ("closure", {"note": " "}),
    ("decision", {"text": " "}),
    ("decision", {"decision": "close"}),
    ("decision", {"decision": "decide_joint"}),
    ("decision", {"decision": "decide_joint", "unit_1": "BA-GXJ"}),
    ("withdrawal", {"reason": LONG}),
]


@pytest.mark.parametrize(("noun", "fields"), WRONG, ids=lambda value: str(value)[:40])
def test_a_step_wrongly_filled_in_is_shown_again_and_changes_nothing(
    cast: Cast, at_stage: Callable[[str], Case], noun: str, fields: dict[str, Any]
) -> None:
    case = at_stage(noun)
    lines = TrailEntry.objects.count()
    response = take(cast, case, noun, **fields)
    assert response.status_code == 422
    typed = [str(value) for name, value in {**filled(cast, noun), **fields}.items() if name in WRITTEN]
    shown = page(response)
    assert all(value.strip() in shown for value in typed if "\x00" not in value), "what was typed is kept"
    assert Case.objects.get(pk=case.pk).stage == case.stage
    assert TrailEntry.objects.count() == lines


@pytest.mark.parametrize(
    ("noun", "meanwhile", "by", "typed"),
    [
        ("dispatch", "dispatch", "罗志蘅", "这条备注我写了很久"),
        ("reply", "reply", "何泽", "这份答复我写了很久"),
        ("refusal", "accept", "罗志蘅", "这段说明我写了很久"),
        ("decision", "decide_close", "陆远舟", "这份裁定我写了很久"),
        ("rating-by-call", "rate_close", "钱立新", "电话里说的我记了很久"),
    ],
)
def test_a_stale_page_says_who_was_faster_and_gives_back_what_was_typed(
    cast: Cast, story: Story, at_stage: Callable[[str], Case], noun: str, meanwhile: str, by: str, typed: str
) -> None:
    case = at_stage(noun)
    faster = {part.name: name for name, part in cast.users.items()}[by]
    story.step(case, meanwhile, by=faster)
    lines = TrailEntry.objects.count()
    long = next(name for name in ("note", "text", "comment") if name in GOOD[noun][2])
    response = take(cast, case, noun, **{long: typed})
    assert response.status_code == 409
    assert by in page(response)
    assert typed in page(response)
    assert TrailEntry.objects.count() == lines
