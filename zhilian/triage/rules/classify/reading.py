"""Text made even before it is read: one width, no mark-up, digits alike; and many texts laid end to end."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import rjieba
from numpy.typing import NDArray

SUBJECT_READ = 200  # characters read of a subject
BODY_READ = 4_000  # of a body; of the messages measured one in three hundred is longer
RAW_READ = 10  # raw characters looked at per character read: mark-up can be that much longer than what it shows
_HIDDEN = re.compile(r"<(script|style)\b[^>]{0,300}>.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[/!]?[a-zA-Z][^<>]{0,300}>|<!--.*?(?:-->|\Z)", re.DOTALL)
_BLANK = re.compile(r"[\s\x00-\x1f\x7f\u200b-\u200f\ufeff]+")
_GAP = re.compile(r"(?<![!-~]) | (?![!-~])")  # a blank that does not stand between two Latin words
_NUMBERS = {index: ord("0") for index in range(ord("0"), ord("9") + 1)}
Codes = NDArray[np.uint32]


def readable(text: str, length: int) -> str:
    """The text as read: no mark-up, one width, single blanks only between Latin words, at most ``length`` long."""
    text = text[: length * RAW_READ]
    if "<" in text or "&" in text:
        text = html.unescape(_TAG.sub(" ", _HIDDEN.sub(" ", text)))
    text = unicodedata.normalize("NFKC", text.encode("utf-8", "replace").decode("utf-8"))
    return _GAP.sub("", _BLANK.sub(" ", text))[:length]


@cache
def _folding() -> Codes:
    """For every code point of the basic plane the one it is read as: small letters, and 0 for any digit."""
    table = np.arange(0x10000, dtype=np.uint32)
    for code in range(0x10000):
        lower = chr(code).lower()
        if len(lower) == 1:
            table[code] = _NUMBERS.get(code, ord(lower))
    return table


def folded(text: str) -> Codes:
    """The code points a text is read as, one for each of its characters."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    return np.where(codes < 0x10000, _folding()[np.minimum(codes, 0xFFFF)], codes).astype(np.uint32)


def words_of(text: str) -> list[str]:
    """The words of a text, in order; together they are the text."""
    words: list[str] = rjieba.cut(text)
    return words


@dataclass(frozen=True)
class Batch:
    """Texts laid end to end: code points, the field each belongs to (2i subject, 2i+1 body of text i), words."""

    size: int
    text: str
    codes: Codes
    field: NDArray[np.int32]
    word_ends: NDArray[np.int64]


def lay(texts: Sequence[tuple[str, str]]) -> Batch:
    """Read subjects and bodies, at most SUBJECT_READ and BODY_READ characters of each."""
    fields = [
        readable(part, length) for pair in texts for part, length in zip(pair, (SUBJECT_READ, BODY_READ), strict=True)
    ]
    text = "".join(fields)
    lengths = np.array([len(one) for one in fields], dtype=np.int64)
    words = [len(word) for one in fields for word in words_of(one)]
    field = np.repeat(np.arange(len(fields), dtype=np.int32), lengths)
    return Batch(len(texts), text, folded(text), field, np.cumsum(np.array(words, dtype=np.int64)))
