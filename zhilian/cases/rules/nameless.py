"""A text without what names a firm: for answers that any firm may read."""
# house: allow chinese: how people write names, places, numbers and sums; no word of a screen

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import rjieba

from .secrecy import telling

FIRM, PERSON, NUMBER, PLACE, SUM = "某企业", "某联系人", "（号码略）", "（地址略）", "若干元"
STAND_INS: Final = (FIRM, PERSON, NUMBER, PLACE, SUM)
_NARROW: Final = {ord("０") + n: ord("0") + n for n in range(10)}
_LEGAL = re.compile(
    r"(?:[（(][^（）()]{1,8}[）)])?(?:股份|有限|责任|集团|总|分)*公司$|(?:经营部|工作室|个体工商户|合伙企业)$"
)
_SEAT = re.compile(r"^(?:[^省市区县镇]{2,3}[省市区县镇]){1,3}")
_CITIES = ("深圳", "广东", "广州", "东莞", "惠州")
_POSTS = frozenset(
    ("客服", "前台", "会计", "出纳", "财务", "经理", "总经理", "老板", "厂长", "店长", "负责人", "联系人", "法人")
)
_MOBILE = r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
_MOBILES = re.compile(rf"(?<![\d-]){_MOBILE}(?!\d)")
_FIXED = re.compile(r"(?<![\d-])0\d{2,3}[-— ]?\d{7,8}(?:[-转]\d{1,5})?(?!\d)|(?<![\d-])[2-8]\d{7}(?!\d)")
_CODES = re.compile(
    r"[A-Z]{1,4}-\d{4}-\d{4,}|(?<![0-9A-Za-z])[0-9A-HJ-NP-RTUWXY]{18}(?![0-9A-Za-z])|"
    r"[京沪粤桂湘赣闽浙苏鲁豫鄂川渝琼][A-Z][·.]?[A-Z0-9]{5,6}(?![A-Z0-9])|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|"
    r"(?<![\d.,，])\d{9,}(?![\d.,]|[万亿]?元)"
)
_ROOM = r"[A-Za-z0-9一二三四五六七八九十东南西北]{1,6}(?:号楼|号院|栋|座|幢|楼|层|单元|室|房|铺)"
_ROAD = r"[^\W\d_在的到于从位是了和与为有至沿某]{1,5}?(?:大道|[路街道巷弄村])"
_PLACES = re.compile(
    rf"(?:{_ROAD})+\d+(?:-\d+)?号(?:[^，。；！？、\s的]{{0,10}}?{_ROOM})*"
    rf"|(?:{_ROOM}){{2,}}|[A-Za-z0-9]{{1,4}}[栋座幢](?:{_ROOM})*"
)
_SUMS = re.compile(r"(?:人民币)?(\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?:[万亿千]+元?|元)(?:整)?")
_TELLING_DIGITS: Final = 3  # 50万 stands in many a policy, 38.7万 in one firm's books
_DIGITS = re.compile(r"\D")
_SHORTEST_CORE: Final = 3  # characters
_BEGINNING: Final = 4  # characters of a name that stand for all of it


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a firm: its names, its people and their numbers, its addresses."""

    firms: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()  # names of streets with which names of firms begin
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Besides the full names, what people say for short; a post is nobody's name."""
        spoken = [name for firm in self.firms for name in spoken_names(firm, self.seats)]
        object.__setattr__(self, "names", telling([*self.firms, *spoken]))
        object.__setattr__(self, "people", telling(one for one in self.people if one not in _POSTS))


def spoken_names(firm: str, seats: Iterable[str] = ()) -> tuple[str, ...]:
    """What people call a firm: without its seat, without its legal form, without both, and the beginnings of that.

    深圳市龙岗区鹏砺精密五金有限公司 is also 鹏砺精密五金有限公司, 鹏砺精密五金, 鹏砺精密 and 鹏砺, which is no word of
    the dictionary; what would be no name alone stays.
    """
    found = [firm, _LEGAL.sub("", firm)]
    bare = _SEAT.sub("", firm)
    for seat in sorted((*_CITIES, *seats), key=len, reverse=True):
        bare = bare.removeprefix(seat)
    if len(_LEGAL.sub("", bare)) >= _SHORTEST_CORE:
        core = _LEGAL.sub("", bare)
        found += [bare, core, *(core[:end] for end in range(len(core) - 1, _BEGINNING - 1, -1))]
    brand = bare[:2] if _is_made_up(bare[:2]) and len(bare) > _BEGINNING else ""
    return tuple(dict.fromkeys(name for name in found if len(name) >= _SHORTEST_CORE)) + ((brand,) if brand else ())


def _is_made_up(two: str) -> bool:
    """Whether two characters are no word of the dictionary: nothing else is called so."""
    return len(two) == 2 and all("\u4e00" <= char <= "\u9fff" for char in two) and len(rjieba.cut(two, False)) == 2


def without_names(text: str, known: Known, *, spare_lines: bool = False) -> str:
    """The text with the firm's names, people, numbers, addresses and telling sums replaced by words that say so.

    ``spare_lines`` leaves fixed lines that are not the firm's own: an answer may say whom anybody can call.
    """
    text = text.translate(_NARROW)
    for words, stand_in in ((known.names, FIRM), (telling(known.places), PLACE), (known.people, PERSON)):
        for word in words:
            text = text.replace(word, stand_in)
    text = _CODES.sub(NUMBER, _MOBILES.sub(NUMBER, text))
    own = {_digits(one) for one in known.phones}
    text = _FIXED.sub(lambda found: found[0] if spare_lines and _digits(found[0]) not in own else NUMBER, text)
    return _SUMS.sub(_sum, _PLACES.sub(PLACE, text))


def names_left(text: str, known: Known) -> list[str]:
    """What in the text still names the firm: its names, its people, its numbers in any spelling, anybody's mobile."""
    text = text.translate(_NARROW)
    words = [word for word in (*known.names, *known.people) if word in text]
    own = {_digits(one) for one in known.phones if len(_digits(one)) > 6}
    spoken = [found[0] for found in (*_MOBILES.finditer(text), *_FIXED.finditer(text))]
    phones = [one for one in spoken if _MOBILES.fullmatch(one) or _digits(one) in own]
    hidden = [one for one in own if one in _DIGITS.sub("", text)] if not phones else []
    return _once([*_longest(words), *phones, *hidden])


def _digits(phone: str) -> str:
    return _DIGITS.sub("", phone).removeprefix("86")


def _sum(found: re.Match[str]) -> str:
    digits = found[1].replace(",", "").replace("，", "").replace(".", "").strip("0")
    return SUM if len(digits) >= _TELLING_DIGITS else found[0]


def _longest(words: list[str]) -> list[str]:
    """Of words that lie in one another the longest."""
    return [word for word in words if not any(word != other and word in other for other in words)]


def _once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
