"""What somebody typed, read as a question to the index: terms that must all be there, by word, number or sound.

Blanks separate terms and quotes hold them together. A long question is cut into its words when nobody wrote it in just
these words, and of those the most telling ones are asked for when nobody wrote them all.
"""
# house: allow chinese: words with which people ask and that tell nothing; no word of a screen

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import rjieba

from zhilian.kit.text import clean
from zhilian.triage.rules import tokens as t
from zhilian.triage.rules.questions import All, Either, Node, Token

LONGEST: Final = 200  # characters of a question that are read
MOST_CHUNKS: Final = 8
_GRAMS: Final = 6  # pairs of one phrase that are looked up; the phrase itself is compared afterwards
_TELLING: Final = 5  # words of which one is enough, when nobody wrote them all
_QUOTED: Final = re.compile('["“”「」『』]([^"“”「」『』]+)["“”「」『』]')
_MARKS: Final = re.compile('["“”「」『』\0]')
_SAID: Final = (
    "的 了 吗 呢 啊 吧 呀 哦 嗯 是 在 有 和 与 及 或 对 把 被 给 让 去 到 来 从 向 为 于 就 都 也 还 又 很 太 最 "
    "更 想 要 会 能 可 该 请 我 你 您 他 她 它 们 咱 这 那 哪 谁 啥 咋 怎 几 个 一 不 没 上 下 里 中 后 前 等 并 "
    "但 而 且 则 之 其 此 怎么 怎样 怎么办 如何 什么 为什么 为何 哪里 哪些 哪个 哪儿 多少 是否 是不是 能不能 "
    "可不可以 有没有 可以 能够 需要 应该 请问 我们 你们 他们 咱们 我司 这个 那个 这些 那些 一个 一下 一些 关于 "
    "有关 对于 因为 所以 如果 但是 以及 或者 已经 现在 希望 谢谢 感谢 您好 你好 麻烦 帮忙 问题 情况 事情 东西 "
    "想问 咨询 请教 知道 告诉 喺 唔 咁 嘅 咩 点样 乜嘢 边度 "
)
_STOP: Final = frozenset(_SAID.split())


@dataclass(frozen=True, slots=True)
class Chunk:
    """What stood between blanks or in quotes: ``runs`` without anything between them are one of ``phrases``."""

    text: str
    phrases: tuple[str, ...]
    quoted: bool = False

    @property
    def letters(self) -> str:
        """The chunk if it may be the sound of a name: two letters or more, digits only after them; else empty."""
        joined = "".join(self.phrases)
        return joined if len(joined) > 1 and joined.isascii() and joined.isalnum() and joined[0].isalpha() else ""

    @property
    def number(self) -> bool:
        """Whether it may be the number of a thing, or its beginning."""
        return any(char.isdigit() for char in self.text) and len(self.text) <= 40


@dataclass(frozen=True, slots=True)
class Asked:
    """The question: chunks of which every one must be found, and the whole as one name."""

    chunks: tuple[Chunk, ...]
    whole: str

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.chunks)


def read(words: str) -> Asked:
    """Read what was typed; whatever it is gives a question, and an empty one finds nothing."""
    text = unicodedata.normalize("NFKC", clean(words[:LONGEST].replace("\0", " "))).casefold()
    text = unicodedata.normalize("NFKC", text)[:LONGEST]
    chunks = [chunk for chunk in _chunks(text) if chunk.phrases][:MOST_CHUNKS]
    return Asked(tuple(dict.fromkeys(chunks)), "".join(t.runs(text))[: t.LONGEST_NAME])


def _chunks(text: str) -> Iterator[Chunk]:
    for inner in _QUOTED.findall(text):
        yield _chunk(inner, quoted=True)
    for part in _MARKS.sub(" ", _QUOTED.sub(" ", text)).split():
        yield _chunk(part)


def _chunk(text: str, *, quoted: bool = False) -> Chunk:
    return Chunk(text, tuple(_phrases(t.plain(text) if quoted else text)), quoted)


def _phrases(text: str) -> Iterator[str]:
    """Runs that touch each other are one phrase."""
    yield from filter(None, re.split(r"[\W_\ua000-\ua00f]+", text))


# ---- the ways to ask


def words_of(asked: Asked) -> tuple[str, ...]:
    """The words of the question without those that tell nothing; of quotes the whole phrase."""
    found: dict[str, None] = {}
    for chunk in asked.chunks:
        for phrase in chunk.phrases:
            found |= dict.fromkeys([phrase] if chunk.quoted else _cut(phrase))
    return tuple(found)


