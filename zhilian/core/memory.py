"""Rows that officials change once a month and pages read at every click: remembered for a few seconds per process."""

import time
from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec, TypeVar

from zhilian.core.models import Federation

SECONDS = 10.0  # how long another process may go on with the rows of before
More = ParamSpec("More")
Value = TypeVar("Value")
Read = Callable[Concatenate[Federation, More], Value]
_KEPT: dict[tuple[object, ...], tuple[float, object]] = {}


def remembered(read: Read[More, Value]) -> Read[More, Value]:
    """Let a read of one federation's reference rows ask the database once in ten seconds.

    The answer is shared by all who ask within that time, so nobody may change it.
    """

    def asked(federation: Federation, /, *more: More.args, **named: More.kwargs) -> Value:
        key = (read.__qualname__, federation.pk, *more, *named.items())
        until, value = _KEPT.get(key, (0.0, None))
        now = time.monotonic()  # house: allow clock: only says how long a remembered answer holds
        if now >= until:
            value = read(federation, *more, **named)
            _KEPT[key] = (now + SECONDS, value)
        return value  # type: ignore[return-value]

    update_wrapper(asked, read)
    return asked


def forget() -> None:
    """Ask anew from now on, in this process: after a change of such rows, and between tests."""
    _KEPT.clear()
