"""Is a text damaged at all? Decided before anything is touched, from what no person writes.

A person annotates a word, 重庆(chongqing), or a character now and then; a mirror annotates single traditional
characters, always or never the same ones, in the middle of words: 企業(yè)發(fā)展.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from .language import is_word
from .pairs import by_lead, bytes_of, characters, is_han
from .readings import bare, fits, has_tone, is_syllable
from .script import is_converted, is_traditional, simplified
from .tokens import BLANKS, INNER

_HAN: Final = "\u4e00-\u9fff"
ANNOTATED: Final = re.compile(rf"([{_HAN}])[(（]{INNER}")
BROKEN: Final = re.compile(rf"([^?\ufffd\s])[?\ufffd][(（]?{INNER}")
LETTERED: Final = re.compile(rf"([{_HAN}])([@-~])[(（]{INNER}")
ORPHANED: Final = re.compile(r"[?\ufffd](?=[!！?？][^\x00-\xa0])")
BEHIND_BREAK: Final = re.compile(rf"[?\ufffd](?:[(（]?{INNER}|[!！?？])[^\n]{{0,12}}")  # may be garbled
_SUSPECT: Final = re.compile(rf"[{_HAN}][@-~]?[(（]{INNER}|[?\ufffd][(（]?{INNER}|[?\ufffd][!！?？][^\x00-\xa0]")
_HALF: Final = re.compile("[\ud800-\udfff]")
_OPEN: Final = re.compile("[(（][^()（）]*$")
_PARENTHESIS: Final = 60  # characters before a break in which a bracket may have been opened
_ENOUGH: Final = 2.0  # readings with a tone; one without counts for less
_TONELESS: Final = 0.5
_PLENTY: Final = 5.0  # from here on nobody asks whether words are split
_SPLIT: Final = 2  # words cut in two by a reading, while there is little else
_OTHERWISE: Final = 0.25  # how much of the evidence may speak against damage


@dataclass(frozen=True, slots=True)
class Annotation:
    """A reading behind a single traditional character."""

    at: int
    end: int
    char: str
    reading: str


class Evidence:
    """What speaks for and against damage in one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.own: list[Annotation] = []
        self.foreign = 0  # readings of characters that no conversion touches: a person's work
        for one in _annotations(text):
            if is_converted(one.char):
                self.own.append(one)
            else:
                self.foreign += fits(one.char, one.reading) > 0

    @cached_property
    def table(self) -> dict[str, str]:
        """The characters this page annotates, with their reading."""
        return {one.char: one.reading for one in self.own}

    @cached_property
    def broken(self) -> int:
        """Readings with a tone behind a lost byte, or behind the trail of a pair out of step: nobody types these."""
        lost = sum(map(self._is_broken, BROKEN.finditer(self.text))) if self.is_traditional else 0
        return lost + sum(map(_is_lettered, LETTERED.finditer(self.text)))

    def _is_broken(self, found: re.Match[str]) -> bool:
        before = self.text[max(found.start() - _PARENTHESIS, 0) : found.start(2)]
        if not has_tone(found[2]) or _OPEN.search(before):
            return False
        return any(is_converted(char) for _, char in lost_bytes(found[1], found[2]))

    @cached_property
    def is_traditional(self) -> bool:
        """Whether any character is of traditional script only; a mirror's page has some."""
        return any(map(is_traditional, self.unconverted))

    @cached_property
    def score(self) -> float:
        """The readings found, those without a tone counting less."""
        fitting = (one for one in self.own if fits(one.char, one.reading))
        return sum(1.0 if has_tone(one.reading) else _TONELESS for one in fitting) + _ENOUGH * self.broken

    @property
    def is_consistent(self) -> bool:
        """Whether the same characters are always annotated, with one reading, and no others."""
        number = len(self.own)
        left_out = sum(self.unconverted[char] for char in self.table) - number
        two_ways = len({(one.char, bare(one.reading)) for one in self.own}) - len(self.table)
        return self.foreign + two_ways + left_out <= _OTHERWISE * (number + 2 * self.broken)

    @cached_property
    def split_words(self) -> int:
        """How many readings stand inside a word."""
        return sum(any(_is_word(pair) for pair in self._pairs(one)) for one in self.own)

    def _pairs(self, one: Annotation) -> Iterator[str]:
        plain = simplified(one.char)
        before, after = self.text[one.at - 1 : one.at], self.text[one.end : one.end + 2].lstrip(BLANKS)[:1]
        yield simplified(before) + plain if before else ""
        yield plain + simplified(after) if after else ""

    @property
    def by_readings(self) -> bool:
        """Whether readings alone prove the damage."""
        if self.broken and self.foreign <= len(self.own):
            return True
        if self.score < _ENOUGH or len(self.table) < 2 or not self.is_consistent:
            return False
        return self.score >= _PLENTY or self.split_words >= _SPLIT

    @property
    def by_bytes(self) -> bool:
        """Whether lost bytes may be the only damage; whether they are, only decoding tells."""
        return self.is_traditional and bool(ORPHANED.search(self.text))

    @cached_property
    def blank_after(self) -> bool:
        """Whether this page puts a blank behind each reading."""
        blanks = sum(self.text[one.end : one.end + 1] in set(BLANKS) for one in self.own)
        return blanks * 5 >= len(self.own) * 4 > 0

    @cached_property
    def is_folded(self) -> bool:
        """Whether full-width punctuation became ASCII on this page."""
        half = len(re.findall(rf"[{_HAN}],", self.text))
        return half > self.text.count("，")

    @cached_property
    def unconverted(self) -> Counter[str]:
        """How often each character stands in the text as it is."""
        return Counter(self.text)


def is_suspect(text: str) -> bool:
    """A first look that costs microseconds: whether there is anything to weigh at all (not with half a surrogate)."""
    return _SUSPECT.search(text) is not None and not _HALF.search(text)


def lost_bytes(before: str, reading: str) -> Iterator[tuple[int, str]]:
    """For 向?qū): each byte that makes a character of this reading behind the last byte of 向, and that character."""
    for last in lasts(bytes_of(before)):
        yield from ((byte, char) for byte, char in by_lead(last) if byte > 0x80 and fits(char, reading))


def lasts(written: bytes) -> set[int]:
    """The last byte, and the one it was if a full-width mark has been folded to ASCII."""
    return {last for last in (written[-1], written[-1] | 0x80) if last > 0x80} if written else set()


def _is_lettered(found: re.Match[str]) -> bool:
    """Whether, as in 偨Y(jié), the letter is the trail of a character that has this reading: here of 結."""
    chars = (characters().get((last, ord(found[2])), "") for last in lasts(bytes_of(found[1])))
    return has_tone(found[3]) and any(is_converted(char) and fits(char, found[3]) == 2 for char in chars)


def _annotations(text: str) -> Iterator[Annotation]:
    for found in ANNOTATED.finditer(text):
        if is_syllable(found[2]):
            yield Annotation(found.start(), found.end(), found[1], found[2])


def _is_word(pair: str) -> bool:
    return len(pair) == 2 and is_han(pair[0]) and is_han(pair[1]) and is_word(pair)
