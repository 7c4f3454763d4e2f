"""Credit codes by the ten thousand: the same verdicts as ``creditcode.parse``, worked out for all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .creditcode import ALPHABET, KINDS, LENGTH, WEIGHTS, CreditCodeError, Fault, parse

_NONE: Final = 99
_VALUES: Final = np.full(128, _NONE, np.int64)
_VALUES[[ord(char) for char in ALPHABET]] = range(len(ALPHABET))
_KINDS: Final = np.zeros((128, 128), bool)
for _kind in KINDS:
    _KINDS[ord(_kind[0]), ord(_kind[1])] = True


def faults(codes: Sequence[str]) -> list[Fault | None]:
    """Say of each code why it is none, None for one that passes. Those that do not look right are read one by one."""
    verdicts: list[Fault | None] = [None] * len(codes)
    plain = [place for place, code in enumerate(codes) if len(code) == LENGTH and code.isascii()]
    passed = _pass([codes[place] for place in plain]) if plain else np.zeros(0, bool)
    good = {place for place, ok in zip(plain, passed.tolist(), strict=True) if ok}
    for place, code in enumerate(codes):
        if place not in good:
            verdicts[place] = _fault(code)
    return verdicts


def _pass(codes: list[str]) -> NDArray[np.bool_]:
    """Whether each code of 18 ASCII characters passes as it stands."""
    read = np.frombuffer("".join(codes).encode("ascii"), np.uint8).reshape(len(codes), LENGTH)
    values = _VALUES[read]
    known = (values < _NONE).all(axis=1) & _KINDS[read[:, 0], read[:, 1]]
    division = (values[:, 2:8] <= 9).all(axis=1) & values[:, 2:8].any(axis=1)
    checked = (values[:, :17] @ np.array(WEIGHTS) + values[:, 17]) % len(ALPHABET) == 0
    found: NDArray[np.bool_] = known & division & values[:, 8:17].any(axis=1) & checked
    return found


def _fault(code: str) -> Fault | None:
    try:
        parse(code)
    except CreditCodeError as error:
        return error.fault
    return None
