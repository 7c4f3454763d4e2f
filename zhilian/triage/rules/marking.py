"""Where words stand in a text, so that they can be marked on a page."""

import unicodedata
from collections.abc import Iterable
from itertools import pairwise

Piece = tuple[str, bool]


def marked(text: str, words: Iterable[str]) -> list[Piece]:
    """The text in pieces, each with whether it belongs to one of the words; width and case do not matter."""
    even = "".join(map(_even, text))
    inside = bytearray(len(text))
    for word in {"".join(map(_even, one)) for one in words if one.strip()}:
        at = even.find(word)
        while at >= 0:
            inside[at : at + len(word)] = b"\1" * len(word)
            at = even.find(word, at + 1)
    return _pieces(text, inside)


def _even(char: str) -> str:
    """One character for one, so that places stay places."""
    plain = unicodedata.normalize("NFKC", char).casefold()
    return plain if len(plain) == 1 else char


def _pieces(text: str, inside: bytearray) -> list[Piece]:
    turns = [at for at in range(1, len(text)) if inside[at] != inside[at - 1]]
    bounds = [0, *turns, len(text)]
    return [(text[a:b], bool(inside[a])) for a, b in pairwise(bounds) if a < b]
