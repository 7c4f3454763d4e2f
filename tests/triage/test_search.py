"""Search: what is found, by whom, in which order; on both engines the same."""

from tests.story import Story
from zhilian.core.actor import Actor
from zhilian.triage.jobs.index import follow_trail
from zhilian.triage.queries.search import search, suggest


def caught_up(story: Story) -> None:
    """Let the worker do rounds until nothing is left."""
    while follow_trail(story.later()):
        pass


def found(actor: Actor, words: str, story: Story, **how: object) -> list[str]:
    """Titles of what is found, the best first."""
    groups = search(actor, words, at=story.now, **how).groups  # type: ignore[arg-type]
    return [hit.shown.title for group in groups for hit in group.hits]


def test_two_characters_one_character_sound_and_number_find(story: Story) -> None:
    case = story.received(text="银行下个月不再续贷，厂里四十多个工人等着发工资。")
    caught_up(story)
    chen = story.cast.actor("chen")
    assert found(chen, "续贷", story) == [case.title]
    assert found(chen, "贷", story) == [case.title]
    assert found(chen, case.number, story) == [case.title]
    assert found(chen, "317", story) == []
    assert "横岗明亮眼镜厂" in found(chen, "hgmlyjc", story)
    assert "横岗明亮眼镜厂" in found(chen, "mingliang", story)
    assert [hit.shown.title for hit in suggest(chen, "mlyj", at=story.now)][0] == "横岗明亮眼镜厂"
