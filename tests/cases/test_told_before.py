"""The same trouble told before: found for whoever may read it, never in a way that betrays who told it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.story import Story
from zhilian.cases import actions
from zhilian.cases.models import Case, CasePerson, PublishedAnswer, Reply
from zhilian.cases.queries import alike
from zhilian.cases.queries.alike import answer_of, before_sending, beside, beside_reply, may_merge
from zhilian.cases.rules import Stage
from zhilian.cases.rules.alike import SAME, degree
from zhilian.core.searching import SOURCES
from zhilian.members.models import Representative

POWER = "我们园区每周停电三次，机器一停料就报废，想知道供电什么时候修好。"
POWER_TOO = "园区一周停电三次，机器停了料都报废了，请问供电局什么时候能修好线路？"
WAGES = "员工离职要求补缴三年社保，单位应当怎么办理补缴手续，需要哪些材料？"


@pytest.fixture(autouse=True)
def all_are_candidates(monkeypatch: pytest.MonkeyPatch) -> None:
    """The index offers everything behind the door: what is told of here is what is made of it."""

    def like(actor: Any, text: str, *, kind: str, limit: int = 50, **_where: Any) -> list[tuple[int, float]]:
        keys = SOURCES[kind].visible(actor).order_by("-pk").values_list("pk", flat=True)
        return [(key, 1.0) for key in keys[:limit]]

    monkeypatch.setattr(alike, "like", like)


def numbers(found: Any) -> list[str]:
    return [one.case.number for one in found]


def published(cast: Cast, **texts: str) -> PublishedAnswer:
    told = {"title": "园区停电怎么报修", "question": POWER, "answer": "请拨打95598报修。", **texts}
    made: PublishedAnswer = PublishedAnswer.objects.create(federation=cast.lg, published_at=cast_now(cast), **told)
    return made


def cast_now(cast: Cast) -> Any:
    return Story(cast).now


# ---- before sending


def test_a_firm_that_tells_it_twice_is_shown_its_own_open_case(cast: Cast, story: Story) -> None:
    case = story.case(Stage.PROCESSING, text=POWER)
    found = before_sending(cast.actor("qian"), POWER, cast.firms["qian"], story.now)
    assert numbers(found.repeated) == [case.number]
    assert found.telling


def test_nobody_is_shown_that_another_firm_has_told_it(cast: Cast, story: Story) -> None:
    story.case(Stage.PROCESSING, text=POWER)
    story.case(Stage.CLOSED, text=POWER)
    found = before_sending(cast.actor("zhou"), POWER, cast.firms["zhou"], story.now)
    assert (found.repeated, found.helpful) == ([], [])


def test_even_of_another_firm_one_may_not_speak_for_nothing_is_shown(cast: Cast, story: Story) -> None:
    story.case(Stage.CLOSED, text=POWER)
    found = before_sending(cast.actor("zhou"), POWER, cast.firms["qian"], story.now)
    assert (found.repeated, found.helpful) == ([], [])


def test_own_answers_and_published_ones_may_help_the_most_alike_first(cast: Cast, story: Story) -> None:
    own = story.case(Stage.CLOSED, text=POWER)
    answer = published(cast, question=POWER_TOO)
    published(cast, title="补缴社保", question=WAGES)
    found = before_sending(cast.actor("qian"), POWER, cast.firms["qian"], story.now)
    assert [getattr(one, "case", None) or one.published for one in found.helpful] == [own, answer]  # type: ignore[union-attr]
    assert all(one.words for one in found.helpful)


def test_an_answer_the_firm_denied_is_not_offered_to_it(cast: Cast, story: Story) -> None:
    case = story.case(Stage.CLOSED, text=POWER)
    Case.objects.filter(pk=case.pk).update(solved="no")
    assert not before_sending(cast.actor("qian"), POWER, cast.firms["qian"], story.now).helpful


def test_an_answer_taken_back_helps_nobody(cast: Cast, story: Story) -> None:
    PublishedAnswer.objects.filter(pk=published(cast).pk).update(withdrawn_at=story.now)
    assert not before_sending(cast.actor("zhou"), POWER, cast.firms["zhou"], story.now).helpful


@pytest.mark.parametrize(
    "text", ["", "停电", "12345", "😀😀😀😀😀😀😀", "help", "。" * 50, "x" * 100_000, "<b>&amp;</b>\0\n"]
)
def test_words_that_say_nothing_find_nothing_and_break_nothing(cast: Cast, story: Story, text: str) -> None:
    story.case(Stage.PROCESSING, text=POWER)
    assert not before_sending(cast.actor("qian"), text, cast.firms["qian"], story.now).telling


def test_the_counter_sees_what_its_own_station_took_down(cast: Cast, story: Story) -> None:
    story.case(Stage.PROCESSING, text=POWER)
    case = story.case(Stage.PROCESSING, by="xiaolin", text=POWER)
    for clerk, shown in (("xiaolin", [case.number]), ("hejiayi", [])):
        assert numbers(before_sending(cast.actor(clerk), POWER, cast.firms["qian"], story.now).repeated) == shown


# ---- at the desk


def test_the_desk_sees_the_same_firm_first_then_others(cast: Cast, story: Story) -> None:
    other = story.case(Stage.ACCEPTED, by="zhou", text=POWER)
    same = story.case(Stage.ACCEPTED, text=POWER_TOO)
    story.case(Stage.ACCEPTED, by="zhou", text=WAGES)
    case = story.case(Stage.SUBMITTED, text=POWER)
    found = beside(cast.actor("chen"), case, story.now).duplicates
    assert numbers(found) == [same.number, other.number]
    assert [one.own for one in found] == [True, False]
    assert "停电" in "".join(found[0].words)


def test_the_same_firms_case_is_there_before_the_index_knows_it(
    cast: Cast, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alike, "like", lambda *_, **__: [])
    same, case = story.case(Stage.SUBMITTED, text=POWER), story.case(Stage.SUBMITTED, text=POWER_TOO)
    story.case(Stage.SUBMITTED, by="zhou", text=POWER)
    assert numbers(beside(cast.actor("chen"), case, story.now).duplicates) == [same.number]


def test_restricted_cases_stand_beside_none_not_even_for_their_readers(cast: Cast, story: Story) -> None:
    secret = story.case(Stage.ACCEPTED, text=POWER)
    Case.objects.filter(pk=secret.pk).update(confidentiality="restricted")
    part = CasePerson.Part.READER
    CasePerson.objects.create(federation=cast.lg, case=secret, user=cast.users["chen"], part=part, at=story.now)
    case = story.case(Stage.SUBMITTED, text=POWER)
    for who in ("chen", "luo"):
        assert not beside(cast.actor(who), case, story.now).duplicates


def test_an_anonymous_case_betrays_neither_firm_nor_words(cast: Cast, story: Story) -> None:
    told = story.case(Stage.ACCEPTED, text=POWER, confidentiality="anonymous")
    case = story.case(Stage.SUBMITTED, text=POWER)
    (found,) = beside(cast.actor("chen"), case, story.now).duplicates
    assert (found.case.number, found.hidden, found.own, found.words, found.answer) == (
        told.number, True, False, (), None,
    )  # fmt: skip


def test_an_anonymous_case_is_not_found_because_it_is_of_the_same_firm(
    cast: Cast, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alike, "like", lambda *_, **__: [])
    story.case(Stage.ACCEPTED, text=POWER, confidentiality="anonymous")
    case = story.case(Stage.SUBMITTED, text=POWER)
    assert not beside(cast.actor("chen"), case, story.now).duplicates


def test_a_neighbours_case_is_not_found(cast: Cast, story: Story) -> None:
    story.case(Stage.ACCEPTED, by="ba_fang", text=POWER)
    case = story.case(Stage.SUBMITTED, text=POWER)
    found = beside(cast.actor("chen"), case, story.now)
    assert (found.duplicates, found.answered) == ([], [])


def test_what_is_long_over_is_no_duplicate_but_its_answer_serves(cast: Cast, story: Story) -> None:
    old = story.case(Stage.CLOSED, by="zhou", text=POWER)
    story.later(days=100)
    case = story.case(Stage.SUBMITTED, text=POWER)
    found = beside(cast.actor("chen"), case, story.now)
    assert (numbers(found.duplicates), numbers(found.answered)) == ([], [old.number])


def test_withdrawn_refused_and_merged_ones_are_passed_over(cast: Cast, story: Story) -> None:
    for stage in (Stage.WITHDRAWN, Stage.REFUSED):
        story.case(stage, by="zhou", text=POWER)
    case = story.case(Stage.SUBMITTED, text=POWER)
    assert not beside(cast.actor("chen"), case, story.now).duplicates


def test_an_issue_is_proposed_for_its_own_words_and_for_the_cases_that_hang_on_it(cast: Cast, story: Story) -> None:
    chen = cast.actor("chen")
    own: dict[str, Any] = {"category": cast.category("ENER"), "unit": cast.unit("GXJ")}
    by_words = actions.open_issue(title="园区每周停电三次", text=POWER, actor=chen, at=story.now, **own)
    by_cases = actions.open_issue(title="外线改造", text="请核实片区计划。", actor=chen, at=story.now, **own)
    actions.open_issue(title="补缴社保", text=WAGES, actor=chen, at=story.now, **own)
    actions.hang(case=story.case(Stage.ACCEPTED, by="zhou", text=POWER_TOO), issue=by_cases, actor=chen, at=story.now)
    case = story.case(Stage.SUBMITTED, text=POWER)
    found = {one.issue: one.cases for one in beside(chen, case, story.now).issues}
    assert found == {by_words: 0, by_cases: 1}


def test_no_issue_of_the_department_complained_of_is_proposed(cast: Cast, story: Story) -> None:
    chen = cast.actor("chen")
    own: dict[str, Any] = {"category": cast.category("ENER"), "unit": cast.unit("GXJ")}
    actions.open_issue(title="园区每周停电三次", text=POWER, actor=chen, at=story.now, **own)
    case = story.case(Stage.SUBMITTED, text=POWER, complained_of=cast.unit("GXJ"))
    assert not beside(chen, case, story.now).issues


def test_merging_is_offered_only_where_the_action_would_do_it(cast: Cast, story: Story) -> None:
    case, chen = story.case(Stage.SUBMITTED, text=POWER), cast.actor("chen")
    for stage in set(Stage) - {Stage.MERGED}:
        master = story.case(stage, by="zhou", text=POWER)
        offered = may_merge(case, master)
        assert offered == master.is_open, stage
        if offered:
            twin = story.case(Stage.SUBMITTED, text=POWER)
            actions.merge(case=twin, master=master, reason="同一事项", actor=chen, at=story.later())
    assert not may_merge(story.case(Stage.CLOSED, text=POWER), case)


# ---- for whoever answers


def test_a_unit_sees_its_own_answered_cases_alone(cast: Cast, story: Story) -> None:
    answered = story.case(Stage.CLOSED, by="zhou", text=POWER)
    story.case(Stage.PROCESSING, by="zhou", text=POWER)
    secret = story.case(Stage.CLOSED, by="zhou", text=POWER)
    Case.objects.filter(pk=secret.pk).update(confidentiality="anonymous")
    case = story.case(Stage.PROCESSING, text=POWER)
    assert numbers(beside_reply(cast.actor("liu"), case, story.now).answered) == [answered.number]
    assert not beside_reply(cast.actor("wu"), case, story.now).answered


def test_an_answer_begun_with_another_firms_does_not_name_that_firm(cast: Cast, story: Story) -> None:
    answered = story.case(Stage.CLOSED, text=POWER)
    Reply.objects.filter(case=answered).update(
        text="明亮眼镜厂钱立新：已恢复供电，电话13807550001，咨询0755-28900000。"
    )
    case = story.case(Stage.PROCESSING, by="zhou", text=POWER)
    text = answer_of(cast.actor("liu"), answered.number, case)
    assert not any(word in text for word in ("明亮", "钱立新", "13807550001")), text
    assert "已恢复供电" in text
    assert "0755-28900000" in text


@pytest.mark.parametrize("who", ["wu", "ba_handler", "ba_dispatcher"])
def test_nobody_begins_with_an_answer_that_is_not_open_to_them(cast: Cast, story: Story, who: str) -> None:
    answered, case = story.case(Stage.CLOSED, text=POWER), story.case(Stage.PROCESSING, text=POWER)
    assert answer_of(cast.actor("liu"), answered.number, case)
    assert answer_of(cast.actor(who), answered.number, case) == ""


def test_the_answer_of_a_secret_case_begins_no_other(cast: Cast, story: Story) -> None:
    answered, case = story.case(Stage.CLOSED, text=POWER), story.case(Stage.SUBMITTED, text=POWER)
    Case.objects.filter(pk=answered.pk).update(confidentiality="anonymous")
    assert answer_of(cast.actor("chen"), answered.number, case) == ""


# ---- how much it costs, and in which words


def test_more_candidates_are_no_more_questions(cast: Cast, story: Story) -> None:
    case, chen, at = story.case(Stage.SUBMITTED, text=POWER), cast.actor("chen"), story.now
    asked: list[int] = []
    for _ in range(3):
        for who in ("zhou", "qian"):
            story.case(Stage.CLOSED, by=who, text=POWER)
            story.case(Stage.ACCEPTED, by=who, text=POWER)
        with CaptureQueriesContext(connection) as queries:
            assert beside(chen, case, at + timedelta(hours=2)).duplicates
        asked.append(len(queries))
    assert asked[1] == asked[2] <= 12


def test_likeness_in_words_goes_down_with_it() -> None:
    assert [degree(points) for points in (1.0, SAME, 0.5, 0.2, 0.1)] == ["same", "same", "sure", "maybe", ""]


def test_a_speaker_for_two_firms_is_shown_the_one_it_is_about(cast: Cast, story: Story) -> None:
    Representative.objects.create(federation=cast.lg, enterprise=cast.firms["zhou"], user=cast.users["qian"])
    case = story.case(Stage.PROCESSING, by="zhou", text=POWER)
    for firm, shown in (("qian", []), ("zhou", [case.number])):
        assert numbers(before_sending(cast.actor("qian"), POWER, cast.firms[firm], story.now).repeated) == shown
