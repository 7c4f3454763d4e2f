"""How alike two texts must be, so that somebody is told of it."""

from typing import Final

# Of pairs of real messages to a city, one in a thousand that have nothing in common reaches 0.08 (short ones 0.14);
# half of those about the same trouble reach 0.3 with their best.
SAME: Final = 0.7  # nearly the same words: told twice
SURE: Final = 0.35  # the same trouble: worth a moment before sending
MAYBE: Final = 0.16  # worth a line beside the case
LEAST_SAID: Final = 6  # characters; fewer say nothing that could be compared


def degree(likeness: float) -> str:
    """The likeness (0…1) as a code: ``same``, ``sure``, ``maybe``, empty below."""
    steps = ((SAME, "same"), (SURE, "sure"), (MAYBE, "maybe"))
    return next((code for least, code in steps if likeness >= least), "")
