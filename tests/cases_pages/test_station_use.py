"""The stations' work: visits, cases taken down, closed at the station or sent up; every figure is its list."""

from datetime import timedelta

import pytest

from tests.cast import NOW, Cast
from tests.story import Story
from zhilian.cases.queries.station_use import FIGURES, Work, station_cases, station_work
from zhilian.channels.actions import record_visit
from zhilian.channels.facts import VisitFacts
from zhilian.kit.periods import QUARTER, Period

SPRING = Period(2026, 1, QUARTER)
ADDRESS = "/cases/stations/"


def work_of(cast: Cast, code: str = "ST-HG", who: str = "chen") -> Work:
    return next(row for row in station_work(cast.actor(who), SPRING) if row.station.organisation.code == code)


def figures(row: Work) -> list[int]:
    return [row.taken, row.closed, row.sent_up, row.other]


def at_the_station(story: Story, *steps: str, answered_by: str = "xiaolin") -> None:
    case = story.received(by="xiaolin")
    for step in steps:
        story.step(case, step, **({"by": answered_by} if step == "answer_at_once" else {}))


def test_what_the_station_answers_itself_is_closed_there_and_the_rest_goes_up(story: Story) -> None:
    at_the_station(story, "answer_at_once")
    at_the_station(story, "answer_at_once", "rate_reopen")  # the firm says: not solved
    at_the_station(story, "answer_at_once", answered_by="chen")  # the district's answer, not the station's
    at_the_station(story, "accept", "dispatch")
    at_the_station(story)
    at_the_station(story, "refuse")
    story.received()  # told by the firm itself
    row = work_of(story.cast)
    assert figures(row) == [6, 1, 3, 2]
    assert row.percent == 25
    assert work_of(story.cast, "ST-BT").percent is None


@pytest.mark.parametrize("who", ["chen", "lu", "xiaolin"])
def test_every_figure_is_the_length_of_its_list(story: Story, who: str) -> None:
    at_the_station(story, "answer_at_once")
    at_the_station(story, "accept")
    at_the_station(story)
    row, actor = work_of(story.cast, who=who), story.cast.actor(who)
    lists = [station_cases(actor, row.station, figure, SPRING).count() for figure in FIGURES]
    assert lists == figures(row) == [3, 1, 1, 1]


def test_visits_count_beside_the_cases(story: Story) -> None:
    said = VisitFacts(visited_at=NOW - timedelta(hours=1), purpose="policy")
    record_visit(visit=said, actor=story.cast.actor("xiaolin"), at=NOW)
    assert [work_of(story.cast, code).visits for code in ("ST-HG", "ST-BT")] == [1, 0]


def test_a_clerk_sees_the_own_station_and_others_only_what_is_theirs(story: Story) -> None:
    at_the_station(story, "accept")
    page = story.cast.client("xiaolin").get(f"{ADDRESS}?period=2026Q1").content.decode()
    assert "横岗亲清驿站" in page
    assert "坂田亲清驿站" not in page
    hejiayi = story.cast.client("hejiayi")
    assert [hejiayi.get(f"{ADDRESS}{code}/").status_code for code in ("ST-BT", "ST-HG", "BA-ST")] == [200, 404, 404]
    assert story.cast.client("chen").get(f"{ADDRESS}ST-HG/?show=gossip").status_code == 404
    assert [story.cast.client(who).get(ADDRESS).status_code for who in ("qian", "liu", "sun")] == [403] * 3
    assert "明亮眼镜厂" in story.cast.client("lu").get(f"{ADDRESS}ST-HG/?period=2026&show=sent_up").content.decode()
