"""A question to the index: tokens that must be there, together or by chance, as both databases are asked for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from zhilian.triage.rules import tokens as t


@dataclass(frozen=True, slots=True)
class Token:
    """One token to look up, or all that begin with it."""

    text: str
    starts: bool = False


@dataclass(frozen=True, slots=True)
class All:
    """Every part must be there; parts ``apart`` have nothing to do with each other, others come together."""

    parts: tuple[Node, ...]
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Either:
    """One of the parts must be there."""

    parts: tuple[Node, ...]


Node = Token | All | Either


def tsquery(node: Node) -> str:
    """The question for PostgreSQL."""
    if isinstance(node, Token):
        return f"'{node.text}'{':*' if node.starts else ''}"
    joint = " & " if isinstance(node, All) else " | "
    return f"({joint.join(map(tsquery, node.parts))})"


def match(node: Node) -> str:
    """The question for SQLite's FTS5."""
    if isinstance(node, Token):
        return f'"{node.text}"{" *" if node.starts else ""}'
    joint = " AND " if isinstance(node, All) else " OR "
    return f"({joint.join(map(match, node.parts))})"


def both(*nodes: Node | None) -> Node:
    """All of these together; those not given ask for nothing."""
    return All(tuple(node for node in nodes if node is not None))


def one_of(keys: Sequence[str]) -> Node:
    """One of these tokens."""
    return Token(keys[0]) if len(keys) == 1 else Either(tuple(map(Token, keys)))


def expected(node: Node, held: Mapping[str, float], texts: float) -> float:
    """About how many of so many texts can be found: what comes together by its rarest part, what is apart by chance."""
    if isinstance(node, Token):
        return held.get(node.text, 0.0)
    counts = [expected(part, held, texts) for part in node.parts]
    if isinstance(node, Either):
        return sum(counts)
    return texts * prod(min(1.0, count / texts) for count in counts) if node.apart and texts else min(counts)


def rarest(node: Node, held: Mapping[str, float], most: int = 3) -> Node:
    """The question with only the rarest pairs of each phrase: what was found is compared with the phrase afterwards."""
    if isinstance(node, Token):
        return node
    if isinstance(node, Either):
        return Either(tuple(rarest(part, held, most) for part in node.parts))
    if node.apart or not all(isinstance(part, Token) for part in node.parts):
        return All(tuple(rarest(part, held, most) for part in node.parts), node.apart)
    return All(tuple(sorted(node.parts, key=lambda part: expected(part, held, 0.0))[:most]))


def without_sounds(node: Node, heavy: Callable[[Token], bool]) -> Node | None:
    """The question without the sounds that are too common to be gathered; None where nothing is left of it."""
    if isinstance(node, Token):
        return None if is_sound(node) and heavy(node) else node
    parts = [without_sounds(part, heavy) for part in node.parts]
    kept = tuple(part for part in parts if part)
    if isinstance(node, Either):
        return Either(kept) if kept else None
    return All(kept, node.apart) if len(kept) == len(parts) else None


def is_sound(token: Token) -> bool:
    """Whether a name is asked for by its initials or pinyin."""
    return token.text[:1] in (t.INITIALS, t.PINYIN)


def leaves(node: Node) -> Iterator[Token]:
    """The tokens of a question."""
    if isinstance(node, Token):
        yield node
    else:
        for part in node.parts:
            yield from leaves(part)


def counted_as(token: Token) -> str:
    """The word under which a token was counted; empty for what is taken for rare."""
    if token.text[:1] == t.TITLE:
        return token.text[1:]
    return t.counted_sound(token.text) if "\ua000" <= token.text[:1] <= "\ua00f" else token.text
