"""What tests of the search share."""

from typing import Any

from tests.story import Story
from zhilian.core.actor import Actor
from zhilian.triage.jobs.index import follow_trail
from zhilian.triage.queries import tables
from zhilian.triage.queries.search import Found, search


def caught_up(story: Story) -> None:
    """Let the worker do rounds until nothing is left."""
    while follow_trail(story.now):
        pass
    tables.forget()


def asked(actor: Actor, words: str, story: Story, **how: Any) -> Found:
    """What is found; what is counted must be what is handed out."""
    found = search(actor, words, at=story.now, limit=300, **how)
    assert all(group.count == len(group.hits) for group in found.groups)
    return found


def titles(actor: Actor, words: str, story: Story, **how: Any) -> list[str]:
    """The titles found, the best first."""
    return [hit.shown.title for group in asked(actor, words, story, **how).groups for hit in group.hits]


def keys(actor: Actor, words: str, story: Story, kind: str = "case") -> set[int]:
    """The keys found of one kind."""
    groups = asked(actor, words, story, kinds=(kind,)).groups
    return {hit.shown.object_id for group in groups for hit in group.hits}
