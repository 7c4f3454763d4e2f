"""The Chinese and English catalogues of each room:  python -m tools.catalogues compile | check | update [ROOM …]

    compile  write django.mo beside each django.po that changed
    check    every string of the source is there in both languages, placeholders agree, one string has one translation
    update   add the strings that are missing; Chinese waits to be written, English is the source's own words

A string may be translated in the room that uses it, in any room below it, or by Django itself.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import polib

from tools.findings import PACKAGE, Finding, name_of, report

if TYPE_CHECKING:
    from tools.strings import String, Use

PLURALS = {"zh_Hans": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the first word of the command line says."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    commands = {"compile": compile_all, "check": check, "update": update}
    if not words or words[0] not in commands:
        print(__doc__)
        return 2
    return commands[words[0]](words[1:])


# ---- compile: needs nothing but polib, so that it runs in an installation


def compile_all(_: Sequence[str] = ()) -> int:
    """Compile each catalogue that is newer than its compiled form."""
    for path in sorted(PACKAGE.glob("*/locale/*/LC_MESSAGES/django.po")):
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime <= path.stat().st_mtime:
            polib.pofile(str(path)).save_as_mofile(str(compiled))
    return 0


# ---- the rooms and their catalogues


@cache
def rooms() -> tuple[str, ...]:
    """The rooms that have Python, lowest first, as the import rule stacks them."""
    from tools.stairs import floors

    return tuple(room for floor in floors() for room in sorted(floor) if (PACKAGE / room).is_dir())


def place_of(room: str, language: str) -> Path:
    """Where a room's catalogue lies."""
    return PACKAGE / room / "locale" / language / "LC_MESSAGES" / "django.po"


