"""What of a thing goes into the index, and what of a question is looked up there: the same tokens on both sides.

Han text becomes overlapping pairs of characters and the last character of each run, so that every two characters that
stand together are found, and one character by its beginning. Words of letters and digits stay whole. Marks of another
sense (a title, a number, who may be concerned) begin with a Yi syllable that no text brings along.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from zhilian.kit.text import clean
from zhilian.triage.rules.names import Spelling, is_short, spellings

TITLE, INITIALS, PINYIN, SHORT, CODE, WHOLE, KIND, FEDERATION, SCOPE, BUCKET = "ꀀꀁꀂꀃꀄꀅꀆꀇꀈꀉ"
_BETWEEN, _FAR = "ꀊ", "ꀏ"
BUCKET_BITS: Final = 12  # 4,096 keys to a bucket
LONGEST: Final = 60_000  # characters of one text that are indexed
_LONGEST_WORD: Final = 40
_PARTS_KNOWN: Final = 5  # a credit code has more; nobody asks for its last ones
LONGEST_NAME: Final = 60
_UNITS: Final = re.compile(r"[^\W_\u2e80-\U0010ffff]+|[^\W_\u0000-\u2e7f\ua000-\ua00f]+")
_BROKEN_LINE: Final = re.compile(r"(?<=[\u2e80-\U0003ffff])\s+(?=[\u2e80-\U0003ffff])")
_PARTS: Final = re.compile(r"[0-9]+|[a-z]+|[^\W_0-9a-z\ua000-\ua00f]+")
_RARE: Final = re.compile("[\U00010000-\U0010ffff]")
_COUNTED: Final = "0q0"  # in front of counted letters, so that they are no word of anybody's
EAST: Final = "\u2e80"  # from here on a letter is a word's part of its own


def plain(text: str) -> str:
    """Fold for the index: half width, lower case; blanks between Han characters dropped, others kept."""
    folded = unicodedata.normalize("NFKC", clean(text[:LONGEST])).casefold()
    return _BROKEN_LINE.sub("", unicodedata.normalize("NFKC", folded))


def runs(text: str) -> list[str]:
    """The unbroken runs of folded text: Han (and other Eastern) characters, or letters and digits."""
    return _UNITS.findall(text)


def is_east(run: str) -> bool:
    """Whether the run is of characters of which each is a part of a word."""
    return run[:1] >= EAST


def grams(run: str) -> list[str]:
    """What of one run is looked up: its pairs of characters; a word as it stands."""
    if not is_east(run):
        return [run[:_LONGEST_WORD]]
    return [run[n : n + 2] for n in range(len(run) - 1)] or [run]


def text_tokens(text: str) -> set[str]:
    """The tokens of folded text."""
    found: set[str] = set()
    for run in runs(text):
        found.update(grams(run))
        if is_east(run):
            found.add(run[-1])
    return found


def parts_of(code: str) -> list[str]:
    """The parts of a number, each without leading zeros: LG-2026-000317 → lg, 2026, 317."""
    return [part.lstrip("0") or "0" if part.isdigit() else part for part in _PARTS.findall(plain(code))][:12]


def code_key(parts: Iterable[str]) -> str:
    """The token of a number of these parts."""
    return CODE + _BETWEEN.join(parts)


def squeezed(code: str) -> str:
    """A number without what stands between its parts, for its beginning: LG-2026-0003 → lg20260003."""
    return "".join(_PARTS.findall(plain(code)))[:_LONGEST_WORD]


def code_tokens(code: str) -> Iterator[str]:
    """A number is found whole, by its last parts (2026-317, 317) and by its beginning with or without its letters."""
    parts, whole = parts_of(code), squeezed(code)
    yield from (code_key(parts[n:]) for n in range(len(parts) if len(parts) <= _PARTS_KNOWN else 1))
    yield CODE + whole
    if bare := whole.lstrip("abcdefghijklmnopqrstuvwxyz"):
        yield CODE + bare


def whole_key(name: str) -> str:
    """The token of a whole name or title, whatever stands between its words."""
    return WHOLE + "".join(runs(plain(name)))[:LONGEST_NAME]


def scope_key(mark: str) -> str:
    """The token of a mark of who may be concerned, e.g. ``unit-17``."""
    return SCOPE + _BETWEEN.join(_PARTS.findall(mark.lower()))


def federation_key(federation_id: int) -> str:
    """The token of a tenant."""
    return f"{FEDERATION}{federation_id}"


def kind_key(kind: str) -> str:
    """The token of a kind of things."""
    return KIND + kind


def bucket_key(kind: str, bucket: int) -> str:
    """The token of 4,096 neighbouring things of one kind."""
    return f"{BUCKET}{kind}{_BETWEEN}{bucket}"


def spelling_tokens(spelling: Spelling) -> Iterator[str]:
    """A name from one of its words on: initials and full pinyin, found by their beginnings; two and three initials."""
    initials, full = spelling.initials, spelling.pinyin
    yield INITIALS + initials
    yield PINYIN + full
    yield from (SHORT + initials[:n] for n in (2, 3) if len(initials) >= n)


@lru_cache(maxsize=1 << 16)
def name_tokens(name: str) -> str:
    """A name as a whole, and as it is spelled: tokens with blanks between them, so that many names can be kept."""
    told = dict.fromkeys(token for spelling in spellings(name) for token in spelling_tokens(spelling))
    return " ".join([whole_key(name), *told])


def tokens_of(
    title: str, body: str = "", names: Iterable[str] = (), codes: Iterable[str] = (), marks: Iterable[str] = ()
) -> list[str]:
    """All tokens of one thing, in order; ``marks`` are tokens made already."""
    found = text_tokens(head := plain(title))
    found |= {TITLE + token for token in found}
    found.update(text_tokens(plain(body)))
    found.add(whole_key(head))
    for name in names:
        found |= (words := text_tokens(folded := plain(name)))
        found |= {TITLE + token for token in words} if is_short(folded, head) else set()
        found.update(name_tokens(name).split())
    for code in codes:
        found.update(code_tokens(code))
    found.update(marks)
    return sorted(map(safe, found)) if _RARE.search("".join(found)) else sorted(found)


def safe(token: str) -> str:
    """The token with characters that an old SQLite takes for no letters written as numbers."""
    return token if token.isascii() else _RARE.sub(lambda char: f"{_FAR}{ord(char[0]):x}{_FAR}", token)


def counted(title: str, body: str, names: Iterable[str], scopes: Iterable[str] = ()) -> str:
    """The text of which frequencies are counted: what is read, the beginnings of spelled names and marks as words."""
    spelled = {word for name in names for token in name_tokens(name).split() if (word := counted_sound(token))}
    return "，".join((title, body, *names, *spelled, *map(counted_scope, scopes)))


def counted_scope(mark: str) -> str:
    """The word under which a mark of who may be concerned is counted."""
    return _COUNTED + "".join(_PARTS.findall(mark.lower()))


def counted_sound(token: str) -> str:
    """The word under which a token of a name's sound is counted: two or three initials, four letters of pinyin."""
    letters = token[1:]
    if token[0] in (SHORT, INITIALS):
        return f"{_COUNTED}{min(len(letters), 3)}{letters[:3]}"
    return f"{_COUNTED}4{letters[:4]}" if token[0] == PINYIN else ""
