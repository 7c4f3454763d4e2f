"""The words papers are numbered with."""

# house: allow chinese: official numbers are Chinese whatever language is read

import re
from typing import Final

ASSIGNMENT: Final = "交办"
SUPERVISION: Final = "督办"
MINUTES: Final = "会办"
_NAMED: Final = re.compile(r"(?:.+市)?(?P<place>.+?)(?:自治县|[市区县旗])?(?:工商联|工商业联合会)")


def office_word(name: str) -> str:
    """The word of a federation's papers (发文机关代字), from its name: 龙工商联 for 深圳市龙岗区工商联.

    A place is known by its first character; an office may have chosen otherwise, then a setting says so.
    """
    found = _NAMED.fullmatch(name)
    return f"{found['place'][0]}工商联" if found else name
