"""Pairing bytes anew: a beam of readings of the original bytes, weighed by how fluent their characters are.

The original was a sound stream of GBK, so a lead byte is always followed by its trail. Only that, the readings the mirror
put in, and the page's habits decide; nothing is made up that the bytes do not allow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from heapq import nsmallest
from typing import Final

from .evidence import Evidence, lasts
from .hypothesis import Decoded, Hypothesis, Node, nodes_of
from .language import START, Fluency, Tail, commonness
from .pairs import EURO, by_lead, by_trail, bytes_of, characters, undefined_leads
from .readings import bare, fits, with_reading
from .result import LOST_MARK
from .script import is_converted, is_only_simplified, is_variant, simplified
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
_ALWAYS: Final = 5.0  # a character the page annotates, without its reading; or one a conversion would have changed
_ORPHANED: Final = 0.5  # a byte orphaned by a mark that is matched
_VARIANT: Final = 2.0  # a traditional form that conversions seldom choose
_HIDDEN: Final = 1.0  # a pair that was dropped without a trace
_GIVEN_UP: Final = 25.0  # a mark instead of an explanation
_LOST: Final = 3.0  # a digit or mark that was swallowed
_COMMA: Final = b"\xa3\xac"
_STAND_IN: Final = "0"  # for weighing what follows it
_CHOICES: Final = 8  # candidates for one unknown byte
_FIRST, _SECOND, _PARENTS = 10, 20, 4  # candidates around a dropped pair, and hypotheses to try it on
_SENTENCE_MARKS: Final = (b"\xa3\xa1", b"\xa3\xbf")  # ! and ? in full width: before them a byte may be orphaned
_TAG: Final = re.compile(r"/?[a-z]+[0-9]? ?/?>")


class Decoder:
    """Decodes the breaks of one text."""

    def __init__(self, text: str, evidence: Evidence, fluency: Fluency) -> None:
        self.text, self.evidence, self.fluency = text, evidence, fluency

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
            node, since = node.before, node.start
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
                yield self._completed(hyp, token.shown, Node(hyp.path, token.shown, token.start, token.end, True), True)
            return
        for option in token.options if hyp.pending else token.options[:1]:
            if one := self._fed(hyp, option, token, followed):
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
                    if one := self._fed(hyp, bytes((byte,)), token, True):
                        yield one.charged(cost)

    def _orphan(self, hyp: Hypothesis, token: Token) -> Iterator[Hypothesis]:
        yield self._given_up(hyp, token)
        for option in token.options:
            if (len(option) == 2) == bool(hyp.pending) and (one := self._fed(hyp, option, token, False)):
                yield one
        if self._before_sentence_mark(token.end):
            for byte in self._likely(hyp, hyp.pending):
                if one := self._fed(hyp, bytes((byte,)), token, False):
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
        best = nsmallest(_CHOICES, found, lambda pair: self._next_cost(hyp.tail, known[pair]))
        return [pair[1] if lead else pair[0] for pair in best]

    def _swallowed(self, hyp: Hypothesis, token: Token) -> Iterator[Hypothesis]:
        """An unknown trail paired with the ASCII character behind it, so that both are gone."""
        char, cost = self._gone(token.end)
        for byte in self._likely(hyp, hyp.pending):
            if one := self._fed(hyp, bytes((byte,)), token, False):
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
        for opened, allowed in self._opened(hyp, token):
            if token.sort is Sort.ORPHAN_READING:
                yield from self._read_off(opened, allowed, token)
            for option in token.options:
                found = [(lead, char) for lead, char in by_trail(option[0]) if lead in allowed]
                for lead, _ in nsmallest(_SECOND, found, lambda pair: commonness(pair[1])):
                    one = opened._replace(pending=lead, last=(opened.last[1], lead))
                    if fed := self._half_known(one, option, token, followed):
                        yield fed

    def _half_known(self, hyp: Hypothesis, data: bytes, token: Token, followed: bool) -> Hypothesis | None:
        """Feed bytes of which the first ends a character that is a guess."""
        one = self._fed(hyp, data[:1], token, followed and len(data) == 1)
        return self._fed(_guessed(one), data[1:], token, followed) if one else None

    def _opened(self, hyp: Hypothesis, token: Token) -> Iterator[tuple[Hypothesis, frozenset[int]]]:
        """Characters that may end in the dropped pair, and the leads the next one may then have.

        A full-width comma is dropped whole if the trail before it makes an undefined pair with its A3, too.
        """
        known = characters()
        found = [byte for byte in range(0xA1, 0xFF) if (hyp.pending, byte) in known and undefined_leads(byte)]
        for byte in nsmallest(_FIRST, found, lambda byte: self._next_cost(hyp.tail, known[hyp.pending, byte])):
            one = self._half_known(hyp.charged(_HIDDEN), bytes((byte,)), token, False)
            if one:
                yield one, undefined_leads(byte)
                comma = self._fed(one, _COMMA, token, False) if _COMMA[0] in undefined_leads(byte) else None
                if comma:
                    yield comma.charged(_HIDDEN), undefined_leads(_COMMA[1])

    def _read_off(self, hyp: Hypothesis, allowed: frozenset[int], token: Token) -> Iterator[Hypothesis]:
        """A character of which both bytes are gone, but not the reading."""
        for char in {*self.evidence.table, *with_reading(bare(token.reading))}:
            written = bytes_of(char)
            if written[0] in allowed and written[1] > EURO and (fit := fits(char, token.reading)):
                cost = _MISFIT[fit] + (0 if char in self.evidence.table else _NEWCOMER)
                if one := self._fed(hyp.charged(cost), written, token, True):
                    yield one

    # ---- one byte further

    def _fed(self, hyp: Hypothesis, data: bytes, token: Token, followed: bool) -> Hypothesis | None:
        """The hypothesis after these bytes of the token; ``followed`` if a reading comes next."""
        one: Hypothesis | None = hyp
        for index, byte in enumerate(data, 1):
            if one:
                one = self._byte(one, byte, token, followed and index == len(data))
        return one

    def _byte(self, hyp: Hypothesis, byte: int, token: Token, followed: bool) -> Hypothesis | None:
        if not hyp.pending and byte > EURO:
            return hyp._replace(pending=byte, since=token.start, last=(hyp.last[1], byte))
        char = characters().get((hyp.pending, byte)) if hyp.pending else "€" if byte == EURO else chr(byte)
        if not char:
            return None
        start = hyp.since if hyp.pending else token.start
        kept = start == token.start and char == token.shown
        shown = token.shown if kept else self._as_on_page(char)
        read = token.sort is Sort.ORPHAN_READING
        excused = followed or (bool(hyp.pending) and self.text[start] in ORPHANS)  # the mirror's match took its lead
        done = self._completed(hyp, char, Node(hyp.path, shown, start, token.end, kept, read), excused)
        return done._replace(pending=0, last=(hyp.last[1], byte))

    def _completed(self, hyp: Hypothesis, char: str, node: Node, followed: bool) -> Hypothesis:
        tail = self.fluency.step(hyp.tail, simplified(char))
        settled = hyp.settled + 1 if node.kept else 0
        return hyp._replace(cost=hyp.cost + self._habit(char, followed), tail=tail, path=node, settled=settled)

    def _habit(self, char: str, followed: bool) -> float:
        """What it costs that the page treats this character otherwise elsewhere."""
        if char in self.evidence.table:
            return 0.0 if followed else _ALWAYS
        if is_variant(char):
            return _VARIANT
        return _ALWAYS if is_only_simplified(char) and char not in self.evidence.unconverted else 0.0

    def _as_on_page(self, char: str) -> str:
        written = bytes_of(char)
        folded = self.evidence.is_folded and written[:1] == b"\xa3"
        return chr(written[1] & 0x7F) if folded else char

    def _next_cost(self, tail: Tail, char: str) -> float:
        return self.fluency.step(tail, simplified(char))[1][-1] + self._habit(char, True)


def _guessed(hyp: Hypothesis) -> Hypothesis:
    return hyp._replace(path=hyp.path._replace(guessed=True)) if hyp.path else hyp


def _best(hypotheses: Iterator[Hypothesis]) -> list[Hypothesis]:
    kept = nsmallest(_WIDTH, hypotheses, Hypothesis.total.fget)  # type: ignore[attr-defined]
    return [one for one in kept if one.total <= kept[0].total + _RANGE]
