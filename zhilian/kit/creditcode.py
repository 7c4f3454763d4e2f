"""Unified social credit codes (统一社会信用代码), GB 32100-2015.

Eighteen characters: registering authority, kind, division code of the registering office (3–8), organisation code
(9–17, GB 11714: eight and a check character) and a check character over the whole.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015: digits and capitals without I, O, S, V, Z; the index is the value."""
LENGTH: Final = 18
WEIGHTS: Final = tuple(pow(3, i, 31) for i in range(17))
INNER_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
"""GB 11714, over the values 0–9 and A=10 … Z=35."""

KINDS: Final[dict[str, str]] = {
    "11": "机关",
    "12": "事业单位",
    "13": "编办直接管理机构编制的群众团体",
    "19": "编制机构登记的其他组织",
    "51": "社会团体",
    "52": "民办非企业单位",
    "53": "基金会",
    "59": "民政部门登记的其他组织",
    "91": "企业",
    "92": "个体工商户",
    "93": "农民专业合作社",
    "99": "市场监管部门登记的其他组织",
    "Y1": "其他",
}
"""Authority and kind (characters 1–2) → what is registered there."""


class Fault(StrEnum):
    """Why a code was refused; the screen translates it."""

    EMPTY = "empty"
    OLD_LICENCE = "old_licence"
    OLD_ORGANISATION = "old_organisation"
    LENGTH = "length"
    CHARACTER = "character"
    KIND = "kind"
    DIVISION = "division"
    ZEROS = "zeros"
    CHECK = "check"


_OLD: Final = {
    Fault.OLD_LICENCE: "This is the registration number of an old licence (15 digits), not a credit code.",
    Fault.OLD_ORGANISATION: "This is an old organisation code (9 characters), not a credit code.",
}


class CreditCodeError(ValueError):
    """A text that is no credit code.

    ``fault`` says why, ``message_en`` is a sentence for a person; ``position`` (from 1) and ``character`` name the
    offending character where there is one, ``length`` the number of characters found.
    """

    def __init__(
        self, fault: Fault, message_en: str, *, length: int = 0, position: int | None = None, character: str = ""
    ) -> None:
        super().__init__(message_en)
        self.fault = fault
        self.message_en = message_en
        self.length = length
        self.position = position
        self.character = character


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A code that passed: ``text`` is the normal form; ``inner_ok`` is advisory (some old codes fail)."""

    text: str
    inner_ok: bool

    def __str__(self) -> str:
        return self.text

    @property
    def kind(self) -> str:
        """Characters 1–2: registering authority and kind, a key of ``KINDS``."""
        return self.text[:2]

    @property
    def kind_name(self) -> str:
        """What the kind means, in Chinese."""
        return KINDS[self.kind]

    @property
    def division(self) -> str:
        """Characters 3–8: the six-digit division code of the registering office (GB/T 2260)."""
        return self.text[2:8]

    @property
    def organisation(self) -> str:
        """Characters 9–17: the organisation code with its own check character."""
        return self.text[8:17]


def normalise(text: str) -> str:
    """Turn full-width characters into half-width, drop spaces and hidden characters, raise to capitals."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(char for char in plain if unicodedata.category(char)[0] not in "ZC")


def parse(text: str) -> CreditCode:
    """Read a credit code as people type it. Errors: CreditCodeError. Source: GB 32100-2015."""
    code = normalise(text)
    _require_length(code)
    _require_alphabet(code)
    _require_structure(code)
    expected = check_character(code[:17])
    if code[17] != expected:
        raise _at(Fault.CHECK, 18, code, "The check character does not fit; one of the characters is mistyped.")
    return CreditCode(code, inner_ok=inner_check_character(code[8:16]) == code[16])


def is_valid(text: str) -> bool:
    """Tell whether ``parse`` would accept the text."""
    try:
        parse(text)
    except CreditCodeError:
        return False
    return True


def check_character(prefix17: str) -> str:
    """Compute the 18th character for the first 17. Source: GB 32100-2015."""
    total = sum(ALPHABET.index(char) * weight for char, weight in zip(prefix17, WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def inner_check_character(prefix8: str) -> str:
    """Compute the 9th character of an organisation code for its first 8. Source: GB 11714."""
    total = sum(int(char, 36) * weight for char, weight in zip(prefix8, INNER_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def old_number(code: str) -> Fault | None:
    """Name a number from before the unified code, in normal form; None for anything else.

    Registration numbers (注册号, until 2015) have 15 digits, the last by ISO 7064 MOD 11,10 (GS 15-2006); organisation
    codes (组织机构代码, GB 11714) have 9 characters.
    """
    if len(code) == 15 and code.isascii() and code.isdecimal() and _mod_11_10(code):
        return Fault.OLD_LICENCE
    plain = code.replace("-", "")
    if len(plain) == 9 and plain.isascii() and plain.isalnum() and inner_check_character(plain[:8]) == plain[8]:
        return Fault.OLD_ORGANISATION
    return None


def _mod_11_10(digits: str) -> bool:
    product = 10
    for digit in digits[:-1]:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return (product + int(digits[-1])) % 10 == 1


def make_valid(prefix: str) -> str:
    """Complete 17 characters (or 16: then the inner check too) to a valid code, for demo and test data.

    Errors: CreditCodeError when the characters or the structure do not fit; ValueError for another length.
    """
    code = normalise(prefix)
    if len(code) == 16:
        code += inner_check_character(code[8:16])
    if len(code) != 17:
        raise ValueError("Give 16 or 17 characters.")
    _require_alphabet(code)
    return parse(code + check_character(code)).text


def _require_length(code: str) -> None:
    if not code:
        raise CreditCodeError(Fault.EMPTY, "No credit code was given.")
    if old := old_number(code):
        raise CreditCodeError(old, _OLD[old], length=len(code))
    if len(code) != LENGTH:
        message = f"A credit code has 18 characters; this one has {len(code)}."
        raise CreditCodeError(Fault.LENGTH, message, length=len(code))


def _require_alphabet(code: str) -> None:
    for position, char in enumerate(code, 1):
        if char not in ALPHABET:
            message = f"Character {position} is “{char}”; a credit code has only digits and capitals without I O S V Z."
            raise _at(Fault.CHARACTER, position, code, message)


def _require_structure(code: str) -> None:
    if not code.strip("0"):
        raise CreditCodeError(Fault.ZEROS, "A credit code is not all zeros.", length=LENGTH)
    if code[:2] not in KINDS:
        raise _at(Fault.KIND, 1, code, f"“{code[:2]}” is not a known registering authority and kind.")
    for position, char in enumerate(code[2:8], 3):
        if not char.isdigit():
            raise _at(Fault.DIVISION, position, code, f"Characters 3–8 are digits; character {position} is “{char}”.")
    if code[2:8] == "000000":
        raise _at(Fault.DIVISION, 3, code, "Characters 3 to 8 name the place of registration and are not all zeros.")
    if not code[8:17].strip("0"):
        raise _at(Fault.ZEROS, 9, code, "Characters 9 to 17 are the organisation code and are not all zeros.")


def _at(fault: Fault, position: int, code: str, message: str) -> CreditCodeError:
    return CreditCodeError(fault, message, length=len(code), position=position, character=code[position - 1])
