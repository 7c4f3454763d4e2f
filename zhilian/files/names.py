"""Names of files as people send them, made fit to show and to save under; never used as a path."""

import re
from typing import Final

from zhilian.kit.text import clean_line, shorten

LONGEST: Final = 100  # characters, the ending included
_FORBIDDEN: Final = re.compile(r'[<>:"|?*\0]')
_ENDING: Final = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_DEVICE: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def clean_name(sent: str, ending: str = "", fallback: str = "file") -> str:
    """The last part of a path, without control, direction and reserved characters, at most 100 characters.

    ``ending`` (such as ``.pdf``) replaces an ending that says something else.
    """
    last = re.split(r"[/\\]", sent.replace("\0", ""))[-1]
    name = clean_line(_FORBIDDEN.sub("_", last)).rstrip(". ")
    found = _ENDING.search(name)
    stem, own = (name[: found.start()], found.group()) if found else (name, "")
    stem = stem.strip(". ") or fallback
    if _DEVICE.fullmatch(stem):
        stem = f"_{stem}"
    kept = ending or own
    return shorten(stem, LONGEST - len(kept)) + kept


def ending_of(name: str) -> str:
    """The ending of a file's name in lower case, with its dot; empty where there is none."""
    found = _ENDING.search(name.strip())
    return found.group().lower() if found else ""
