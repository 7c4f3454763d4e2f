"""The daily way: new texts join the issues that are known, without reading the old ones again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from zhilian.triage.rules.frequencies import Frequencies
from zhilian.triage.rules.hot.grouping import THRESHOLD, group
from zhilian.triage.rules.hot.identity import Key
from zhilian.triage.rules.hot.profile import Profile, joined, total
from zhilian.triage.rules.hot.texts import Group, Id, Text, in_order
from zhilian.triage.rules.hot.vectors import Vectors, vectors

K = TypeVar("K", bound=Key)


@dataclass(frozen=True, slots=True)
class Joined(Generic[K]):
    """What new texts did: ``into`` text → issue; its likeness; profiles of the issues that grew; new groups."""

    into: dict[Id, K]
    likeness: dict[Id, float]
    profiles: dict[K, Profile]
    groups: list[Group]


def join(
    known: Mapping[K, Profile], texts: Sequence[Text], table: Frequencies, *, threshold: float = THRESHOLD
) -> Joined[K]:
    """Let each text join the issue it is most like, if it is like enough; group the rest among themselves.

    Every text is compared with the issues as they were, so neither the order nor the other texts matter. ``table`` is
    the one the profiles were made with (grown by new texts, it may differ a little).
    """
    ordered = in_order(list(texts))
    read = vectors(ordered, table)
    found = _nearest(known, read, threshold)
    into = {ordered[at].id: key for at, (key, _) in found.items()}
    rest = [text for at, text in enumerate(ordered) if at not in found]
    return Joined(
        into=into,
        likeness={ordered[at].id: round(likeness, 4) for at, (_, likeness) in found.items()},
        profiles=_grown(known, read, found),
        groups=group(rest, table=table, threshold=threshold),
    )


def _nearest(known: Mapping[K, Profile], read: Vectors, threshold: float) -> dict[int, tuple[K, float]]:
    """For each text that is like enough to an issue: the likest, and how like."""
    keys = sorted(known, key=lambda key: (isinstance(key, str), key if isinstance(key, int) else 0, str(key)))
    best: dict[int, tuple[K, float]] = {}
    for key in keys:
        for at, likeness in enumerate(_likenesses(known[key], read)):
            if likeness >= threshold and likeness > best.get(at, (key, 0.0))[1]:
                best[at] = (key, float(likeness))
    return best


def _likenesses(profile: Profile, read: Vectors) -> list[float]:
    """The average likeness of every text to the texts of one profile."""
    if not len(profile.hashes) or not len(read.hashes):
        return [0.0] * len(read)
    place = np.minimum(np.searchsorted(profile.hashes, read.hashes), len(profile.hashes) - 1)
    shared = np.where(profile.hashes[place] == read.hashes, profile.weights[place] * read.weights, 0.0)
    sums = np.concatenate([np.zeros(1), np.cumsum(shared, dtype=np.float64)])
    found: list[float] = np.round((sums[read.first[1:]] - sums[read.first[:-1]]) / max(profile.texts, 1), 6).tolist()
    return found


def _grown(known: Mapping[K, Profile], read: Vectors, found: dict[int, tuple[K, float]]) -> dict[K, Profile]:
    """The profiles of the issues that were joined."""
    comers: dict[K, list[int]] = {}
    for at, (key, _) in found.items():
        comers.setdefault(key, []).append(at)
    return {key: joined(known[key], total([read[at] for at in places], len(places))) for key, places in comers.items()}
