"""Comparing texts: how alike rows are to what was told, and which words both share."""

from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from zhilian.cases.rules.alike import MAYBE
from zhilian.triage.queries.search import frequencies
from zhilian.triage.rules.likeness.untaught import Reader, Told
from zhilian.triage.rules.likeness.words import reasons

CASE: Final = "case"  # the kind whose words say how telling a word is
READ: Final = 300  # characters of a text that are compared
WORDS: Final = 3  # shared words shown as the reason
Row = TypeVar("Row")


def spoken(query: Told) -> str:
    """A text as one, for the index."""
    return f"{query.title}\n{query.body}".strip()


def scores(query: Told, texts: list[Told]) -> list[float]:
    """How alike each is; where only words were typed, a title that says the same is enough."""
    if not texts:
        return []
    reader = Reader(frequencies(CASE))
    points = [float(one) for one in reader.scores(query, texts)]
    if query.title:
        return points
    by_title = reader.scores(query.body, [one.title for one in texts])
    return [max(one, float(other)) for one, other in zip(points, by_title, strict=True)]


def rank(query: Told, rows: Iterable[Row], told: Callable[[Row], Told]) -> list[tuple[Row, float]]:
    """The rows alike enough, the most alike first."""
    found = list(rows)
    points = zip(found, scores(query, [told(row) for row in found]), strict=True)
    return sorted(((row, score) for row, score in points if score >= MAYBE), key=lambda pair: -pair[1])


def shared(query: Told, other: Told) -> tuple[str, ...]:
    """The words both say, the most telling first."""
    return reasons(query, other, frequencies(CASE), WORDS)
