"""Traditional to simplified, as a mirror's conversion one character at a time is undone."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from opencc import OpenCC

_REACH: Final = 4  # characters on either side that decide how 著 is written
_LEFT: Final = frozenset("后里干于")
_KEPT: Final = re.compile("著[名作者述称录书有]|[显原名专论编译土巨遗卓昭合拙新旧]著(?!手|眼|重|想)")


@cache
def _converter(name: str) -> OpenCC:
    from opencc import OpenCC

    return OpenCC(name)


@cache
def _single(name: str) -> dict[str, str]:
    """Every Han character that changes when it stands alone."""
    alone = [chr(code) for code in range(0x3400, 0xA000)]
    converted = _converter(name).convert("\n".join(alone)).split("\n")
    return {one: other for one, other in zip(alone, converted, strict=True) if one != other}


def simplified(char: str) -> str:
    """The simplified form of one character."""
    return _single("t2s").get(char, char)


def is_traditional(char: str) -> bool:
    """Whether simplified text does not use this character."""
    return char in _single("t2s")


def is_converted(char: str) -> bool:
    """Whether a mirror's conversion may have put this character in."""
    return char in _single("t2s") or char == "著"


@lru_cache(maxsize=1 << 16)
def is_variant(char: str) -> bool:
    """Whether conversion would rather have chosen another traditional form of the same character."""
    return is_traditional(char) and _single("s2t").get(simplified(char), "") != char


def is_only_simplified(char: str) -> bool:
    """Whether a conversion to traditional would have changed this character."""
    return char in _single("s2t")


def is_mechanical(text: str) -> bool:
    """Whether traditional text keeps characters that only conversion one by one would keep: 今后, 由于."""
    there_and_back = _converter("s2t").convert(_converter("t2s").convert(text))
    return len(there_and_back) == len(text) and any(
        one in _LEFT and one != other for one, other in zip(text, there_and_back, strict=True)
    )


def to_simplified(text: str, cost: Callable[[str], float]) -> str:
    """The text in simplified characters, of the same length; 著 becomes 着 unless it stands in a word of its own.

    ``cost`` tells how well a few characters read, in nats; lower is better.
    """
    plain = _converter("t2s").convert(text)
    if len(plain) != len(text):
        plain = text.translate({ord(one): other for one, other in _single("t2s").items()})
    return re.sub("著", lambda found: _particle(plain, found.start(), cost), plain)


def _particle(text: str, at: int, cost: Callable[[str], float]) -> str:
    before, after = text[max(at - _REACH, 0) : at], text[at + 1 : at + 1 + _REACH]
    if not (_KEPT.match(text, at) or _KEPT.match(text, max(at - 1, 0)) or at == 0):
        return "着"
    return "著" if cost(f"{before}著{after}") < cost(f"{before}着{after}") else "着"