@cache
def catalogue(room: str, language: str) -> polib.POFile:
    """A room's catalogue; an empty one where there is none yet."""
    path = place_of(room, language)
    if path.exists():
        return polib.pofile(str(path), wrapwidth=110)
    fresh = polib.POFile(wrapwidth=110)
    fresh.metadata = {
        "Project-Id-Version": "zhilian",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    return fresh


def find(string: String, language: str, within: Iterable[str]) -> polib.POEntry | None:
    """The first entry for a string in the catalogues of some rooms."""
    found = (index(room, language).get((string.context, string.msgid)) for room in within)
    return next((entry for entry in found if entry), None)


@cache
def index(room: str, language: str) -> dict[tuple[str, str], polib.POEntry]:
    """The living entries of a catalogue by context and words."""
    return {(entry.msgctxt or "", entry.msgid): entry for entry in catalogue(room, language) if not entry.obsolete}


def within_reach(room: str) -> tuple[str, ...]:
    """The room itself and those below it, nearest first."""
    return tuple(reversed(rooms()[: rooms().index(room) + 1]))


@cache
def djangos_own() -> frozenset[str]:
    """The strings that Django translates into Chinese itself."""
    import django

    base = Path(django.__file__).parent
    places = (base / "conf", base / "contrib/auth", base / "contrib/sessions", base / "contrib/contenttypes")
    files = [place / "locale/zh_Hans/LC_MESSAGES/django.mo" for place in places]
    return frozenset(entry.msgid for path in files if path.exists() for entry in polib.mofile(str(path)))


def uses() -> Iterator[tuple[str, Use]]:
    """Every use of a translatable string, with its room."""
    from tools.strings import uses_of

    for room in rooms():
        for use in uses_of(PACKAGE / room):
            yield room, use


# ---- check


def check(_: Sequence[str] = ()) -> int:
    """Print what is missing or wrong; strings nobody uses any more are named but are no fault."""
    used = list(uses())
    for line in unused({use.string.msgid for _room, use in used}):
        print(line)
    return report([*missing(used), *unsound(), *ambiguous()])


def missing(used: Iterable[tuple[str, Use]]) -> Iterator[Finding]:
    """Strings of the source without a translation, each named where a room first uses it."""
    named: set[tuple[str, String]] = set()
    for room, use in used:
        if (room, use.string) in named or use.string.msgid in djangos_own():
            continue
        named.add((room, use.string))
        if without := [language for language in PLURALS if not is_there(use.string, language, room)]:
            sentence = f"{use.string} is not in the catalogue of {' nor '.join(without)}"
            yield Finding(name_of(use.path), use.line, "catalogue", sentence)


def is_there(string: String, language: str, room: str) -> bool:
    """Whether a room finds a string, with its plural if it has one."""
    entry = find(string, language, within_reach(room))
    return entry is not None and (not string.plural or bool(entry.msgid_plural))


def unsound() -> Iterator[Finding]:
    """Entries that are empty, uncertain, or whose placeholders disagree."""
    for room in rooms():
        for language in PLURALS:
            path = name_of(place_of(room, language))
            for entry in catalogue(room, language):
                if not entry.obsolete and (fault := fault_of(entry)):
                    yield Finding(path, entry.linenum or 0, "catalogue", f"{entry.msgid!r} {fault}")


def fault_of(entry: polib.POEntry) -> str:
    """What is wrong with an entry, in words; empty if nothing is."""
    forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(forms):
        return "is not translated"
    if entry.fuzzy:
        return "is marked as uncertain"
    sources = [placeholders(text) for text in (entry.msgid, entry.msgid_plural) if text]
    needed, known = set.intersection(*sources), set.union(*sources)
    for form in forms:
        if not needed <= placeholders(form) <= known:
            return f"has other placeholders than {form!r}"
    return ""


def placeholders(text: str) -> set[str]:
    """The places in a text that are filled in later."""
    return set(PLACEHOLDER.findall(text.replace("%%", "")))


def ambiguous() -> Iterator[Finding]:
    """Strings that two rooms translate differently: Django keeps one translation for all."""
    for language in PLURALS:
        seen: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for room in rooms():
            for entry in catalogue(room, language):
                translation = entry.msgstr or str(sorted(entry.msgstr_plural.items()))
                seen[entry.msgctxt or "", entry.msgid][translation] = room
        for (_context, msgid), translations in seen.items():
            if len(translations) > 1:
                says = ", ".join(f"{text!r} in {room}" for text, room in translations.items())
                path = name_of(place_of(next(iter(translations.values())), language))
                yield Finding(path, 1, "catalogue", f"{msgid!r} has two translations: {says}")


def unused(used: set[str]) -> Iterator[str]:
    """A line for each catalogue with entries that the source no longer has."""
    for room in rooms():
        for language in PLURALS:
            entries = [entry for entry in catalogue(room, language) if entry.obsolete or entry.msgid not in used]
            if entries:
                names = ", ".join(repr(entry.msgid) for entry in entries[:5])
                more = f" and {len(entries) - 5} more" if len(entries) > 5 else ""
                yield f"note: {name_of(place_of(room, language))}: not used any more: {names}{more}"


# ---- update


def update(only: Sequence[str] = ()) -> int:
    """Add the missing strings of the named rooms, or of all, to their own catalogues."""
    changed: set[tuple[str, str]] = set()
    for room, use in uses():
        if only and room not in only:
            continue
        for language in PLURALS:
            if use.string.msgid in djangos_own() or find(use.string, language, within_reach(room)):
                continue
            entry = new_entry(use.string, language)
            catalogue(room, language).append(entry)
            index(room, language)[use.string.context, use.string.msgid] = entry
            changed.add((room, language))
    for room, language in sorted(changed):
        path = place_of(room, language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue(room, language).save(str(path))
        waiting = len(catalogue(room, language).untranslated_entries())
        print(f"{name_of(path)}: {waiting} to translate")
    return 0


def new_entry(string: String, language: str) -> polib.POEntry:
    """An entry for a string: in English its own words, in Chinese nothing yet."""
    own = language == "en"
    given = {"msgid": string.msgid, "msgctxt": string.context or None}
    if not string.plural:
        return polib.POEntry(**given, msgstr=string.msgid if own else "")
    forms = {0: string.msgid, 1: string.plural} if own else {0: ""}
    return polib.POEntry(**given, msgid_plural=string.plural, msgstr_plural=forms)


if __name__ == "__main__":
    sys.exit(main())
