"""A difficulty comes in: taken in, accepted, refused, answered on the spot, taken back."""

from uuid import uuid4

import pytest

from tests.cast import NOW, Cast, moment
from tests.story import WORDS, Story, told
from zhilian.cases import actions
from zhilian.cases.actions import Intake
from zhilian.cases.models import Case, Refusal, Reply
from zhilian.core.errors import Forbidden, Invalid, NotPossible
from zhilian.core.models import NumberSeries
from zhilian.core.queries import trail_of
from zhilian.notices.models import Notice


def test_a_firm_tells_its_difficulty_in_its_own_words(story: Story) -> None:
    case = story.received(text="银行说下个月不给续贷了。我们厂有四十个工人。")
    assert case.number == "LG-2026-000001"
    assert case.title == "银行说下个月不给续贷了，我们厂有四十个工人"
    assert case.stage == "submitted"
    assert case.firm_name == "横岗明亮眼镜厂"
    assert case.street == story.cast.streets["440307017"], "the street is the firm's unless told otherwise"
    assert (case.due_clock, case.due_at) == ("accept", moment("2026-03-05 18:00"))
    assert told(case) == {("chen", "received"), ("luo", "received")}
    (line,) = trail_of(case)
    assert (line.verb, line.actor_name) == ("case.received", "钱立新")


def test_words_are_kept_as_they_were_told(story: Story) -> None:
    words = "我姓𠮷，开面馆的😀\n排烟管被封了……"
    case = story.case(text=words)
    assert case.text == words
    assert case.title.startswith("我姓𠮷")


def test_nothing_but_blanks_is_no_difficulty_and_takes_no_number(story: Story) -> None:
    with pytest.raises(Invalid) as refused:
        story.received(text=" 　\n")
    assert refused.value.fields == ("text",)
    assert not Case.objects.exists()
    assert story.received().number == "LG-2026-000001"


def test_a_clerk_takes_down_what_a_firm_tells_at_the_station(story: Story) -> None:
    case = story.received(by="xiaolin", reporter="钱立新", contact_name="钱立新", contact_phone="13807550001")
    assert (case.source, case.station) == ("station", story.cast.unit("ST-HG"))
    assert case.received_by_id == story.cast.users["xiaolin"].pk


def test_a_firm_that_is_not_in_the_registry_is_heard_too(story: Story) -> None:
    case = story.received(by="xiaolin", enterprise=None, reporter="路边修车的老李")
    assert case.firm_name == "路边修车的老李"


def test_the_same_form_sent_twice_is_one_case(story: Story) -> None:
    key = uuid4()
    first, second = story.received(key=key), story.received(key=key, text="改了几个字再点一次")
    assert first.pk == second.pk
    assert Case.objects.count() == 1
    assert NumberSeries.objects.get().last == 1
    assert trail_of(first).count() == 1
    assert Notice.objects.count() == 2


def test_two_forms_with_the_same_words_are_two_cases(story: Story) -> None:
    numbers = [story.received(key=uuid4()).number for _ in range(2)]
    assert numbers == ["LG-2026-000001", "LG-2026-000002"]


def test_the_number_has_the_year_it_is_in_shenzhen(cast: Cast) -> None:
    assert Story(cast, moment("2025-12-31 23:59")).received().number == "LG-2025-000001"
    assert Story(cast, moment("2026-01-01 00:01")).received().number == "LG-2026-000001"


def test_each_district_counts_for_itself(story: Story) -> None:
    assert [story.received(by=who).number for who in ("qian", "ba_fang")] == ["LG-2026-000001", "BA-2026-000001"]


def test_accepting_sets_category_and_grade_and_tells_the_firm(story: Story) -> None:
    case = story.case("accepted")
    assert (case.stage, case.grade, case.category) == ("accepted", "normal", story.cast.category("ENER"))
    assert case.accepted_at == moment("2026-03-04 10:10")
    assert case.due_clock == "dispatch"
    assert ("qian", "accepted") in told(case)


def test_accepting_may_give_a_better_title(story: Story) -> None:
    case = story.received()
    story.step(case, "accept", title="简一工业区频繁停电")
    assert Case.objects.get(pk=case.pk).title == "简一工业区频繁停电"
    assert Case.objects.get(pk=case.pk).text == WORDS


def test_refusing_names_the_ground_and_ends_the_case(story: Story) -> None:
    case = story.case("refused")
    refusal = Refusal.objects.get(case=case)
    assert (refusal.ground, refusal.by) == (3, story.cast.users["chen"])
    assert case.closed_at == refusal.at
    assert (case.due_at, case.due_clock) == (None, "")
    assert ("qian", "refused") in told(case)


def test_refusing_without_words_for_the_firm_is_refused(story: Story) -> None:
    case = story.received()
    with pytest.raises(Invalid):
        story.step(case, "refuse", text="  ")
    assert Case.objects.get(pk=case.pk).stage == "submitted"


def test_a_question_can_be_answered_on_the_spot(story: Story) -> None:
    case = story.received(kind="consult")
    story.step(case, "answer_at_once")
    answer = Reply.objects.get(case=case)
    assert (answer.passed, answer.unit) == (True, story.cast.unit("LG-JJB"))
    assert case.stage == "awaiting_rating"
    assert ("qian", "answered") in told(case)


def test_a_clerk_may_answer_what_came_in_at_the_own_station_only(story: Story) -> None:
    at_the_station, elsewhere = story.received(by="xiaolin"), story.received()
    story.step(at_the_station, "answer_at_once", by="xiaolin")
    with pytest.raises(NotPossible):
        story.step(elsewhere, "answer_at_once", by="xiaolin")
    with pytest.raises(NotPossible):
        story.step(story.received(by="xiaolin"), "answer_at_once", by="hejiayi")


def test_a_firm_takes_its_difficulty_back_and_whoever_had_it_is_told(story: Story) -> None:
    case = story.case("signed")
    story.step(case, "withdraw")
    assert case.stage == "withdrawn"
    assert {("chen", "withdrawn"), ("liu", "withdrawn"), ("heze", "withdrawn")} <= told(case)


def test_what_is_answered_can_no_longer_be_withdrawn(story: Story) -> None:
    for stage in ("replied", "awaiting_rating", "closed"):
        with pytest.raises(NotPossible):
            story.step(story.case(stage), "withdraw")


def test_another_firm_cannot_take_it_back(story: Story) -> None:
    case = story.case("accepted")
    with pytest.raises(NotPossible):
        story.step(case, "withdraw", by="zhou")


def test_a_firm_cannot_speak_as_a_station_nor_a_dispatcher_as_a_firm(cast: Cast) -> None:
    for by, source in (("qian", "station"), ("chen", "web"), ("liu", "web"), ("liu", "station")):
        with pytest.raises(Forbidden):
            actions.receive(intake=Intake(text=WORDS, source=source), key=None, actor=cast.actor(by), at=NOW)
    assert not Case.objects.exists()
