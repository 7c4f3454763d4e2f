"""What a firm is told next, as sentences."""

import pytest

from tests.cast import moment
from tests.story import Story
from zhilian.cases import promise, queries
from zhilian.cases.rules import Stage
from zhilian.core.queries import calendar_of


def sentence(story: Story, stage: Stage, at: str = "") -> str:
    case = story.case(stage)
    now = moment(at) if at else story.now
    told = promise.promise(case, list(queries.deadlines(case)), now, calendar_of(case.federation), "zh-hans")
    return told.sentence if told else ""


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        (Stage.SUBMITTED, "区工商联将在明天（3月5日）18:00前受理，并告诉您由哪个部门办理。"),
        (Stage.ACCEPTED, "区工商联将在今天（3月4日）15:40前交给承办部门。"),
        (Stage.SIGNED, "区工信局将在明天（3月5日）18:00前给您打电话。"),
        (Stage.PROCESSING, "区工信局将在3月11日（星期三）18:00前答复您。"),
        (Stage.AWAITING_RATING, "请在3月11日（星期三）18:00前告诉我们问题解决了没有。"),
        (Stage.CLOSED, ""),
    ],
)
def test_each_stage_says_who_acts_by_when(story: Story, stage: Stage, words: str) -> None:
    assert sentence(story, stage) == words


def test_a_broken_promise_is_not_hidden(story: Story) -> None:
    assert sentence(story, Stage.SIGNED, at="2026-03-09 10:00") == "这一步承诺在3月5日（星期四）18:00前完成，现已超期。"


def test_after_hours_it_says_when_counting_begins(cast: object, story: Story) -> None:
    story.now = moment("2026-03-06 20:00")
    case = story.received()
    told = promise.promise(case, list(queries.deadlines(case)), story.now, calendar_of(case.federation), "zh-hans")
    assert told
    assert told.counts_from == "3月9日（星期一）09:00"
