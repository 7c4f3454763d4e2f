"""Published answers: taken out of a closed case without what names its firm, never out of a secret one."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.story import Story
from zhilian.cases import actions
from zhilian.cases.models import Case, PublishedAnswer, Reply
from zhilian.cases.queries.published import draft_of, known_of, published
from zhilian.cases.rules import Stage
from zhilian.cases.rules.nameless import Known, names_left, spoken_names, without_names
from zhilian.core.errors import Forbidden, Invalid, NotPossible
from zhilian.core.queries import trail_of
from zhilian.notices.models import Notice

TEXTS = {
    "title": "停电怎么报修",
    "question": "厂里经常停电，找谁？",
    "answer": "请拨打95598报修，重大故障四小时内到场。",
}


def publish(story: Story, case: Case, by: str = "chen", **given: Any) -> PublishedAnswer:
    told = {**TEXTS, "category": case.category, "confirmed": True, **given}
    return actions.publish_answer(case=case, actor=story.cast.actor(by), at=story.later(), **told)


def test_the_draft_has_stand_ins_where_the_firm_was_named(cast: Cast, story: Story) -> None:
    told = "我是横岗明亮眼镜厂的钱立新，13807550001，在力嘉路108号3栋。明亮眼镜厂停电损失387,452.16元。"
    case = story.case(Stage.CLOSED, text=told)
    Reply.objects.filter(case=case).update(
        text="钱立新您好：已为明亮眼镜厂换变压器。咨询电话0755-28900000，最高补助50万元。"
    )
    draft = draft_of(case)
    for word in ("明亮", "钱立新", "13807550001", "力嘉路", "387,452"):
        assert word not in "".join(draft.values()), word
    assert "0755-28900000" in draft["answer"], "whom anybody can call stays"
    assert "50万元" in draft["answer"], "what stands in a policy stays"
    assert not any(names_left(text, known_of(case)) for text in draft.values())


@pytest.mark.parametrize(
    "left",
    ["横岗明亮眼镜厂", "明亮眼镜厂", "钱立新", "13807550001", "138 0755 0001", "１３８０７５５０００１", "13900001111"],
)
def test_what_still_names_the_firm_is_refused_with_the_word(story: Story, left: str) -> None:
    case = story.case(Stage.CLOSED)
    for name in TEXTS:
        with pytest.raises(Invalid) as refusal:
            publish(story, case, **{name: f"关于{left}的事"})
        assert refusal.value.fields == (name,)
    assert not PublishedAnswer.objects.exists()


def test_only_with_the_word_that_it_was_read_through(story: Story) -> None:
    with pytest.raises(Invalid):
        publish(story, story.case(Stage.CLOSED), confirmed=False)


@pytest.mark.parametrize(
    "how", [{"confidentiality": "anonymous"}, {"confidentiality": "restricted"}, {"solved": "no"}, {"solved": "partly"}]
)
def test_nothing_secret_and_nothing_unsolved_is_published(story: Story, how: dict[str, str]) -> None:
    case = story.case(Stage.CLOSED)
    Case.objects.filter(pk=case.pk).update(**how)
    with pytest.raises(NotPossible):
        publish(story, case)


def test_no_complaint_about_a_department_is_published(cast: Cast, story: Story) -> None:
    case = story.case(Stage.CLOSED)
    Case.objects.filter(pk=case.pk).update(complained_of=cast.unit("RSJ"))
    with pytest.raises(NotPossible):
        publish(story, case)


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage != Stage.CLOSED])
def test_only_a_closed_case_is_published(story: Story, stage: Stage) -> None:
    with pytest.raises(NotPossible):
        publish(story, story.case(stage))


@pytest.mark.parametrize(("who", "may"), [("chen", True), ("lu", True), ("liu", False), ("qian", False), ("xi", False)])
def test_dispatcher_and_leader_publish(story: Story, who: str, *, may: bool) -> None:
    case = story.case(Stage.CLOSED)
    if may:
        assert publish(story, case, by=who).pk
    else:
        with pytest.raises(Forbidden):
            publish(story, case, by=who)


def test_it_is_published_once_the_firm_is_told_and_the_trail_says_so(cast: Cast, story: Story) -> None:
    case = story.case(Stage.CLOSED)
    kept = publish(story, case)
    with pytest.raises(NotPossible):
        publish(story, case)
    notice = Notice.objects.get(kind="cases/answer_published")
    assert (notice.recipient, notice.link) == (cast.users["qian"], f"/answers/{kept.pk}/")
    last = trail_of(case).last()
    assert last is not None
    assert last.verb == "case.published"
    assert kept.unit_name == "区工业和信息化局"


def test_taken_back_nobody_reads_it_and_it_can_be_published_anew(cast: Cast, story: Story) -> None:
    case = story.case(Stage.CLOSED)
    kept, chen = publish(story, case), cast.actor("chen")
    actions.withdraw_answer(published=kept, reason="政策已变", actor=chen, at=story.later())
    assert not published(cast.actor("zhou")).exists()
    with pytest.raises(NotPossible):
        actions.change_answer(published=kept, **{**TEXTS, "confirmed": True}, actor=chen, at=story.later())
    assert publish(story, case).pk == kept.pk
    assert published(cast.actor("zhou")).exists()


def test_what_becomes_a_secret_is_taken_back_by_itself(cast: Cast, story: Story) -> None:
    case, lu = story.case(Stage.CLOSED), cast.actor("lu")
    publish(story, case)
    actions.set_level(
        case=case, level="restricted", reason="涉密", readers=[cast.users["lu"]], actor=lu, at=story.later()
    )
    assert not published(cast.actor("zhou")).exists()


def test_a_change_is_held_to_the_same_rules(cast: Cast, story: Story) -> None:
    kept = publish(story, story.case(Stage.CLOSED))
    given: dict[str, Any] = {"published": kept, "actor": cast.actor("lu"), "at": story.later(), "confirmed": True}
    with pytest.raises(Invalid):
        actions.change_answer(**{**given, **TEXTS, "answer": "请联系钱立新"})
    actions.change_answer(**{**given, **TEXTS, "title": "停电找谁"})
    assert PublishedAnswer.objects.get().title == "停电找谁"


def test_helped_counts_once_for_each_person(cast: Cast, story: Story) -> None:
    kept = publish(story, story.case(Stage.CLOSED))
    said = [
        actions.note_helped(published=kept, actor=cast.actor(who), at=story.later()) for who in ("qian", "zhou", "zhou")
    ]
    kept.refresh_from_db()
    assert (said, kept.helped) == ([True, True, False], 2)


def test_a_neighbour_reads_none_and_counts_none(cast: Cast, story: Story) -> None:
    kept = publish(story, story.case(Stage.CLOSED))
    assert not published(cast.actor("ba_fang")).exists()
    with pytest.raises(NotPossible):
        actions.note_helped(published=kept, actor=cast.actor("ba_fang"), at=story.later())


# ---- what names a firm


def test_names_as_people_say_them() -> None:
    assert spoken_names("深圳市龙岗区鹏程精密五金有限公司")[-2:] == ("鹏程精密五金"[:5], "鹏程精密")
    assert spoken_names("深圳市郁青半导体有限公司")[-1] == "郁青"
    assert "明亮眼镜厂" in spoken_names("横岗明亮眼镜厂", ["横岗"])
    assert spoken_names("大润发超市有限公司")[:2] == ("大润发超市有限公司", "大润发超市"), "no name is left bare"


@pytest.mark.parametrize(
    "text",
    ["横岗街道办三楼大厅", "每周停电5次", "最高补助50万元", "3个工作日", "2026年3月4日", "拨打12345", "二楼窗口办理"],
)
def test_what_names_nobody_stays(text: str) -> None:
    assert without_names(text, Known()) == text


@pytest.mark.parametrize(
    "text",
    [
        "91440300MA5FABCD1X",
        "LG-2026-000317",
        "粤B12345",
        "a@b.cn",
        "0755-28901234",
        "38.7万元",
        "B栋301室",
        "力嘉路8号",
    ],
)
def test_what_may_name_somebody_goes(text: str) -> None:
    assert text not in without_names(f"我们是{text}的", Known())


def test_a_post_is_nobodys_name() -> None:
    assert not names_left("请厂长和会计到场", Known(people=("厂长", "会计")))
