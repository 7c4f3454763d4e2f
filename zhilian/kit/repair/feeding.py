"""Feeding bytes to a hypothesis: which character they complete, and what it costs on this page."""

from __future__ import annotations

from typing import Final

from .evidence import Evidence
from .hypothesis import Hypothesis, Node
from .language import Fluency, Tail
from .pairs import EURO, bytes_of, characters
from .script import is_only_simplified, is_variant, simplified
from .tokens import ORPHANS, Sort, Token

_ALWAYS: Final = 5.0  # a character the page annotates, without its reading; or one a conversion would have changed
_VARIANT: Final = 2.0  # a traditional form that conversions seldom choose


class Feeder:
    """The bytes of one text, its habits, and its language."""

    def __init__(self, text: str, evidence: Evidence, fluency: Fluency) -> None:
        self.text, self.evidence, self.fluency = text, evidence, fluency
        self.known = characters()

    def fed(self, hyp: Hypothesis, data: bytes, token: Token, followed: bool) -> Hypothesis | None:
        """The hypothesis after these bytes of the token; ``followed`` if a reading comes next."""
        one: Hypothesis | None = hyp
        for index, byte in enumerate(data, 1):
            if one:
                one = self._byte(one, byte, token, followed and index == len(data))
        return one

    def _byte(self, hyp: Hypothesis, byte: int, token: Token, followed: bool) -> Hypothesis | None:
        last = (hyp.last[1], byte)
        if not hyp.pending and byte > EURO:
            return Hypothesis(hyp.cost, hyp.tail, last, byte, token.start, hyp.path, hyp.settled)
        char = self.known.get((hyp.pending, byte)) if hyp.pending else "€" if byte == EURO else chr(byte)
        if not char:
            return None
        start = hyp.since if hyp.pending else token.start
        kept = start == token.start and char == token.shown
        shown = char if kept else self._as_on_page(char)
        read = token.sort is Sort.ORPHAN_READING
        excused = followed or (bool(hyp.pending) and self.text[start] in ORPHANS)  # the mirror's match took its lead
        return self.completed(hyp, char, Node(hyp.path, shown, start, token.end, kept, read), excused, last)

    def completed(
        self, hyp: Hypothesis, char: str, node: Node, followed: bool, last: tuple[int, int] = (0, 0)
    ) -> Hypothesis:
        """The hypothesis with one more character, in step after it."""
        tail = self.fluency.step(hyp.tail, simplified(char))
        settled = hyp.settled + 1 if node.kept else 0
        return Hypothesis(hyp.cost + self._habit(char, followed), tail, last, 0, hyp.since, node, settled)

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

    def next_cost(self, tail: Tail, char: str) -> float:
        """The cost up to and with this character, if it came next."""
        return self.fluency.step(tail, simplified(char))[1][-1] + self._habit(char, True)
