"""The same trouble told before, found through the real index."""

from typing import Any

from tests.cast import Cast
from tests.story import Story
from zhilian.cases import actions
from zhilian.cases.queries.alike import AlikeAnswer, before_sending, beside
from zhilian.cases.rules import Stage
from zhilian.triage.actions.index import index

POWER = "我们园区每周停电三次，机器一停料就报废，想知道供电什么时候修好。"
POWER_TOO = "园区一周停电三次，机器停了料都报废了，请问供电局什么时候能修好线路？"
WAGES = "员工离职要求补缴三年社保，单位应当怎么办理补缴手续，需要哪些材料？"


def test_other_firms_cases_and_published_answers_are_found(cast: Cast, story: Story) -> None:
    chen, closed = cast.actor("chen"), story.case(Stage.CLOSED, text=POWER)
    told: dict[str, Any] = {"title": "园区停电找谁", "question": POWER, "answer": "请拨打95598报修。"}
    answer = actions.publish_answer(case=closed, **told, confirmed=True, actor=chen, at=story.later())
    alike = story.case(Stage.ACCEPTED, text=POWER_TOO)
    unlike = story.case(Stage.ACCEPTED, text=WAGES)
    index(kind="case", ids=[closed.pk, alike.pk, unlike.pk])
    index(kind="answer", ids=[answer.pk])
    case = story.case(Stage.SUBMITTED, by="zhou", text=POWER)
    found = {one.case for one in beside(chen, case, story.now).duplicates}
    assert found == {alike, closed}
    (helpful,) = before_sending(cast.actor("zhou"), POWER_TOO, cast.firms["zhou"], story.now).helpful
    assert isinstance(helpful, AlikeAnswer)
    assert helpful.published == answer
