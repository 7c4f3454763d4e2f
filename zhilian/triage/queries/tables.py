"""How telling words are, from the tables of frequencies: read once per process, and again when counted anew."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from zhilian.triage.models import FrequencyTable, SearchEntry
from zhilian.triage.rules.frequencies import Frequencies, hashed
from zhilian.triage.rules.questions import Node, Token, counted_as, leaves
from zhilian.triage.rules.tokens import counted_scope

SECONDS: Final = 120.0  # until it is looked whether a table was counted anew
KEPT_FOR: Final = 5.0  # seconds in which fewer than 4,096 things of one kind come about
LARGE: Final = 20_000  # things of one kind from which on it is always asked by itself
HEAVY: Final = 30_000  # texts with words of one beginning, from which on the index is slow to gather them


@dataclass(slots=True)
class _Kept:
    until: float = 0.0
    counted_at: datetime | None = None
    table: Frequencies = field(default_factory=lambda: Frequencies(10))


_KEPT: dict[str, _Kept] = {}
_LAST: dict[str, tuple[float, int]] = {}


def frequencies(kind: str) -> Frequencies:
    """In how many texts of a kind each word occurs; an empty table until it was counted."""
    kept, now = _KEPT.setdefault(kind, _Kept()), time.monotonic()
    if now >= kept.until:
        counted_at = FrequencyTable.objects.filter(kind=kind).values_list("counted_at", flat=True).first()
        if counted_at != kept.counted_at:
            data = FrequencyTable.objects.filter(kind=kind).values_list("data", flat=True).first()
            kept.table = Frequencies.from_bytes(bytes(data)) if data else Frequencies(10)
            kept.counted_at = counted_at
        kept.until = now + SECONDS
    return kept.table


def forget() -> None:
    """Read the tables anew."""
    _KEPT.clear()
    _LAST.clear()


def is_largest(kind: str) -> bool:
    """Whether there is most of this kind, so that its own mark says nothing."""
    return frequencies(kind).texts > LARGE and all(
        frequencies(kind).texts >= kept.table.texts for other, kept in list(_KEPT.items()) if other != kind
    )


def is_heavy(token: Token) -> bool:
    """Whether the words of one beginning are too many, in all kinds together, to be gathered from the index."""
    if not token.starts or not (word := counted_as(token)):
        return False
    hashes = hashed([word])
    return sum(int(kept.table.held(hashes)[0]) for kept in list(_KEPT.values())) > HEAVY


def last_key(kind: str) -> int:
    """The highest key of a kind, as it was within the last seconds."""
    until, last = _LAST.get(kind, (0.0, 0))
    now = time.monotonic()
    if now >= until:
        rows = SearchEntry.objects.filter(kind=kind).order_by("-object_id")
        last = rows.values_list("object_id", flat=True).first() or 0
        _LAST[kind] = (now + KEPT_FOR, last)
    return last


def held(kind: str, *nodes: Node | None) -> dict[str, float]:
    """About how many texts hold each token asked for; 0 for what is not counted and taken for rare."""
    tokens = {leaf.text: word for node in nodes if node for leaf in leaves(node) if (word := counted_as(leaf))}
    if not tokens:
        return {}
    counts = frequencies(kind).held(hashed(list(tokens.values())))
    return dict(zip(tokens, map(float, counts), strict=True))


def share(kind: str, scopes: Sequence[str]) -> float:
    """Which part of a kind bears one of these marks, as far as it was counted; all of it if there are none."""
    table = frequencies(kind)
    if not scopes or not table.texts:
        return 1.0
    marked = float(table.held(hashed([counted_scope(one) for one in scopes])).sum())
    return min(1.0, marked / table.texts)


def weights(kind: str, words: Iterable[str]) -> dict[str, float]:
    """How telling each word is, at least 0.1; a longer one by its rarest pair."""
    table, asked = frequencies(kind), list(dict.fromkeys(words))
    pairs = [[word[n : n + 2] for n in range(max(len(word) - 1, 1))] if word > "\u2e80" else [word] for word in asked]
    flat = [pair for group in pairs for pair in group]
    if not flat:
        return {}
    idf = iter(table.idf(hashed(flat)).tolist())
    found = {word: max(next(idf) for _ in group) for word, group in zip(asked, pairs, strict=True)}
    return {word: value if math.isfinite(value) and value > 0.1 else 0.1 for word, value in found.items()}
