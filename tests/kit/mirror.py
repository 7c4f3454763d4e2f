"""A mirror site that damages simplified Chinese as those on the web do, byte for byte; see ``zhilian.kit.repair``."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from functools import cache

from opencc import OpenCC
from pypinyin import Style, pinyin

STAYS = frozenset("后里干于台只余系征了")
TAIWAN = {"于": "於", "制": "製", "面": "麵", "台": "臺"}
BREAKER = 0x00  # put before a matched ! or ?: no trail byte, so that whatever lead stands before it is orphaned


@cache
def _traditional() -> dict[str, str]:
    han = [chr(code) for code in range(0x4E00, 0x9FA6)]
    converted = OpenCC("s2t").convert("\n".join(han)).split("\n")
    return {one: other for one, other in zip(han, converted, strict=True) if one != other and len(other) == 1}


@dataclass
class Mirror:
    """One site: which share of the converted characters it annotates, how it writes readings, what it does after."""

    seed: int = 0
    share: float = 0.4  # of the converted characters that are annotated
    common: bool = True  # only characters whose simplified form is of the first level of GB 2312
    toneless: bool = False
    taiwan: bool = False
    blank_inside: bool = False
    blank_after: bool = False
    marks: bool = True  # whether ! and ? are matched too
    folds: bool = True  # full-width ASCII becomes ASCII
    breaks: int = field(default=0, init=False)  # orphaned bytes so far
    annotations: int = field(default=0, init=False)
    _table: dict[bytes, bytes] = field(default_factory=dict, init=False)

    def show(self, text: str) -> str:
        """The page as a visitor copies it."""
        written = self._replaced("".join(map(self.convert, text)).encode("gbk", "replace"))
        return self._normalised(self._decoded(written))

    def convert(self, char: str) -> str:
        """Simplified to traditional, one character at a time."""
        if self.taiwan and char in TAIWAN:
            return TAIWAN[char]
        if char == "着":
            return "著"
        return char if char in STAYS else _traditional().get(char, char)

    def _reading(self, pair: bytes) -> bytes:
        """What is put behind this pair; nothing for most."""
        if pair not in self._table:
            self._table[pair] = self._looked_up(pair)
        return self._table[pair]

    def _looked_up(self, pair: bytes) -> bytes:
        char = pair.decode("gbk", "ignore")
        if char not in _converted(self.common) and not (self.taiwan and char in TAIWAN.values()):
            return b""
        if random.Random(f"{self.seed}{char}").random() >= self.share:
            return b""
        style = Style.NORMAL if self.toneless else Style.TONE
        reading = pinyin(char, style=style)[0][0]
        return f"({reading}{' ' * self.blank_inside}){' ' * self.blank_after}".encode("gbk")

    def _replaced(self, written: bytes) -> bytes:
        """Every match of the table, wherever a character begins."""
        out, at = bytearray(), 0
        while at < len(written):
            pair = written[at : at + 2]
            if self.marks and pair in (b"\xa3\xa1", b"\xa3\xbf"):
                out += bytes((BREAKER,)) + pair
                at += 2
            elif len(pair) == 2 and pair[0] > 0x80 and (reading := self._reading(pair)):
                out += pair + reading
                self.annotations += 1
                at += 2
            else:
                out.append(written[at])
                at += 1
        return bytes(out)

    def _decoded(self, written: bytes) -> str:
        """As code page 936: an invalid pair becomes one question mark, an undefined one a private character."""
        out, at = [], 0
        while at < len(written):
            byte = written[at]
            if byte < 0x80 or at + 1 == len(written):
                out.append(chr(byte) if 0 < byte < 0x80 else "")
                at += 1
            elif byte in (0x80, 0xFF):
                out.append("€" if byte == 0x80 else "?")
                at += 1
            else:
                out.append(self._pair(written[at : at + 2]))
                at += 2
        return "".join(out)

    def _pair(self, pair: bytes) -> str:
        if pair[1] < 0x40 or pair[1] in (0x7F, 0xFF):
            self.breaks += 1
            return "?"
        char = pair.decode("gbk", "replace")
        return "\ue000" if "\ufffd" in char else char

    def _normalised(self, text: str) -> str:
        plain = text.replace("\ue000", "")
        return fold(plain) if self.folds else plain


@cache
def _converted(common: bool) -> frozenset[str]:
    level = {one for one in _traditional() if "\xb0" <= one.encode("gb2312", "ignore").decode("latin-1")[:1] <= "\xd7"}
    return frozenset(other for one, other in _traditional().items() if one in level or not common) | {"著"}


def fold(text: str) -> str:
    """Full-width ASCII to ASCII."""
    return "".join(chr(ord(c) - 0xFEE0) if "\uff01" <= c <= "\uff5e" else c for c in text)
