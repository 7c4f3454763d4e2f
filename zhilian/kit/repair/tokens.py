"""A damaged text cut into what the mirror's decoder put out: pairs, single bytes, readings, orphaned bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from .pairs import bytes_of, folded_from
from .readings import is_syllable

_TONED: Final = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜăĕĭŏŭêńňǹḿ"
LETTERS: Final = f"a-zü{_TONED}ɡɑ\u0300\u0301\u0304\u030c"
INNER: Final = rf"[ \u3000]?([{LETTERS}]{{1,8}})[ \u3000]?[)）]"
READING: Final = re.compile(rf"[(（]{INNER}")
ORPHAN_READING: Final = re.compile(rf"[?\ufffd][(（]?{INNER}")
ORPHANS: Final = "?\ufffd"
BLANKS: Final = " \u3000\u00a0"


class Sort(Enum):
    """What a token stands for."""

    BYTES = auto()  # one or two known bytes
    READING = auto()  # put in by the mirror, no bytes of the original
    ORPHAN = auto()  # a question mark, perhaps for a lost byte
    ORPHAN_READING = auto()  # a lost byte that swallowed the bracket of a reading


@dataclass(frozen=True, slots=True)
class Token:
    """[start, end) of the text; ``options`` are the bytes it may stand for, as it is read first."""

    sort: Sort
    start: int
    end: int
    shown: str
    options: tuple[bytes, ...] = ()
    reading: str = ""


def token_at(text: str, at: int, *, blank_after: bool) -> Token:
    """The token that begins at ``at``; with ``blank_after`` a reading takes the blank behind it along."""
    char = text[at]
    if char in ORPHANS:
        return _orphan(text, at, blank_after)
    if char in "(（" and (found := READING.match(text, at)) and is_syllable(found[1]):
        return Token(Sort.READING, at, behind(text, found.end(), blank_after), "", (), found[1])
    own = bytes_of(char) or char.encode("utf-8")[:1]
    return Token(Sort.BYTES, at, at + 1, char, (own, *folded_from(char)))


def _orphan(text: str, at: int, blank_after: bool) -> Token:
    char = text[at]
    if (found := ORPHAN_READING.match(text, at)) and is_syllable(found[1]):
        end = behind(text, found.end(), blank_after)
        return Token(Sort.ORPHAN_READING, at, end, "", (), found[1])
    return Token(Sort.ORPHAN, at, at + 1, char, (b"?", *folded_from("?")) if char == "?" else ())


def behind(text: str, at: int, blank_after: bool) -> int:
    """Where a reading ends: behind the blank, if the page puts one there."""
    return at + 1 if blank_after and text[at : at + 1] in BLANKS and at < len(text) else at
