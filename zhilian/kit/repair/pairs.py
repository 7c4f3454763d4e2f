"""Bytes of GBK: what the mirrors worked on. A character is a pair (lead 0x81-0xFE, trail 0x40-0xFE without 0x7F)."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

LEADS: Final = range(0x81, 0xFF)
TRAILS: Final = (*range(0x40, 0x7F), *range(0x80, 0xFF))
FULL_WIDTH: Final = 0xA3  # the row of full-width ASCII: A3AC is a full-width comma
EURO: Final = 0x80  # a lone 0x80 decodes to the euro sign in code page 936
_MARKS: Final = frozenset("，。、；：？！“”《》（）")
_QUOTES: Final = {'"': (b"\xa1\xb0", b"\xa1\xb1"), "'": (b"\xa1\xae", b"\xa1\xaf"), " ": (b"\xa1\xa1",)}


@cache
def characters() -> dict[tuple[int, int], str]:
    """Every defined pair and its character."""
    return {(lead, trail): char for lead in LEADS for trail in TRAILS if (char := _decoded(lead, trail))}


@cache
def by_lead(lead: int) -> tuple[tuple[int, str], ...]:
    """Trail and character of every Han character with this lead byte."""
    return tuple((trail, char) for (one, trail), char in characters().items() if one == lead and is_han(char))


@cache
def by_trail(trail: int) -> tuple[tuple[int, str], ...]:
    """Lead and character of every Han character and punctuation mark with this trail byte."""
    found = ((lead, char) for (lead, one), char in characters().items() if one == trail)
    return tuple((lead, char) for lead, char in found if is_han(char) or char in _MARKS)


def _decoded(lead: int, trail: int) -> str:
    char = bytes((lead, trail)).decode("gbk", "replace")
    return "" if "\ufffd" in char else char


@lru_cache(maxsize=1 << 16)
def bytes_of(char: str) -> bytes:
    """The bytes of a character as the mirror had it; empty where GBK has none."""
    if is_private(char):
        return _private(ord(char))
    if char == "€":
        return bytes((EURO,))
    return char.encode("gbk", "ignore")


def folded_from(char: str) -> tuple[bytes, ...]:
    """The full-width or quotation mark a normaliser may have made this ASCII character from."""
    full = (bytes((FULL_WIDTH, ord(char) | 0x80)),) if "!" <= char <= "~" else ()
    return full + _QUOTES.get(char, ())


def is_han(char: str) -> bool:
    """Whether this is a Han character of the first plane's main block, all that GBK has."""
    return "\u4e00" <= char <= "\u9fff"


def is_private(char: str) -> bool:
    """Whether the character is of the private-use area, where code page 936 puts undefined pairs."""
    return "\ue000" <= char <= "\uf8ff"


@cache
def undefined_leads(trail_before: int) -> frozenset[int]:
    """Bytes that with this one before them make an undefined pair, which decoders show as private or drop."""
    known = characters()
    return frozenset(byte for byte in LEADS if byte in TRAILS and (trail_before, byte) not in known)


def _private(code: int) -> bytes:
    """Code page 936: AAA1-AFFE, F8A1-FEFE, then A140-A7A0 lie at U+E000 in this order."""
    index = code - 0xE000
    for lead, trails, rows in ((0xAA, 0xA1, 6), (0xF8, 0xA1, 7)):
        if index < rows * 94:
            return bytes((lead + index // 94, trails + index % 94))
        index -= rows * 94
    trail = 0x40 + index % 96
    return bytes((0xA1 + index // 96, trail + (trail >= 0x7F))) if index < 7 * 96 else b""
