"""Naming an issue by its own words: the part of a member's subject that says most of what all of them say.

Words are found in the group itself, too: characters that stand together in many of its texts are a word there, though
no dictionary knows the place or the firm. Who sends much is heard once.
"""
# house: allow chinese: how people begin and end a request; no word of a screen

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import rjieba

from zhilian.kit.text import clean_line, shorten
from zhilian.triage.rules.frequencies import Frequencies, hashed
from zhilian.triage.rules.hot.texts import Group, Text
from zhilian.triage.rules.hot.vectors import BODY, SUBJECT

LONGEST: Final = 20
WORDS: Final = 6
_VOICES: Final = 100
"""Senders that are heard, the newest."""
_BODY: Final = 100
"""Characters of a body in which the group's own words are looked for."""
_BODY_COUNTS: Final = 0.5
"""What stands only in the body is said half as loud as in the subject."""
_COST: Final = 1.1
"""What a character must bring to lengthen a name."""
_TELLING: Final = 3.0
"""A word is telling when its pairs of characters stand in at most about one of twenty texts, on average."""
_EMPTY: Final = 0.5
"""A character in most texts begins and ends no word of the group."""
_SHARED: Final = 0.3
"""A word of the group is said by at least this share of the senders."""
_WHOLE: Final = 0.8
"""A string is only part of a longer word when the longer one is said this often where it is said."""
_LONG: Final = 10
_SHORT: Final = 8
_OPENING: Final = re.compile(
    r"(?:^|(?<=[\s，。！!：:、]))(?:尊敬的?|各位|领导|您好|你好|再次|强烈|紧急|恳请|恳求|请求|请问|请教|请|希望|要求|呼吁|建议|反映|反应|"
    r"反馈|投诉|举报|咨询|询问|求助|关于|对于|解决|处理|查处|督促|尽快|一下|有关部门|政府|书记|市长|区长)+"
)
_ENDING: Final = re.compile(
    r"(?:[等之的]*(?:相关|有关|若干|一些)?(?:问题|事宜|情况|建议|投诉|咨询|疑问|请求|反映))+[\s。！!？?]*$"
)
_HAS_LETTER: Final = re.compile(r"\w")
_ASCII: Final = re.compile(r"[!-~]+")
_RUN: Final = re.compile(r"[\w·]+")


@dataclass(frozen=True, slots=True)
class Named:
    """The name of an issue, at most 20 characters, and up to six telling words, the most telling first."""

    name: str
    words: tuple[str, ...]


def named(group: Group | Sequence[Text], table: Frequencies) -> Named:
    """Name a group by a part of one of its subjects; ``table`` tells common words from telling ones."""
    texts = list(group.texts if isinstance(group, Group) else group)
    voices = _Voices(texts, table)
    return Named(_name(texts, voices) or _first_words(texts), tuple(_words(voices)))


class _Voices:
    """What the senders of a group say, each heard once."""

    def __init__(self, texts: Sequence[Text], table: Frequencies) -> None:
        latest = {text.sender: text for text in texts}
        heard = list(latest.values())[-_VOICES:]
        self.subjects = [_trouble(clean_line(text.subject[:SUBJECT])) for text in heard]
        self.bodies = [clean_line(text.body[:BODY]) for text in heard]
        self._lines = [f"{subject}\n{body}" for subject, body in zip(self.subjects, self.bodies, strict=True)]
        self._table = table
        self._idf: dict[str, float] = {}
        self._share: dict[str, float] = {}
        self.own = sorted(self._own_words(), key=lambda word: (-len(word), word))
        self._splitter = re.compile("(" + "|".join(map(re.escape, self.own)) + ")") if self.own else None

    def share(self, word: str) -> float:
        """How many say it, 0…1."""
        if word not in self._share:
            subjects = [word in subject for subject in self.subjects]
            only = sum(word in body for body, told in zip(self.bodies, subjects, strict=True) if not told)
            self._share[word] = (sum(subjects) + _BODY_COUNTS * only) / len(subjects)
        return self._share[word]

    def idf(self, pair: str) -> float:
        """How rare two characters are elsewhere: their idf had the group's own texts not been counted."""
        if pair not in self._idf:
            place = hashed([pair.casefold()])
            held, own = float(self._table.held(place)[0]), sum(pair in line for line in self._lines)
            self._idf[pair] = float(self._table.idf(place)[0]) + math.log((held + 0.5) / (max(held - own, 0) + 0.5))
        return self._idf[pair]

    def rare(self, word: str) -> float:
        """How rare a word is: its pairs on average; 0 for punctuation and figures."""
        if not _HAS_LETTER.search(word) or word.isdigit():
            return 0.0
        return sum(map(self.idf, pairs(word))) / len(pairs(word))

    def cut(self, line: str) -> list[str]:
        """The words of a line: the group's own, and between them those of the dictionary."""
        parts = self._splitter.split(line) if self._splitter else [line]
        return [word for part in parts for word in ([part] if part in self.own else rjieba.cut(part)) if word]

    def _own_words(self) -> Iterator[str]:
        """Strings many say that are no mere part of a longer one."""
        said = _strings(line[: SUBJECT + _BODY] for line in self._lines)
        needed = max(2, _SHARED * len(self.subjects))
        often = {string: count for string, count in said.items() if count >= needed}
        longer: dict[str, int] = {}
        for string, count in often.items():
            for part in (string[1:], string[:-1]):
                longer[part] = max(longer.get(part, 0), count)
        for string, count in often.items():
            whole = longer.get(string, 0) < _WHOLE * count
            if whole and 3 <= len(string) <= _LONG and self.rare(string) >= _TELLING and self._ends_well(string):
                yield string

    def _ends_well(self, string: str) -> bool:
        """Whether it neither begins nor ends with an empty character, nor ends amid a word of the dictionary."""
        if self.idf(string[0]) < _EMPTY or self.idf(string[-1]) < _EMPTY:
            return False
        after = [line[at + len(string) - 1 :][:2] for line in self._lines if (at := line.find(string)) >= 0]
        return 2 * sum(len(end) == 2 and rjieba.has_word(end) for end in after) <= len(after)


