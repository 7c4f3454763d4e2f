"""Order sheets, supervision sheets and minutes: what stands on them, who gets them, and whom they never name."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import docx
import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.utils import timezone
from pypdf import PdfReader

from tests.cast import Cast
from tests.story import Story
from zhilian.cases import actions
from zhilian.cases.models import Case, Reading
from zhilian.cases.rules.sheets import office_word
from zhilian.core.queries import trail_of
from zhilian.kit import papers

TOLD = {
    "text": "横岗明亮眼镜厂每周停电三次，请打 13807550001 找钱立新。",
    "contact_name": "钱立新",
    "contact_phone": "13807550001",
}
NAMING = ("明亮眼镜", "钱立新", "13807550001", "横岗")


@pytest.fixture
def story(cast: Cast) -> Story:
    """A story of today."""
    return Story(cast, timezone.now() - timedelta(hours=3))


def fetch(cast: Cast, who: str, case: Case, sheet: str) -> HttpResponse:
    """A paper of the case as somebody takes it out."""
    return cast.client(who).get(f"/cases/{case.number}/sheets/{sheet}")


def text_of(content: bytes) -> str:
    """Everything readable in a Word file, its tables, head and foot included."""
    document = docx.Document(BytesIO(content))
    return "".join(document.element.itertext()) + document.core_properties.title


def words(cast: Cast, who: str, case: Case, sheet: str) -> str:
    """The text of a Word file somebody takes out."""
    response = fetch(cast, who, case, sheet)
    assert response.status_code == 200
    return text_of(response.content)


def ordered(story: Story, **told: Any) -> Case:
    """A case with a supervision order, in joint handling, with minutes."""
    case = story.case("joint", **{**TOLD, **told})
    actions.issue_order(case=case, reason="请尽快办结", actor=story.cast.actor("chen"), at=story.later())
    return case


@pytest.fixture
def sheets(story: Story) -> dict[str, str]:
    """Each paper's address below the case."""
    year = timezone.localtime(story.now).year
    return {"交办单": "assignment", "督办单": f"orders/{year}-1", "会办纪要": f"minutes/{year}-1"}


def test_the_order_sheet_says_who_does_what_by_when(cast: Cast, story: Story) -> None:
    case = story.case("accepted", **TOLD)
    helping = [(cast.unit("RSJ"), "核实停工损失")]
    story.step(case, "dispatch", channel=cast.channel(1), note="请尽快上门", assists=helping)
    shown = words(cast, "chen", case, "assignment.docx")
    for word in (
        *(
            "深圳市龙岗区工商联",
            "企业诉求交办单",
            "龙工商联交办〔",
            "〕1号",
            case.number,
            "横岗明亮眼镜厂",
            "13807550001",
        ),
        *("区工业和信息化局", "用电直通车", "区人力资源局", "核实停工损失", "请尽快上门", "每周停电三次"),
    ):
        assert word in shown, word


