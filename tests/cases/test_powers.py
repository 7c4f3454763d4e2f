"""Who may make which move, and who finds which case."""

import pytest

from tests.cast import PEOPLE, Cast
from tests.story import Story
from zhilian.cases.models import Case
from zhilian.cases.rules import MOVES
from zhilian.core.errors import Forbidden, NotPossible
from zhilian.core.queries import trail_of

# Each move, the stage it starts from, and everybody of the district who can make it on Qian's case at that stage.
MOVERS: dict[str, tuple[str, set[str]]] = {
    "accept": ("submitted", {"chen", "luo"}),
    "refuse": ("submitted", {"chen", "luo"}),
    "answer_at_once": ("submitted", {"chen", "luo"}),
    "ask_supplement": ("submitted", {"chen", "luo"}),
    "supplement": ("supplement", {"qian", "chen", "luo"}),
    "lapse": ("supplement", set()),  # time alone
    "extend": ("processing", {"chen", "luo", "lu"}),
    "hold": ("processing", {"lu"}),
    "hold_on": ("on_hold", {"lu"}),
    "resume": ("on_hold", {"chen", "luo", "lu"}),
    "dispatch": ("accepted", {"chen", "luo"}),
    "return": ("dispatched", {"liu", "heze"}),
    "designate": ("returned", {"chen", "luo"}),
    "recall": ("processing", {"chen", "luo"}),
    "sign": ("dispatched", {"liu", "heze"}),
    "contact": ("signed", {"liu", "heze"}),
    "reply": ("processing", {"liu", "heze"}),
    "assist": ("processing", {"chen", "luo"}),
    "part": ("joint", {"wu"}),
    "excuse": ("joint", {"chen", "luo", "lu"}),
    "call_joint": ("processing", {"chen", "luo", "lu"}),
    "meet": ("joint", {"chen", "luo", "lu"}),
    "joint_decided": ("joint", {"chen", "luo", "lu"}),
    "review_pass": ("replied", {"chen", "luo", "lu"}),
    "review_reject": ("replied", {"chen", "luo", "lu"}),
    "rate_close": ("awaiting_rating", {"qian"}),
    "rate_rework": ("awaiting_rating", {"qian"}),
    "call": ("awaiting_rating", {"luo", "lu"}),  # Chen reviewed the answer
    "close_unrated": ("awaiting_rating", {"luo", "lu"}),
    "decide_close": ("escalated", {"lu"}),
    "decide_rework": ("escalated", {"lu"}),
    "decide_joint": ("escalated", {"lu"}),
    "merge": ("accepted", {"chen", "luo"}),
    "unmerge": ("merged", {"chen", "luo"}),
    "split": ("accepted", {"chen", "luo"}),
    "hang": ("accepted", {"chen", "luo"}),
    "unhang": ("systemic", {"chen", "luo"}),
    "answer_systemic": ("systemic", {"chen", "luo", "lu"}),
    "withdraw": ("processing", {"qian"}),
}


@pytest.mark.parametrize("move", MOVERS)
def test_a_move_is_made_by_those_whose_it_is_and_by_nobody_else(story: Story, move: str) -> None:
    stage, movers = MOVERS[move]
    case = story.case(stage)
    lines = trail_of(case).count()
    for who in sorted(set(PEOPLE) - movers):
        with pytest.raises((Forbidden, NotPossible)):
            story.step(case, move, by=who)
    assert Case.objects.get(pk=case.pk).stage == stage
    assert trail_of(case).count() == lines
    for who in sorted(movers):
        story.step(story.case(stage), move, by=who)


def test_the_table_of_movers_is_complete() -> None:
    # what rating does to an answer on the spot and after two reworks; the way back from a merge not yet accepted
    assert set(MOVERS) | {"rate_reopen", "rate_escalate", "unmerge_unread"} == set(MOVES)


def seen_by(cast: Cast, who: str) -> set[str]:
    """The numbers somebody finds."""
    return set(Case.objects.visible_to(cast.actor(who)).values_list("number", flat=True))


def test_everybody_finds_what_is_theirs(cast: Cast) -> None:
    story = Story(cast)
    own, other, at_station, neighbour = (
        story.case("dispatched", by="qian").number,
        story.case("submitted", by="zhou").number,
        story.case("accepted", by="xiaolin", enterprise=None, reporter="老李").number,
        story.case("dispatched", by="ba_fang").number,
    )
    district = {own, other, at_station}
    expected: dict[str, set[str]] = {
        "qian": {own},
        "zhou": {other},
        "xiaolin": {at_station},
        "liu": {own},
        "heze": {own},
        "chen": district,
        "luo": district,
        "lu": district,
        "sun": district | {neighbour},
        "ba_fang": {neighbour},
        "ba_dispatcher": {neighbour},
        "ba_handler": {neighbour},
        "ba_leader": {neighbour},
    }
    assert {who: seen_by(cast, who) for who in PEOPLE} == {who: expected.get(who, set()) for who in PEOPLE}
