"""What is read, and what comes of it: texts, and groups of texts about the same trouble."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhilian.triage.rules.hot.profile import Profile

Id = int | str


@dataclass(frozen=True, slots=True)
class Text:
    """One text somebody sent.

    ``firm`` is who sent it (empty: nobody else did), ``place`` and ``trade`` are words; ``severity`` is 0 for nothing
    special, 1 for severe; ``late`` when its answer is overdue. All ``at`` of one call are aware, or none.
    """

    id: Id
    at: datetime
    subject: str
    body: str
    firm: str = ""
    place: str = ""
    trade: str = ""
    severity: float = 0.0
    late: bool = False
    votes_for: int = 0
    votes_against: int = 0

    @property
    def sender(self) -> str:
        """Who counts as one: the firm, or the text itself where none is known."""
        return self.firm or f"\0{self.id}"


@dataclass(frozen=True, slots=True)
class Group:
    """Texts about the same trouble, the oldest first; ``closeness`` is their average likeness, 0…1."""

    texts: tuple[Text, ...]
    profile: Profile
    closeness: float

    @property
    def ids(self) -> frozenset[Id]:
        """The members."""
        return frozenset(text.id for text in self.texts)

    @property
    def first_at(self) -> datetime:
        """When the oldest text came."""
        return self.texts[0].at

    @property
    def last_at(self) -> datetime:
        """When the newest text came."""
        return self.texts[-1].at

    @property
    def firms(self) -> int:
        """How many different senders."""
        return len({text.sender for text in self.texts})


def in_order(texts: tuple[Text, ...] | list[Text]) -> tuple[Text, ...]:
    """The texts, the oldest first; those of one moment by their number, so that the input's order does not matter."""
    return tuple(sorted(texts, key=lambda text: (text.at, str(text.id))))
