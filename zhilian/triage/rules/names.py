"""How people type a name by its sounds: initials or pinyin, from any of its words on, without city or street office."""
# house: allow chinese: what stands before and after a firm's own name; no word of a screen

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import rjieba

from zhilian.kit.pinyin import spelled

_PLACE: Final = re.compile(
    r"(?:中国|广东省?)?(?:深圳经济特区|深圳市?|[\u4e00-\u9fff]{2}市(?![场政监民容级]))?(?=[\u4e00-\u9fff]{2})"
)
_OFFICE: Final = re.compile(r"街道办事处|街道|社区")
_LEGAL: Final = re.compile(
    r"[(（]?(?:股份|集团|有限|责任|合伙|普通|特殊|个人独资|分|总)*(?:公司|企业|合伙|集团)[)）]?$"
)
_INITIALS, _LETTERS, _STARTS = 16, 32, 6
_LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name from one of its words on, as it is typed; ``places`` are the characters, one for each initial."""

    initials: str
    pinyin: str
    places: tuple[int, ...]
    syllables: tuple[str, ...]


@lru_cache(maxsize=2048)
def spellings(name: str) -> tuple[Spelling, ...]:
    """Every way a name is typed by its sounds, at most twice six."""
    name = unicodedata.normalize("NFKC", name[:_LONGEST]).strip()
    sounds = [one for place, sound in spelled(name) for one in _single(place, sound, name)]
    starts = list(_starts(name))[:_STARTS]
    found = {_from(sounds, start): None for start in starts}
    if office := _OFFICE.search(name):
        without = [(place, sound) for place, sound in sounds if not office.start() <= place < office.end()]
        found |= {_from(without, start): None for start in starts if start < office.start()}
    return tuple(one for one in found if one.initials)


def _single(place: int, sound: str, name: str) -> Iterator[tuple[int, str]]:
    """A syllable; of a run of letters and digits each by itself."""
    if name[place : place + 1] >= "\u2e80":
        yield from [(place, sound)] if sound.isascii() and sound.isalpha() else []
    else:
        yield from ((place + n, char) for n, char in enumerate(sound) if char.isascii() and char.isalnum())


def _from(sounds: list[tuple[int, str]], start: int) -> Spelling:
    kept = [(place, sound) for place, sound in sounds if place >= start][:_INITIALS]
    syllables = tuple(sound for _, sound in kept)
    initials = "".join(sound[0] for sound in syllables)
    return Spelling(initials, "".join(syllables)[:_LETTERS], tuple(place for place, _ in kept), syllables)


def _starts(name: str) -> Iterator[int]:
    """Where the words of a name begin: not those of the city before it, nor those of its legal form."""
    place, legal = _PLACE.match(name), _LEGAL.search(name)
    begin, end = place.end() if place else 0, legal.start() if legal else len(name)
    yield begin
    at = begin
    for word in rjieba.cut(name[begin:]):
        if begin < at < end and word[:1].isalnum() and len(word) > 1:
            yield at
        at += len(word)


def is_short(name: str, title: str) -> bool:
    """Whether the name's characters stand in the title in this order: it is the title's own, or short for it."""
    rest = iter(title)
    return bool(name) and all(char in rest for char in name)
