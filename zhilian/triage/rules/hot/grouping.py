"""From texts to groups of texts about the same trouble."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Final

from zhilian.triage.rules.frequencies import Frequencies
from zhilian.triage.rules.hot.linking import linked
from zhilian.triage.rules.hot.profile import total
from zhilian.triage.rules.hot.texts import Group, Text, in_order
from zhilian.triage.rules.hot.vectors import Vectors, counted, vectors

THRESHOLD: Final = 0.08
"""Average likeness (cosine, 0…1) from which texts tell the same."""
PAUSE: Final = timedelta(days=120)
"""After so long a silence the same trouble is a new issue."""


def group(
    texts: Sequence[Text], *, table: Frequencies | None = None, threshold: float = THRESHOLD, pause: timedelta = PAUSE
) -> list[Group]:
    """Groups of at least two texts about the same trouble, the largest first; what stands alone is in none.

    ``table`` says how telling a piece of text is; without one it is counted from the texts. The order of the texts
    does not matter. Numbers must be unique.
    """
    texts = in_order(list(texts))
    if len(texts) < 2:
        return []
    read = vectors(texts, table or counted(texts))
    found = [part for members in linked(read, _days(texts), threshold) for part in _spells(texts, members, pause)]
    groups = [_made(texts, read, members) for members in found if len(members) > 1]
    return sorted(groups, key=lambda one: (-one.firms, -len(one.texts), one.first_at, str(one.texts[0].id)))


def _days(texts: Sequence[Text]) -> list[float]:
    """When each text came, in days after the first."""
    return [(text.at - texts[0].at) / timedelta(days=1) for text in texts]


def _spells(texts: Sequence[Text], members: list[int], pause: timedelta) -> Iterator[list[int]]:
    """Cut where nobody wrote for too long; members are in the order of time."""
    spell = members[:1]
    for before, after in pairwise(members):
        if texts[after].at - texts[before].at > pause:
            yield spell
            spell = []
        spell.append(after)
    yield spell


def _made(texts: Sequence[Text], read: Vectors, members: list[int]) -> Group:
    profile = total([read[at] for at in members], len(members))
    return Group(tuple(texts[at] for at in members), profile, _closeness(read, members))


def _closeness(read: Vectors, members: list[int]) -> float:
    """The average likeness of two of the texts."""
    count = len(members)
    whole = total([read[at] for at in members], count, kept=0)
    squares = float((whole.weights.astype(float) ** 2).sum())
    own = sum(float(read[at][1] @ read[at][1]) for at in members)
    return round((squares - own) / (count * (count - 1)), 4)