def _cut(phrase: str) -> list[str]:
    """The words of a phrase without those that tell nothing; the phrase where no word of two characters is left.

    Single characters that follow each other are a word that the dictionary does not know, such as a name.
    """
    if len(phrase) < 3 or phrase.isascii():
        return [phrase]
    words = [""]
    for word in rjieba.cut(phrase):
        known = len(word) > 1 or word in _STOP
        words[-1:] = [words[-1], word, ""] if known else [words[-1] + word]
    return [word for word in words if word not in _STOP and len(word) > 1 and word.isalnum()] or [phrase]


def split_further(asked: Asked) -> bool:
    """Whether its words say less than its phrases do, so that asking for them may find more."""
    return words_of(asked) != tuple(dict.fromkeys(p for chunk in asked.chunks for p in chunk.phrases))


def exactly(asked: Asked, *, titled: bool = False) -> Node | None:
    """Every chunk as it was typed: as text, as a number or as the sound of a name."""
    nodes = [_ways(chunk, titled) for chunk in asked.chunks]
    whole = [node for node in nodes if not _single(node)]
    return _all(whole or nodes[:1], apart=True)


def is_one_character(asked: Asked) -> bool:
    """Whether nothing but single characters is asked for: too many titles begin a word with one."""
    node = exactly(asked)
    return node is not None and _single(node)


def by_words(words: Sequence[str], *, titled: bool = False) -> Node | None:
    """Every word, wherever it stands."""
    nodes = [_phrase(word, titled) for word in words]
    return _all([node for node in nodes if not _single(node)] or nodes[:1], apart=True)


def by_any(words: Sequence[str], *, titled: bool = False) -> Node | None:
    """At least one of the words, given the most telling first."""
    telling = [word for word in words if len(word) > (2 if word.isascii() else 1) and not word.isdigit()]
    nodes = [_phrase(word, titled) for word in telling[:_TELLING]]
    return Either(tuple(nodes)) if nodes else None


def wholly(asked: Asked) -> Node:
    """A thing of exactly this name or title, or of this number."""
    found: list[Node] = [Token(t.WHOLE + asked.whole)]
    if len(asked.chunks) == 1 and asked.chunks[0].number:
        found += _numbers(asked.chunks[0])
    return Either(tuple(found))


def _ways(chunk: Chunk, titled: bool) -> Node:
    ways: list[Node] = [_all([_phrase(phrase, titled) for phrase in chunk.phrases]) or Token(t.WHOLE)]
    if not chunk.quoted:
        ways += _numbers(chunk) if chunk.number else []
        ways += _sounds(chunk.letters) if chunk.letters else []
    return ways[0] if len(ways) == 1 else Either(tuple(ways))


def _phrase(phrase: str, titled: bool) -> Node:
    mark = t.TITLE if titled else ""
    grams: dict[str, None] = {}
    for run in t.runs(phrase):
        grams |= dict.fromkeys(t.grams(run))
    nodes = [_gram(mark, gram) for gram in _spaced(list(grams))]
    return _all([node for node in nodes if not _single(node)] or nodes[:1]) or Token(t.WHOLE)


def _gram(mark: str, gram: str) -> Token:
    """A pair or a number as it stands; a single character, or a word of letters, by its beginning."""
    by_start = len(gram) == 1 if t.is_east(gram) else len(gram) > 1 and not gram.isdigit()
    return Token(mark + t.safe(gram), by_start)


def _spaced(grams: list[str]) -> list[str]:
    """At most six of the pairs, spread over the phrase."""
    if len(grams) <= _GRAMS:
        return grams
    return [grams[round(n * (len(grams) - 1) / (_GRAMS - 1))] for n in range(_GRAMS)]


def _numbers(chunk: Chunk) -> list[Node]:
    found: list[Node] = [Token(t.code_key(t.parts_of(chunk.text)))]
    start = t.squeezed(chunk.text)
    if len(start) >= _begun(start):
        found.append(Token(t.CODE + t.safe(start), starts=True))
    return found


def _begun(start: str) -> int:
    """From how many characters on the beginning of a number says more than its year, or where a firm is registered."""
    bare = start.lstrip("abcdefghijklmnopqrstuvwxyz")
    if bare.startswith("20"):
        return len(start) - len(bare) + 7
    return 10 if start.startswith("9") else 4


def _sounds(letters: str) -> list[Node]:
    """Names by initials; from four letters on also by pinyin."""
    if len(letters) in (2, 3):
        return [Token(t.SHORT + letters)]
    return [Token(t.INITIALS + letters[:16], starts=True), Token(t.PINYIN + letters[:32], starts=True)]


def _single(node: Node) -> bool:
    """Whether only one character is asked for, by its beginning: dear to look up, cheap to compare."""
    return isinstance(node, Token) and node.starts and len(node.text.removeprefix(t.TITLE)) == 1


def _all(nodes: Sequence[Node], *, apart: bool = False) -> Node | None:
    if len(nodes) < 2:
        return nodes[0] if nodes else None
    return All(tuple(nodes), apart)
