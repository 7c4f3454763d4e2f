"""How confidential a case is, and what follows."""

from enum import StrEnum


class Level(StrEnum):
    """Open may be quoted by name; internal is the usual; anonymous hides who told it; restricted hides all."""

    OPEN = "open"
    INTERNAL = "internal"
    ANONYMOUS = "anonymous"
    RESTRICTED = "restricted"


WATCHED = frozenset({Level.ANONYMOUS, Level.RESTRICTED})  # every read is logged