def test_each_paper_comes_as_word_file_and_pdf_under_its_chinese_name(
    cast: Cast, story: Story, sheets: dict[str, str]
) -> None:
    case = ordered(story)
    for kind, address in sheets.items():
        word, pdf = (fetch(cast, "liu", case, f"{address}.{form}") for form in ("docx", "pdf"))
        name = unquote(word["Content-Disposition"].split("filename*=utf-8''")[1])
        assert kind in name
        assert name.startswith(("企业诉求交办单 龙工商联", "督办单 龙工商联", "会办纪要 龙工商联"))
        assert (pdf["Content-Type"], pdf["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
        assert case.number in PdfReader(BytesIO(pdf.content)).pages[0].extract_text()


def test_the_minutes_name_chair_people_and_each_dated_decision(
    cast: Cast, story: Story, sheets: dict[str, str]
) -> None:
    shown = words(cast, "wu", ordered(story), f"{sheets['会办纪要']}.docx")
    assert [
        word
        for word in ("会长", "两家单位经办人", "会议听取了情况", "完成双回路改造", "三楼会议室")
        if word not in shown
    ] == []


def test_the_supervision_sheet_tells_what_was_done_and_asks_for_an_answer(
    cast: Cast, story: Story, sheets: dict[str, str]
) -> None:
    shown = words(cast, "heze", ordered(story), f"{sheets['督办单']}.docx")
    assert [
        word for word in ("龙工商联督办〔", "请尽快办结", "签收", "与钱总通话", "书面反馈") if word not in shown
    ] == []


def test_a_paper_is_for_the_federation_and_the_units_concerned(
    cast: Cast, story: Story, sheets: dict[str, str]
) -> None:
    case = ordered(story)
    found = {
        who: [fetch(cast, who, case, f"{address}.docx").status_code for address in sheets.values()]
        for who in ("chen", "lu", "liu", "wu", "xiaolin", "qian", "sun", "bai", "ba_dispatcher")
    }
    assert found == {
        "chen": [200, 200, 200],
        "lu": [200, 200, 200],
        "liu": [200, 200, 200],
        "wu": [200, 404, 200],  # the unit that assists is not the one ordered
        "xiaolin": [404, 404, 404],
        "qian": [403, 403, 403],
        "sun": [403, 403, 403],
        "bai": [404, 404, 404],
        "ba_dispatcher": [404, 404, 404],
    }


def test_no_paper_of_an_anonymous_case_names_the_firm_whoever_takes_it_out(
    cast: Cast, story: Story, sheets: dict[str, str]
) -> None:
    case = ordered(story, confidentiality="anonymous")
    for who in ("chen", "lu", "liu"):
        for address in sheets.values():
            shown = words(cast, who, case, f"{address}.docx")
            assert "匿名企业" in shown
            assert [word for word in NAMING if word in shown] == [], (who, address)
    assert Reading.objects.filter(case=case, where="sheet").count() == 9


def test_the_phone_number_stands_only_for_whom_it_is(cast: Cast, story: Story) -> None:
    case = story.case("processing", contact_name="钱立新", contact_phone="13807550001")
    found = {who: "13807550001" in words(cast, who, case, "assignment.docx") for who in ("chen", "liu", "lu")}
    assert found == {"chen": True, "liu": True, "lu": False}


def test_whoever_takes_a_paper_out_leaves_a_line(cast: Cast, story: Story) -> None:
    case = story.case("processing")
    before = trail_of(case).count()
    cast.client("liu").head(f"/cases/{case.number}/sheets/assignment.docx")
    fetch(cast, "qian", case, "assignment.docx")
    assert trail_of(case).count() == before
    fetch(cast, "liu", case, "assignment.docx")
    line = trail_of(case).last()
    assert line is not None
    assert (line.verb, line.actor_name) == ("case.sheet", "刘婕")
    assert "交办单" in line.facts


def test_without_a_font_the_page_says_so_and_offers_the_word_file(
    cast: Cast, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_font(*given: object, **more: object) -> bytes:
        raise papers.NoFont

    monkeypatch.setattr("zhilian.cases.views.sheets.as_pdf", no_font)
    case = story.case("processing")
    response = fetch(cast, "chen", case, "assignment.pdf")
    assert response.status_code == 409
    assert f"/cases/{case.number}/sheets/assignment.docx" in response.content.decode()
    assert "fonts-noto-cjk" in response.content.decode()


@pytest.mark.parametrize("stage", ["submitted", "accepted", "returned", "merged"])
def test_a_case_that_no_unit_has_has_no_order_sheet(cast: Cast, story: Story, stage: str) -> None:
    assert fetch(cast, "chen", story.case(stage), "assignment.docx").status_code == 404


def test_minutes_not_yet_entered_are_no_paper(cast: Cast, story: Story, sheets: dict[str, str]) -> None:
    assert fetch(cast, "chen", story.called(), f"{sheets['会办纪要']}.docx").status_code == 404


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("深圳市龙岗区工商联", "龙工商联"),
        ("深圳市工商联", "深工商联"),
        ("龙岗区工商业联合会", "龙工商联"),
        ("宝安工商联", "宝工商联"),
        ("南方商会", "南方商会"),
    ],
)
def test_papers_are_numbered_with_the_word_of_the_place(name: str, word: str) -> None:
    assert office_word(name) == word


def test_an_office_may_have_a_word_of_its_own(cast: Cast, story: Story) -> None:
    case = story.case("processing")
    with override_settings(PAPER_WORDS={"LG": "深龙工商联"}):
        assert "深龙工商联交办〔" in words(cast, "chen", case, "assignment.docx")
