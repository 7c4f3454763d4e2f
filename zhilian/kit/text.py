"""Text as people type it: cleaned for keeping, folded for matching, cut for display."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain
from typing import Final

_HIDDEN: Final = dict.fromkeys(
    chain(
        (code for code in range(0x01, 0x20) if code not in (0x09, 0x0A)),
        range(0x7F, 0xA0),
        (0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF),
    )
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_BREAK: Final = re.compile("\r\n?|\u2028|\u2029")
_BLANK: Final = re.compile(r"\s+")
_JOINER: Final = "\u200d"
_CLAUSE_END: Final = re.compile(r"[。！？!?；;，,\n]+")
_GREETING: Final = re.compile(
    r"((尊敬的|各位|亲爱的)*(工商联|政府|街道)?的?(领导|老师|同志|工作人员|主席|书记)?们?[你您]?们?好?)|在吗|打扰了|请问|你好"
)
TITLE_LENGTH: Final = 30
_TITLE_ENOUGH: Final = 12  # a shorter clause often says only who writes


def has_nul(text: str) -> bool:
    """Tell whether the text holds a NUL character; such text is refused, not repaired."""
    return "\0" in text


def clean(text: str) -> str:
    """Make prose fit to keep: NFC, one kind of line break, no control or hidden direction characters, no outer blanks.

    Full-width punctuation, rare Han characters and emoji sequences stay as they are. NUL stays too: see ``has_nul``.
    """
    text = _SURROGATE.sub("\ufffd", _BREAK.sub("\n", text))
    text = unicodedata.normalize("NFC", text).translate(_HIDDEN)
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def clean_line(text: str) -> str:
    """Clean and bring onto one line: any run of blanks or breaks becomes one space."""
    return _BLANK.sub(" ", clean(text)).strip()


def fold(text: str) -> str:
    """Fold for matching, not for showing: NFKC (full-width to half-width, （） to ()), case and blanks dropped."""
    plain = _BLANK.sub("", unicodedata.normalize("NFKC", clean(text)))
    return unicodedata.normalize("NFKC", plain.casefold())


def clusters(text: str) -> Iterator[str]:
    """Split into what a person sees as one character: marks, emoji sequences and flags stay whole."""
    current = ""
    for char in text:
        if current and not _continues(current, char):
            yield current
            current = ""
        current += char
    if current:
        yield current


def _continues(current: str, char: str) -> bool:
    if _is_flag_letter(char):
        return len(current) == 1 and _is_flag_letter(current)
    skin_or_tag = "\U0001f3fb" <= char <= "\U0001f3ff" or "\U000e0020" <= char <= "\U000e007f"
    return skin_or_tag or char == _JOINER or current[-1] == _JOINER or unicodedata.category(char)[0] == "M"


def _is_flag_letter(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def shorten(text: str, n: int) -> str:
    """Cut to at most ``n`` code points, the closing … included, never inside a character as a person sees it."""
    if len(text) <= n:
        return text
    kept, room = "", n - 1
    for cluster in clusters(text):
        if len(kept) + len(cluster) > room:
            break
        kept += cluster
    return (kept.rstrip() + "…")[: max(n, 0)]


def title_from(text: str) -> str:
    """Make a title of at most 30 characters from the first clause that says something; greetings are skipped."""
    clauses = [clause for part in _CLAUSE_END.split(clean(text)) if (clause := clean_line(part))]
    telling = [clause for clause in clauses if not _GREETING.fullmatch(clause)] or clauses
    title = ""
    for clause in telling:
        title = f"{title}，{clause}" if title else clause
        if len(title) >= _TITLE_ENOUGH:
            break
    return shorten(title, TITLE_LENGTH)
