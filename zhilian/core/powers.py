"""Powers: who may do what, one table per room; asked with ``require`` before every write."""

from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from zhilian.core.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Power:
    """Something a person may do: ``code``, what it is called, and the roles that hold it."""

    code: str
    label: object
    roles: frozenset[str]


POWERS: dict[str, Power] = {}


def power(code: str, label: object, *roles: str) -> Power:
    """Declare a power of a room (in its ``permissions.py``) and enter it into the table of all powers."""
    declared = Power(code, label, frozenset(roles))
    POWERS[code] = declared
    return declared


class Holder(Protocol):
    """Whoever can hold powers: an actor."""

    def has(self, power: Power) -> bool:
        """Whether the power is held."""


def require(actor: Holder, needed: Power) -> None:
    """Let the actor pass or raise Forbidden with a sentence naming the power."""
    if not actor.has(needed):
        raise Forbidden(_("Your role may not do this: %(power)s.") % {"power": needed.label})
