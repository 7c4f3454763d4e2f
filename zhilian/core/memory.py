"""Rows that officials change once a month and pages read at every click: remembered for a few seconds per process."""

import time
from collections.abc import Callable
from typing import TypeVar

from zhilian.core.models import Federation

SECONDS = 10.0  # how long another process may go on with the rows of before
Value = TypeVar("Value")
_KEPT: dict[tuple[object, ...], tuple[float, object]] = {}


def remembered(
    read: Callable[[Federation, *tuple[str, ...]], Value],
) -> Callable[[Federation, *tuple[str, ...]], Value]:
    """Let a read of one federation's reference rows ask the database once in ten seconds."""

    def asked(federation: Federation, *more: str) -> Value:
        """Asked before within the time: the same answer; shared, so nobody may change it."""
        key = (read.__qualname__, federation.pk, *more)
        until, value = _KEPT.get(key, (0.0, None))
        now = time.monotonic()  # house: allow clock: only says how long a remembered answer holds
        if now >= until:
            value = read(federation, *more)
            _KEPT[key] = (now + SECONDS, value)
        return value  # type: ignore[return-value]

    asked.__doc__ = read.__doc__
    return asked


def forget() -> None:
    """Ask anew from now on, in this process: after a change of such rows, and between tests."""
    _KEPT.clear()
