"""One way to read the bytes of a break, and what decoding a break came to."""

from __future__ import annotations

from typing import NamedTuple

from .language import Tail


class Node(NamedTuple):
    """One character of the result, made from [start, end) of the text; ``kept`` if it is what stood there.

    ``read`` tells that a reading behind it was taken away, ``guessed`` that one of its bytes is known from nothing.
    """

    before: Node | None
    shown: str
    start: int
    end: int
    kept: bool
    read: bool = False
    guessed: bool = False


class Hypothesis(NamedTuple):
    """One way to read the bytes so far; ``pending`` is a lead byte (from ``since``) that waits for its trail, or 0.

    ``last`` are the last two bytes, ``settled`` how many tokens in a row were read as they stand.
    """

    cost: float
    tail: Tail
    last: tuple[int, int] = (0, 0)
    pending: int = 0
    since: int = 0
    path: Node | None = None
    settled: int = 0

    @property
    def total(self) -> float:
        """Nats: what the damage and what the characters cost."""
        return self.cost + self.tail[1][-1]

    def charged(self, cost: float) -> Hypothesis:
        """The same, less likely."""
        return self._replace(cost=self.cost + cost)


class Decoded(NamedTuple):
    """[start, end) of the text read anew; ``rivals`` are other readings, with how many nats they stand behind."""

    start: int
    end: int
    nodes: list[Node]
    rivals: list[tuple[float, list[Node]]]
    total: float


def nodes_of(hypothesis: Hypothesis) -> list[Node]:
    """The characters in order."""
    found, node = [], hypothesis.path
    while node:
        found.append(node)
        node = node.before
    return found[::-1]
