"""How confidential a case is, and what follows."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

BLANK = "***"
_SHORTEST, _SHORTEST_LATIN = 2, 4  # fewer characters are no name of anybody


class Level(StrEnum):
    """Open may be quoted by name; internal is the usual; anonymous hides who told it; restricted hides all."""

    OPEN = "open"
    INTERNAL = "internal"
    ANONYMOUS = "anonymous"
    RESTRICTED = "restricted"


WATCHED = frozenset({Level.ANONYMOUS, Level.RESTRICTED})  # every read is logged
TOLD_AS = frozenset({Level.INTERNAL, Level.ANONYMOUS})  # what whoever tells it may choose


@dataclass(frozen=True, slots=True)
class Veil:
    """What a reader of an anonymous case is not shown: ``words`` that name the firm, and the station it came in at."""

    words: tuple[str, ...]
    station_id: int | None = None

    def over(self, text: str) -> str:
        """The text with those words blanked out."""
        for word in self.words:
            text = text.replace(word, BLANK)
        return text


def telling(words: Iterable[str]) -> tuple[str, ...]:
    """The words worth hiding, each once, the longest first."""
    names = {word for word in words if len(word) >= (_SHORTEST_LATIN if word.isascii() else _SHORTEST)}
    return tuple(sorted(names, key=lambda word: (-len(word), word)))
