"""Notes among officials, colleagues called by name, and answers begun with a template."""

import pytest

from tests.cast import Cast
from tests.story import Story, told
from zhilian.cases import actions
from zhilian.cases.models import AnswerTemplate, Note
from zhilian.core.errors import Forbidden, Invalid, NotPossible


def test_a_note_is_read_by_colleagues_and_never_by_the_firm(cast: Cast) -> None:
    case = Story(cast).case("processing")
    cast.client("liu").post(f"/cases/{case.number}/note/", {"text": "供电所说要等变压器到货"})
    for who in ("liu", "heze", "chen"):
        assert "供电所说要等变压器到货" in cast.client(who).get(f"/cases/{case.number}/").content.decode()
    assert "供电所说要等变压器到货" not in cast.client("qian").get(f"/cases/{case.number}/").content.decode()


def test_a_note_among_us_stays_with_the_own_people(cast: Cast) -> None:
    case = Story(cast).case("processing")
    for who, words in (("liu", "局内先议"), ("chen", "会内先议")):
        sent = {"text": words, "among_us": "on"}
        cast.client(who).post(f"/cases/{case.number}/note/", sent)
    seen = {who: cast.client(who).get(f"/cases/{case.number}/").content.decode() for who in ("heze", "luo")}
    assert "局内先议" in seen["heze"]
    assert "会内先议" not in seen["heze"]
    assert "会内先议" in seen["luo"]
    assert "局内先议" not in seen["luo"]


def test_whoever_is_called_is_told_unless_the_case_is_none_of_theirs(story: Story) -> None:
    case, cast = story.case("processing"), story.cast
    text = f"@{cast.users['heze'].name} 请看一下，@{cast.users['wu'].name} 也请看"
    found = actions.note(case=case, text=text, actor=cast.actor("liu"), at=story.later())
    assert found.told == (cast.users["heze"],)
    assert found.not_told == (cast.users["wu"].name,)
    assert ("heze", "mentioned") in told(case)
    assert ("wu", "mentioned") not in told(case)


def test_a_note_needs_words_a_role_and_a_case_of_ones_own(story: Story) -> None:
    case, at = story.case("processing"), story.later()
    for who, text, refusal in (("liu", " ", Invalid), ("qian", "我也写", Forbidden), ("wu", "看看", NotPossible)):
        with pytest.raises(refusal):
            actions.note(case=case, text=text, actor=story.cast.actor(who), at=at)
    assert not Note.objects.exists()


def test_an_answer_is_begun_with_a_template_whose_placeholders_are_filled_in(cast: Cast) -> None:
    case, browser = Story(cast).case("processing"), cast.client("liu")
    browser.post(
        "/cases/templates/new/", {"title": "停电", "text": "{企业}：您反映的{编号}已办理，{未知}。", "active": "on"}
    )
    template = AnswerTemplate.objects.get()
    assert template.unit == cast.unit("GXJ")
    page = browser.get(f"/cases/{case.number}/reply/?template={template.pk}").content.decode()
    assert f"{cast.firms['qian'].name}：您反映的{case.number}已办理，{{未知}}。" in page


def test_a_units_template_is_neither_used_nor_changed_by_others(cast: Cast) -> None:
    story = Story(cast)
    kept = actions.save_template(title="停电", text="已修复", actor=cast.actor("liu"), at=story.now)
    common = actions.save_template(title="通用", text="感谢", actor=cast.actor("chen"), at=story.now)
    assert "通用" in cast.client("wu").get("/cases/templates/").content.decode()
    assert "停电" not in cast.client("wu").get("/cases/templates/").content.decode()
    for who, template in (("wu", kept), ("liu", common), ("ba_dispatcher", common)):
        assert cast.client(who).get(f"/cases/templates/{template.pk}/").status_code == 404
        with pytest.raises((Forbidden, Invalid)):
            actions.save_template(title="改", text="改", template=template, actor=cast.actor(who), at=story.now)
