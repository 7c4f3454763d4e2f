"""Readings in pinyin: which a character has, and whether one in brackets is its own."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import Final

from .script import is_converted, simplified

_LATIN: Final = str.maketrans({"ɡ": "g", "ɑ": "a", "ü": "v", "ê": "e"})
_SPELT: Final = str.maketrans({"ɡ": "g", "ɑ": "a", "ă": "ǎ", "ĕ": "ě", "ĭ": "ǐ", "ŏ": "ǒ", "ŭ": "ǔ"})


def toned(reading: str) -> str:
    """The reading as dictionaries write it: composed, breve taken for caron, looped g and a for plain ones."""
    return unicodedata.normalize("NFC", reading).translate(_SPELT)


@lru_cache(maxsize=1 << 14)
def bare(reading: str) -> str:
    """The reading without its tone; ü as v."""
    letters = unicodedata.normalize("NFD", unicodedata.normalize("NFC", reading).translate(_LATIN).replace("u:", "v"))
    kept = "".join(c for c in letters if unicodedata.category(c) != "Mn" or c == "\u0308")
    return kept.replace("u\u0308", "v")


def has_tone(reading: str) -> bool:
    """Whether a tone is marked."""
    return bare(reading) != reading.translate(_LATIN)


@cache
def readings(char: str) -> frozenset[str]:
    """All readings of a character and of its simplified form, with tones; empty for one the dictionary lacks."""
    from pypinyin.constants import PINYIN_DICT

    both = (PINYIN_DICT.get(ord(one), "") for one in {char, simplified(char)})
    return frozenset(toned(one) for written in both for one in written.split(",") if one)


@lru_cache(maxsize=1 << 16)
def fits(char: str, reading: str) -> int:
    """How well a reading fits: 2 as dictionaries have it (or no tone was marked), 1 but for the tone, 0 not at all."""
    known = readings(char) if char else frozenset()
    if toned(reading) in known:
        return 2
    if bare(reading) in {bare(one) for one in known}:
        return 1 if has_tone(reading) else 2
    return 0


@cache
def with_reading(syllable: str) -> frozenset[str]:
    """The characters a mirror may have annotated with this syllable (without its tone)."""
    return _by_syllable().get(syllable, frozenset())


@cache
def _by_syllable() -> dict[str, frozenset[str]]:
    from pypinyin.constants import PINYIN_DICT

    found: dict[str, set[str]] = {}
    for code, written in PINYIN_DICT.items():
        char = chr(code)
        if is_converted(char) and char.encode("gbk", "ignore") and simplified(char).encode("gb2312", "ignore"):
            for one in written.split(","):
                found.setdefault(bare(one), set()).add(char)
    return {syllable: frozenset(chars) for syllable, chars in found.items()}


@cache
def syllables() -> frozenset[str]:
    """Every syllable of Mandarin, without tones."""
    from pypinyin.constants import PINYIN_DICT

    return frozenset(bare(one) for written in PINYIN_DICT.values() for one in written.split(","))


def is_syllable(reading: str) -> bool:
    """Whether the letters are one syllable."""
    return bare(reading) in syllables()
