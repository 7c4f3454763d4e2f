"""How telling a piece of Chinese text is: characters, pairs of neighbours, Latin words, and how many texts hold each.

Texts are read many at once as one array of code points. Each piece has a 64-bit hash that is the same on every machine
and in every year, so that a table of counts can be kept and read again.
"""
# house: allow chinese: the words that people use in every text; no word of a screen

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]

CHAR, PAIR, WORD = 0, 1, 2  # a Han character; two neighbouring units; a run of Latin letters or digits
LONGEST: Final = 20_000  # characters of one text that are read; what follows says no more
BITS: Final = 20
_LAYOUT: Final = 1  # of the bytes; raise it when they change
_WIDTHS: Final = range(10, 25)
_BLOCK: Final = 2_000
_FACTOR: Final = 0x9E3779B97F4A7C15
_INVERSE: Final = pow(_FACTOR, -1, 1 << 64)
_LAST: Final = 0x31FFF  # no letter stands behind it
_BREAK, _EASTERN, _WESTERN, _NOTHING = range(4)
_EAST: Final = 0x2E80  # from here on a letter is a word's part of its own
_SUPPOSED: Final = 40  # texts taken for read before the first one is
_COMMON: Final = (
    "的了我是不在有么这一个还要可以能怎什为吗呢吧啊你您们就都也和与到说没请问上下来去给让把被很多人好时候会对从但而及或等"
    "，什么，怎么，为什，为何，如何，怎样，可以，我们，你们，您好，你好，请问，没有，现在，已经，是不，不是，一个，这个，因为，所以，"
    "希望，谢谢，感谢，领导，有关，部门，解决，反映，问题，情况，尊敬，敬的，关于，公司，企业，我司，能不，不能，是否，一下"
)


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of several texts, in the order of reading: whose it is, its kind, its hash, its span of ``joined``."""

    joined: str
    texts: int
    owner: Ints
    kind: NDArray[np.int8]
    hashes: Hashes
    start: Ints
    stop: Ints

    def __getitem__(self, at: int) -> str:
        """The piece as it is written (folded)."""
        return self.joined[self.start[at] : self.stop[at]]


def pieces(texts: Sequence[str]) -> Pieces:
    """Read texts: characters, pairs of neighbours, runs of Latin letters or digits; the rest is left out."""
    codes = _folded(texts)
    owner = np.cumsum(codes == 0) - (codes == 0)
    joined = codes.tobytes().decode("utf-32-le")
    start, stop = _units(codes)
    kind = np.where(codes[start] >= _EAST, CHAR, WORD).astype(np.int8)
    near = np.flatnonzero(stop[:-1] == start[1:])
    starts, stops = np.concatenate([start, start[near]]), np.concatenate([stop, stop[near + 1]])
    kinds = np.concatenate([kind, np.full(len(near), PAIR, np.int8)])
    order = np.argsort(starts, kind="stable")
    starts, stops = starts[order], stops[order]
    return Pieces(joined, len(texts), owner[starts], kinds[order], _hashes(codes, starts, stops), starts, stops)


def hashed(tokens: Sequence[str]) -> Hashes:
    """The hash of each token as it stands: the one that ``pieces`` gives the same characters."""
    codes = np.frombuffer("".join(tokens).encode("utf-32-le", "replace"), "<u4")
    stop = np.cumsum([len(token) for token in tokens], dtype=np.int64)
    return _hashes(codes, np.concatenate([stop[:0], [0], stop[:-1]])[: len(stop)].astype(np.int64), stop)


class Frequencies:
    """How many texts hold a piece; a fixed table, so that it does not grow with the texts."""

    def __init__(self, bits: int = BITS) -> None:
        """A table of ``2**bits`` counts of 4 bytes, the supposed texts in it; pieces that share a count are one."""
        self.total = _SUPPOSED
        self.counts = np.zeros(1 << bits, np.int32)
        self.counts[self._places(_common())] = _SUPPOSED * 3 // 5

    @property
    def texts(self) -> int:
        """How many texts were counted in."""
        return self.total - _SUPPOSED

    def add(self, texts: Iterable[str]) -> None:
        """Count texts in; each piece once a text."""
        rest = iter(texts)
        while block := list(islice(rest, _BLOCK)):
            read = pieces(block)
            once = np.unique(read.owner * len(self.counts) + self._places(read.hashes))
            self.counts += np.bincount(once % len(self.counts), minlength=len(self.counts)).astype(np.int32)
            self.total += len(block)

    def held(self, hashes: Hashes) -> Ints:
        """How many texts hold each piece, the supposed ones included."""
        return self.counts[self._places(hashes)].astype(np.int64)

    def idf(self, hashes: Hashes) -> Floats:
        """How telling each piece is: the logarithm of all texts over those that hold it; 0 for what stands in all."""
        held = self.counts[self._places(hashes)].astype(np.float32)
        telling: Floats = np.maximum(np.log(np.float32(self.total + 1) / (held + np.float32(0.5))), np.float32(0))
        return telling

    def to_bytes(self) -> bytes:
        """The table for keeping."""
        file = BytesIO()
        head = np.array([_LAYOUT, self.total], np.int32)
        np.save(file, np.concatenate([head, self.counts]), allow_pickle=False)
        return file.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Frequencies:
        """The table that was kept; raises ValueError when it is none, is cut off, or of another layout."""
        try:
            read = np.load(BytesIO(data), allow_pickle=False)
        except (ValueError, EOFError, OSError, MemoryError, SyntaxError) as error:
            raise ValueError("not a table of frequencies") from error
        if not isinstance(read, np.ndarray) or read.dtype != np.int32 or read.ndim != 1 or len(read) < 2:
            raise ValueError("not a table of frequencies")
        layout, total, counts = int(read[0]), int(read[1]), read[2:]
        if layout != _LAYOUT or len(counts) not in {1 << bits for bits in _WIDTHS}:
            raise ValueError("a table of frequencies of another layout")
        if counts.min() < 0 or counts.max() > total or total < _SUPPOSED:
            raise ValueError("a table of frequencies with impossible counts")
        made = cls(len(counts).bit_length() - 1)
        made.total, made.counts = total, counts.copy()
        return made

    def _places(self, hashes: Hashes) -> Ints:
        return (hashes >> np.uint64(64 - (len(self.counts).bit_length() - 1))).astype(np.int64)


def _folded(texts: Sequence[str]) -> NDArray[np.uint32]:
    """The code points of all texts with a 0 behind each; folded as ``kit.text.fold`` does, but in one go."""
    joined = "".join(text[:LONGEST].replace("\0", " ") + "\0" for text in texts)
    folded = unicodedata.normalize("NFKC", joined).casefold()
    codes = np.frombuffer(folded.encode("utf-32-le", "replace"), "<u4")
    kept: NDArray[np.uint32] = codes[_kinds()[np.minimum(codes, _LAST)] != _NOTHING]
    return kept


def _units(codes: NDArray[np.uint32]) -> tuple[Ints, Ints]:
    """Where units begin and end: each Eastern letter for itself, Latin letters and digits by the run."""
    kinds = _kinds()[np.minimum(codes, _LAST)]
    east, run = kinds == _EASTERN, kinds == _WESTERN
    opens = run & ~np.concatenate([[False], run[:-1]])
    closes = run & ~np.concatenate([run[1:], [False]])
    return np.flatnonzero(east | opens), np.flatnonzero(east | closes) + 1


@cache
def _kinds() -> NDArray[np.int8]:
    """What each code point is."""
    return np.array([_kind(code) for code in range(_LAST + 1)], np.int8)


def _kind(code: int) -> int:
    char = chr(code)
    if char.isalnum():
        return _EASTERN if code >= _EAST else _WESTERN
    hidden = code > 0 and (char.isspace() or unicodedata.category(char) in {"Cc", "Cf"})
    return _NOTHING if hidden else _BREAK


def _hashes(codes: NDArray[np.uint32], start: Ints, stop: Ints) -> Hashes:
    """The hash of each span: its code points as digits of a number, whatever stands before it."""
    up, down = _powers(_FACTOR, len(codes)), _powers(_INVERSE, len(codes))
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(_mixed(codes.astype(np.uint64)) * up[:-1])])
    return _mixed((sums[stop] - sums[start]) * down[start])


def _powers(base: int, most: int) -> Hashes:
    """The powers of ``base`` from 0 to ``most``, modulo 2**64."""
    known = _known_powers(base, 17)
    return (known if most < len(known) else _known_powers(base, most.bit_length()))[: most + 1]


@cache
def _known_powers(base: int, bits: int) -> Hashes:
    return np.concatenate([np.ones(1, np.uint64), np.cumprod(np.full((1 << bits) - 1, base, np.uint64))])


def _mixed(values: Hashes) -> Hashes:
    """Spread the bits of each value over all 64."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


@cache
def _common() -> Hashes:
    """What stands in nearly every text anywhere: known before the first text is read."""
    chars, *words = _COMMON.split("，")
    return hashed(sorted({*chars, *words}))
