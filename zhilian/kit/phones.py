"""Phone numbers in one form, and personal data masked for showing."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import Final

_COMPOUND: Final = """
欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠
公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁
拓跋 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 东门 西门 第五
"""
COMPOUND_SURNAMES: Final = frozenset(_COMPOUND.split())
_MOBILE: Final = re.compile(r"1[3-9]\d{9}")
_FIXED: Final = re.compile(r"(0(?:10|2\d)|0[3-9]\d{2})(\d{7,8})")
_SERVICE: Final = re.compile(r"([48]00)(\d{3})(\d{4})")
_ABROAD: Final = re.compile(r"(?:\+|00)(852\d{8}|853\d{8}|886\d{8,9})")
_CHINA: Final = re.compile(r"(?:(?:\+|00)86|86(?=1\d{10}$))(\d+)")
_EXTENSION: Final = re.compile(r"(?:转|分机|ext\.?|x|#|-)(\d{1,6})$", re.IGNORECASE)
_NOISE: Final = re.compile(r"[\s()\-.·_/]")
_DASHES: Final = dict.fromkeys(map(ord, "‐‑‒–—―−－ー"), "-")


class PhoneFault(StrEnum):
    """Why a number was refused; the screen translates it."""

    EMPTY = "empty"
    CHARACTER = "character"
    NO_AREA = "no_area"
    FORM = "form"


class PhoneError(ValueError):
    """A text that is no phone number; ``fault`` says why, ``message_en`` is a sentence for a person."""

    def __init__(self, fault: PhoneFault, message_en: str) -> None:
        super().__init__(message_en)
        self.fault = fault
        self.message_en = message_en


def normalise(text: str, *, area: str = "") -> str:
    """Bring a number into one form: 13800138000, 0755-12345678, 0755-12345678-101, 400-800-1234, +85291234567.

    Accepts +86, full-width digits, blanks, brackets and dashes; ``area`` (such as 0755) completes a bare local number.
    Errors: PhoneError. Source: the mainland numbering plan; Hong Kong, Macau and Taiwan are kept as E.164.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).strip()
    if not plain:
        raise PhoneError(PhoneFault.EMPTY, "No phone number was given.")
    digits = _NOISE.sub("", plain)
    if found := _ABROAD.fullmatch(digits):
        return f"+{found[1]}"
    digits = _domestic(digits)
    return _mainland(digits) or _fixed_with_extension(plain, area) or _refuse(plain, digits)


def is_mobile(text: str) -> bool:
    """Tell whether the text is a mainland mobile number."""
    try:
        return _MOBILE.fullmatch(normalise(text)) is not None
    except PhoneError:
        return False


def _domestic(digits: str) -> str:
    """Drop the country code 86; an area code written after it gets its 0 back."""
    found = _CHINA.fullmatch(digits)
    if not found:
        return digits
    rest = found[1]
    return rest if rest.startswith("0") or _MOBILE.fullmatch(rest) or _SERVICE.fullmatch(rest) else f"0{rest}"


def _mainland(digits: str) -> str:
    if _MOBILE.fullmatch(digits):
        return digits
    for form in (_FIXED, _SERVICE):
        if found := form.fullmatch(digits):
            return "-".join(found.groups())
    return ""


def _fixed_with_extension(plain: str, area: str) -> str:
    extension = _EXTENSION.search(plain)
    if extension:
        main = _domestic(_NOISE.sub("", plain[: extension.start()]))
        if found := _FIXED.fullmatch(main) or _FIXED.fullmatch(area + main):
            return "-".join((*found.groups(), extension[1]))
    found = _FIXED.fullmatch(area + _NOISE.sub("", plain)) if area else None
    return "-".join(found.groups()) if found else ""


def _refuse(plain: str, digits: str) -> str:
    if not re.fullmatch(r"[+\d]*", digits):
        raise PhoneError(PhoneFault.CHARACTER, "A phone number has digits only.")
    if re.fullmatch(r"[2-8]\d{6,7}", digits):
        raise PhoneError(PhoneFault.NO_AREA, "A fixed-line number needs its area code, for example 0755.")
    raise PhoneError(PhoneFault.FORM, "This is neither a mobile number (11 digits) nor a fixed line with area code.")


def mask_phone(text: str) -> str:
    """Mask the middle: 138****8000, 0755-****5678; short texts are masked whole."""
    if re.fullmatch(r"\d{3,4}-\d{7,8}(-\d+)?", text):
        area, number = text.split("-")[:2]
        return f"{area}-****{number[-4:]}"
    return f"{text[:3]}****{text[-4:]}" if len(text) >= 10 else "*" * len(text)


def mask_name(text: str) -> str:
    """Keep the surname: 钱*, 欧阳**; of a name in letters keep the first one."""
    name = text.strip()
    keep = 2 if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else 1
    if name.isascii():
        return name[:1] + "***" if name else ""
    return name[:keep] + "*" * max(len(name) - keep, 1 if name else 0)


def mask_email(text: str) -> str:
    """Keep the first letter and the domain: q***@example.cn."""
    local, at, domain = text.strip().rpartition("@")
    return f"{local[:1]}***@{domain}" if at else "***"