def _trouble(subject: str) -> str:
    """A subject without the words every request begins and ends with."""
    return _ENDING.sub("", _OPENING.sub("", subject)) or subject


def _strings(lines: Iterable[str]) -> Counter[str]:
    """In how many lines each string of 3 to 11 characters stands; none goes over punctuation or cuts a Latin word."""
    said: Counter[str] = Counter()
    for line in lines:
        found: set[str] = set()
        for run in _RUN.findall(line):
            units = re.findall(r"[!-~]+|[^!-~]", run)
            for begin in range(len(units)):
                found.update(
                    "".join(units[begin:end]) for end in range(begin + 1, min(begin + _LONG + 2, len(units) + 1))
                )
        said.update(found)
    return said


def pairs(word: str) -> list[str]:
    """What the table counts of a word: pairs of neighbours, a Latin word or a number as one."""
    units = re.findall(r"[!-~]+|[^!-~]", word)
    return [one + other for one, other in pairwise(units)] or units


def _name(texts: Sequence[Text], voices: _Voices) -> str:
    """The best part of any subject; the same for the same subjects in any order."""
    parts = [part for line in sorted(set(voices.subjects)) for part in _parts(voices.cut(line), voices)]
    best = max(parts, key=lambda part: (round(part[0], 6), -len(part[1]), part[1]), default=(0.0, ""))
    return best[1]


def _parts(line: list[str], voices: _Voices) -> Iterator[tuple[float, str]]:
    """Parts of a subject that may be names, with what they are worth; no part goes over punctuation."""
    edges = [_is_edge(word, voices) for word in line]
    for begin in range(len(line)):
        if not edges[begin] or (begin and _ASCII.fullmatch(line[begin - 1])):
            continue
        part = ""
        for end in range(begin, len(line)):
            part += line[end]
            if len(part) > LONGEST or not _HAS_LETTER.search(line[end]):
                break
            if edges[end]:
                yield _worth(part, voices), part


def _is_edge(word: str, voices: _Voices) -> bool:
    """Whether a name may begin or end with the word: a telling one that several say."""
    return len(word) > 1 and voices.rare(word) >= _TELLING and _worth(word, voices) > 0


def _worth(part: str, voices: _Voices) -> float:
    """What a name says of what all say, less what its length costs."""
    return sum(voices.share(pair) * voices.idf(pair) for pair in set(pairs(part))) - _COST * len(pairs(part))


def _first_words(texts: Sequence[Text]) -> str:
    """A name for texts of which nothing stands out."""
    return next((shorten(clean_line(text.subject or text.body), LONGEST) for text in texts), "")


def _words(voices: _Voices) -> list[str]:
    """The telling words, none within another."""
    said = Counter(word for line in (*voices.subjects, *voices.bodies) for word in set(voices.cut(line)))
    found = {word for word, lines in said.items() if len(word) > 1 and (lines > 1 or len(voices.subjects) == 1)}
    telling = [word for word in found if len(word) <= _SHORT and voices.rare(word) >= _TELLING]
    ranked = sorted(telling, key=lambda word: (-voices.share(word) * voices.rare(word) * len(word) ** 0.5, word))
    return list(_apart(ranked))


def _apart(ranked: Iterable[str]) -> Iterator[str]:
    taken: list[str] = []
    for word in ranked:
        if len(taken) == WORDS:
            return
        if not any(set(pairs(word)) & set(pairs(other)) for other in taken):
            taken.append(word)
            yield word
