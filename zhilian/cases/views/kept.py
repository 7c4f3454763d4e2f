"""What several parts of a case's page ask about the firm's word, read once for each page."""

from collections.abc import Callable
from typing import TypeVar

from zhilian.cases.models import Call, Case, Exclusion, PublishedAnswer
from zhilian.cases.queries import word
from zhilian.cases.queries.published import published_of
from zhilian.core.actor import Actor

Value = TypeVar("Value")


def handled(case: Case, actor: Actor) -> bool:
    """Whether the reader worked on the case, and so leaves the call to somebody else."""
    return _once(case, f"handled by {actor.person_id}", lambda: word.handled(case, actor))


def calls(case: Case) -> list[Call]:
    """The calls of this round."""
    return _once(case, "calls", lambda: list(word.calls(case)))


def exclusions(case: Case) -> list[Exclusion]:
    """The requests to leave the firm's word out."""
    return _once(case, "exclusions", lambda: list(word.exclusions(case)))


def pending(case: Case) -> Exclusion | None:
    """The request that nobody has decided yet."""
    return next((one for one in exclusions(case) if one.granted is None), None)


def _once(case: Case, name: str, read: Callable[[], Value]) -> Value:
    read_so_far = case.__dict__.setdefault("_read_for_page", {})
    if name not in read_so_far:
        read_so_far[name] = read()
    found: Value = read_so_far[name]
    return found


def answer_published(case: Case) -> PublishedAnswer | None:
    """Its published answer, if anybody can read it now."""
    return _once(case, "published", lambda: published_of(case))
