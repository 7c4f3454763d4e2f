"""Chinese names in the order of the alphabet."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from pypinyin import lazy_pinyin

SURNAMES: Final[dict[str, str]] = {
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "区": "ou", "朴": "piao", "查": "zha", "翟": "zhai",
    "盖": "ge", "员": "yun", "种": "chong", "繁": "po", "秘": "bi", "黑": "he", "折": "she", "祭": "zhai",
    "洗": "xian", "冼": "xian", "召": "shao", "谌": "chen", "缪": "miao", "乜": "nie", "覃": "qin", "任": "ren",
    "宁": "ning", "葛": "ge", "尉": "wei", "车": "che", "卜": "bu", "石": "shi", "沈": "shen", "瞿": "qu",
    "尉迟": "yu chi", "万俟": "mo qi", "长孙": "zhang sun", "澹台": "tan tai", "单于": "chan yu", "令狐": "ling hu",
}  # fmt: skip
"""Surnames whose reading differs from the character's usual one, or which dictionaries read in several ways."""

_PERSON: Final = range(2, 5)
_RARE: Final = str.maketrans({"𠮷": "吉"})


def sort_key(name: str) -> str:
    """Give a text to sort and store: syllables joined by “-”, a blank, then the name itself, so that ties are stable.

    A name of two to four Han characters is read as a person's, with the surname's own reading (曾 zeng, 单 shan).
    """
    return f"{'-'.join(_syllables(name))} {name}"


def initials(name: str) -> str:
    """Give the capital first letters for quick search: 曾国强 → ZGQ; letters and digits stand for themselves."""
    letters = (syllable if _is_latin(syllable) else syllable[:1] for syllable in _marked(name))
    return "".join(char for char in "".join(letters).upper() if char.isalnum())


def spelled(name: str) -> list[tuple[int, str]]:
    """Each syllable in lower case with the place (from 0) of its character; a run that is not Han counts as one.

    Places count in the name as it stands after NFKC and without outer blanks.
    """
    found, place = [], 0
    for syllable in _marked(name):
        plain = syllable.removeprefix("\0")
        found.append((place, plain.casefold()))
        place += len(plain) if _is_latin(syllable) else 1
    return found


def _is_latin(syllable: str) -> bool:
    return syllable.startswith("\0")


@lru_cache(maxsize=4096)
def _marked(name: str) -> tuple[str, ...]:
    """Syllables; runs that are no Han characters are marked by a leading NUL."""
    plain = unicodedata.normalize("NFKC", name).translate(_RARE).strip()
    surname, rest = _split_surname(plain)
    given = lazy_pinyin(rest, errors=lambda run: "\0" + run)
    return (*surname, *given)


def _syllables(name: str) -> list[str]:
    return [syllable.removeprefix("\0").casefold() for syllable in _marked(name)]


def _split_surname(plain: str) -> tuple[list[str], str]:
    if len(plain) in _PERSON:
        for length in (2, 1):
            if (reading := SURNAMES.get(plain[:length])) and len(plain) > length:
                return reading.split(), plain[length:]
    return [], plain
