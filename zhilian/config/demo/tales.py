"""A tale: what happens to one case, step by step, before anything of it is written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from zhilian.config.demo.people import Firm


@dataclass(frozen=True, slots=True)
class Step:
    """One move by one person; ``facts`` are what the action asks for, things named by their codes."""

    at: datetime
    move: str
    by: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tale:
    """One case of one firm; the first step is its arrival, ``key`` the form's."""

    firm: Firm
    key: UUID
    steps: tuple[Step, ...]


def in_order(tales: list[Tale]) -> list[tuple[int, Step]]:
    """The steps of all tales as the year went by, each with the number of its tale."""
    numbered = [(number, step) for number, tale in enumerate(tales) for step in tale.steps]
    return sorted(numbered, key=lambda pair: pair[1].at)
