"""Pairing bytes anew: a beam of readings of the original bytes, weighed by how fluent their characters are.

The original was a sound stream of GBK, so a lead byte is always followed by its trail. Only that, the readings
the mirror put in, and the page's habits decide; nothing is made up that the bytes do not allow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from heapq import nsmallest
from typing import Final

from .evidence import lasts
from .feeding import Feeder
from .hypothesis import Decoded, Hypothesis, Node, nodes_of
from .language import START, commonness, is_word
from .pairs import EURO, by_lead, by_trail, bytes_of, characters, undefined_leads
from .readings import bare, fits, with_reading
from .result import LOST_MARK
from .script import is_converted, simplified
from .tokens import ORPHANS, READING, Sort, Token, token_at

_HOPEFUL: Final = 8.0  # nats behind the best within which a dropped pair is tried
_WIDTH: Final = 32  # hypotheses kept
_RANGE: Final = 20.0  # nats behind the best at which one is given up
_OPEN: Final = 12.0  # nats behind the best within which one out of step keeps a break open
_SETTLED: Final = 4  # tokens in step after which a break is over
_BETWEEN: Final = 2  # the same before the next break
_LONGEST: Final = 240  # tokens; beyond, the damage is of another sort
_CONTEXT: Final = 8  # characters before a break that weigh in
_MISFIT: Final = (14.0, 2.0, 0.0)  # by how well a reading fits: not at all, but for its tone, well
_STRANGER: Final = 4.0  # a reading of a character no conversion made
_NEWCOMER: Final = 1.0  # a reading of a character the page annotates nowhere else
_ORPHANED: Final = 0.5  # a byte orphaned by a mark that is matched
_HIDDEN: Final = 1.0  # a pair that was dropped without a trace
_GIVEN_UP: Final = 25.0  # a mark instead of an explanation
_LOST: Final = 3.0  # a digit or mark that was swallowed
_COMMA: Final = b"\xa3\xac"
_STAND_IN: Final = "0"  # for weighing what follows it
_CHOICES: Final = 8  # candidates for one unknown byte
_FIRST, _SECOND, _PARENTS = 10, 10, 3  # candidates around a dropped pair, and hypotheses to try it on
_SENTENCE_MARKS: Final = (b"\xa3\xa1", b"\xa3\xbf")  # ! and ? in full width: before them a byte may be orphaned
_TAG: Final = re.compile(r"/?[a-z]+[0-9]? ?/?>")


class Decoder(Feeder):
    """Decodes the breaks of one text."""

    def decode(self, start: int) -> Decoded:
        """Read on from ``start`` until the bytes are in step again."""
        beam, at = [self._opening(start)], start
        for _ in range(_LONGEST):
            if at >= len(self.text) or self._is_over(beam, at):
                break
            token = self._token(at)
            followed = self._is_read(token.end)
            limit = beam[0].total + _HOPEFUL
            grown = _best(
                one for rank, hyp in enumerate(beam) for one in self._after(hyp, token, followed, rank, limit)
            )
            at = token.end
            beam = grown or [self._reset(beam[0], at)]
        return self._decoded(start, at, _best(map(self._closed, beam, [at] * len(beam))))

    def literal_cost(self, start: int, end: int) -> float:
        """What the text costs if it is read as it stands."""
        opening = self._opening(start).tail
        for char in self.text[start:end]:
            opening = self.fluency.step(opening, simplified(char))
        return opening[1][-1]

    def _token(self, at: int) -> Token:
        return token_at(self.text, at, blank_after=self.evidence.blank_after)

    def _is_read(self, at: int) -> bool:
        return at < len(self.text) and self.text[at] in "(（" and self._token(at).sort is Sort.READING

    def _opening(self, start: int) -> Hypothesis:
        before = READING.sub("", self.text[max(start - 4 * _CONTEXT, 0) : start])[-_CONTEXT:]
        tail = START
        for char in before:
            tail = self.fluency.step(tail, simplified(char))
        letters, costs = tail
        return Hypothesis(0.0, (letters, tuple(cost - costs[-1] for cost in costs)))

    def _is_over(self, beam: list[Hypothesis], at: int) -> bool:
        best, following = beam[0], self.text[at : at + 2]
        needed = _BETWEEN if following[1:] in set(ORPHANS) else _SETTLED
        if best.pending or best.settled < needed or following[0] in ORPHANS or self._is_read(at):
            return False
        return not any(one.pending for one in beam if one.total < best.total + _OPEN)

    @staticmethod
    def _reset(hyp: Hypothesis, at: int) -> Hypothesis:
        """One mark instead of everything out of step that nothing explains."""
        node = hyp.path
        since = hyp.since if hyp.pending else at - 1
        while node and not node.kept:
            since, node = node.start, node.before
        return hyp._replace(pending=0, last=(0, 0), path=Node(node, LOST_MARK, since, at, False), settled=0)

    @staticmethod
    def _closed(hyp: Hypothesis, at: int) -> Hypothesis:
        if not hyp.pending:
            return hyp
        return hyp._replace(pending=0, cost=hyp.cost + _LOST, path=Node(hyp.path, LOST_MARK, hyp.since, at, False))

    def _decoded(self, start: int, end: int, beam: list[Hypothesis]) -> Decoded:
        best, *others = beam
        rivals = [(other.total - best.total, nodes_of(other)) for other in others]
        return Decoded(start, end, nodes_of(best), rivals, best.total)

    # ---- one token further

    def _after(self, hyp: Hypothesis, token: Token, followed: bool, rank: int, limit: float) -> Iterator[Hypothesis]:
        if hyp.pending and rank < _PARENTS and hyp.total < limit:
            yield from self._hidden(hyp, token, followed)
        if token.sort is Sort.READING:
            yield self._reading(hyp, token)
        elif token.sort is Sort.ORPHAN_READING:
            yield from self._orphan_reading(hyp, token)
        elif token.sort is Sort.ORPHAN:
            yield from self._orphan(hyp, token)
        else:
            yield from self._bytes(hyp, token, followed)

    def _bytes(self, hyp: Hypothesis, token: Token, followed: bool) -> Iterator[Hypothesis]:
        if not token.options:  # no character of GBK: it can only stand between whole ones
            if not hyp.pending:
                yield self.completed(hyp, token.shown, Node(hyp.path, token.shown, token.start, token.end, True), True)
            return
        for option in token.options if hyp.pending else token.options[:1]:
            if one := self.fed(hyp, option, token, followed):
                yield one

    def _reading(self, hyp: Hypothesis, token: Token) -> Hypothesis:
        char = characters().get(hyp.last, "")
        cost = _MISFIT[fits(char, token.reading) if char else 0]
        path = hyp.path._replace(end=token.end, read=True) if hyp.path else None
        return hyp._replace(cost=hyp.cost + cost, path=path, settled=hyp.settled + 1)

    def _orphan_reading(self, hyp: Hypothesis, token: Token) -> Iterator[Hypothesis]:
        yield self._given_up(hyp, token)
        for last in lasts(bytes((hyp.last[1],))):
            for byte, char in by_lead(last):
                if byte > EURO and (fit := fits(char, token.reading)):
                    cost = _MISFIT[fit] + (0 if is_converted(char) else _STRANGER)
                    cost += 0 if char in self.evidence.table else _NEWCOMER
                    if one := self.fed(hyp, bytes((byte,)), token, True):
                        yield one.charged(cost)

    def _orphan(self, hyp: Hypothesis, token: Token) -> Iterator[Hypothesis]:
        yield self._given_up(hyp, token)
        for option in token.options:
            if (len(option) == 2) == bool(hyp.pending) and (one := self.fed(hyp, option, token, False)):
                yield one
        if self._before_sentence_mark(token.end):
            for byte in self._likely(hyp, hyp.pending):
                if one := self.fed(hyp, bytes((byte,)), token, False):
                    yield one.charged(_ORPHANED)
        elif hyp.pending and not self._is_orphaned(hyp, token):
            yield from self._swallowed(hyp, token)

    def _is_orphaned(self, hyp: Hypothesis, token: Token) -> bool:
        """Whether the pending byte was orphaned by the very mark this token stands for."""
        return hyp.since == token.start - 1 and self.text[hyp.since] in ORPHANS

    def _before_sentence_mark(self, at: int) -> bool:
        if at >= len(self.text):
            return False
        char = self.text[at]
        return char in "!?" or bytes_of(char) in _SENTENCE_MARKS

    def _likely(self, hyp: Hypothesis, lead: int) -> list[int]:
        """Bytes for an orphan: the trail of a pending lead, or a lead whose trail is A3, the first byte of a mark."""
        known = characters()
        pairs = [(lead, byte) for byte in range(0x81, 0xFF)] if lead else [(byte, 0xA3) for byte in range(0x81, 0xFF)]
        found = [pair for pair in pairs if pair in known]
        best = nsmallest(_CHOICES, found, lambda pair: self.next_cost(hyp.tail, known[pair]))
        return [pair[1] if lead else pair[0] for pair in best]

    def _swallowed(self, hyp: Hypothesis, token: Token) -> Iterator[Hypothesis]:
        """An unknown trail paired with the ASCII character behind it, so that both are gone."""
        char, cost = self._gone(token.end)
        for byte in self._likely(hyp, hyp.pending):
            if one := self.fed(hyp, bytes((byte,)), token, False):
                path = Node(_guessed(one).path, char, token.end, token.end, False)
                yield one._replace(cost=one.cost + cost, tail=self.fluency.step(one.tail, _STAND_IN), path=path)

    def _gone(self, at: int) -> tuple[str, float]:
        """What was swallowed: the bracket of a tag or of a parenthesis still to be closed; otherwise a mark."""
        if _TAG.match(self.text, at):
            return "<", 0.0
        ahead = re.match(r"[^()（）\n]{1,40}\)", self.text[at : at + 42])
        return ("(", 0.0) if ahead else (LOST_MARK, _LOST)

    def _given_up(self, hyp: Hypothesis, token: Token) -> Hypothesis:
        path = Node(hyp.path, LOST_MARK, hyp.since if hyp.pending else token.start, token.end, False)
        return hyp._replace(cost=hyp.cost + _GIVEN_UP, pending=0, last=(0, 0), path=path, settled=0)

    def _hidden(self, hyp: Hypothesis, token: Token, followed: bool) -> Iterator[Hypothesis]:
        """A pair out of step that decoded to nothing: the trail of this character and the lead of the next."""
        for opened, byte in self._opened(hyp, token):
            if token.sort is Sort.ORPHAN_READING:
                yield from self._read_off(opened, undefined_leads(byte), token)
            for option in token.options:
                plain = opened.tail[0][-1:]
                for lead in {*_seconds(byte, option[0]), *_continuing(plain, byte, option[0])}:
                    one = opened._replace(pending=lead, last=(opened.last[1], lead))
                    if fed := self._half_known(one, option, token, followed):
                        yield fed

    def _half_known(self, hyp: Hypothesis, data: bytes, token: Token, followed: bool) -> Hypothesis | None:
        """Feed bytes of which the first ends a character that is a guess."""
        one = self.fed(hyp, data[:1], token, followed and len(data) == 1)
        return self.fed(_guessed(one), data[1:], token, followed) if one else None

    def _opened(self, hyp: Hypothesis, token: Token) -> Iterator[tuple[Hypothesis, int]]:
        """Characters that may end in the dropped pair, and the last byte there.

        A full-width comma is dropped whole if the trail before it makes an undefined pair with its A3, too.
        """
        known, lead = self.known, hyp.pending
        for byte in nsmallest(_FIRST, _firsts(lead), lambda byte: self.next_cost(hyp.tail, known[lead, byte])):
            if one := self._half_known(hyp.charged(_HIDDEN), bytes((byte,)), token, False):
                yield one, byte
                comma = self.fed(one, _COMMA, token, False) if _COMMA[0] in undefined_leads(byte) else None
                if comma:
                    yield comma.charged(_HIDDEN), _COMMA[1]

    def _read_off(self, hyp: Hypothesis, allowed: frozenset[int], token: Token) -> Iterator[Hypothesis]:
        """A character of which both bytes are gone, but not the reading."""
        for char in {*self.evidence.table, *with_reading(bare(token.reading))}:
            written = bytes_of(char)
            if written[0] in allowed and written[1] > EURO and (fit := fits(char, token.reading)):
                cost = _MISFIT[fit] + (0 if char in self.evidence.table else _NEWCOMER)
                if one := self.fed(hyp.charged(cost), written, token, True):
                    yield one


@cache
def _firsts(lead: int) -> tuple[int, ...]:
    """The trails of this lead that may be the first half of a pair that was dropped."""
    return tuple(byte for byte in range(0xA1, 0xFF) if (lead, byte) in characters() and undefined_leads(byte))


@cache
def _seconds(first: int, trail: int) -> tuple[int, ...]:
    """The likeliest leads for a character with this trail, if its lead was dropped together with ``first``."""
    found = [(lead, char) for lead, char in by_trail(trail) if lead in undefined_leads(first)]
    return tuple(lead for lead, _ in nsmallest(_SECOND, found, lambda pair: commonness(pair[1])))


@lru_cache(maxsize=1 << 14)
def _continuing(before: str, first: int, trail: int) -> tuple[int, ...]:
    """The leads with which a character of this trail makes a word with the (simplified) character before it."""
    found = ((lead, char) for lead, char in by_trail(trail) if lead in undefined_leads(first))
    return tuple(lead for lead, char in found if is_word(before + simplified(char)))


def _guessed(hyp: Hypothesis) -> Hypothesis:
    return hyp._replace(path=hyp.path._replace(guessed=True)) if hyp.path else hyp


def _best(hypotheses: Iterator[Hypothesis]) -> list[Hypothesis]:
    kept = nsmallest(_WIDTH, hypotheses, Hypothesis.total.fget)  # type: ignore[attr-defined]
    return [one for one in kept if one.total <= kept[0].total + _RANGE]
