"""What no template does:  python -m tools.templates [FILE …]

    inline   no style or script inside the page, no address of another site: the content policy refuses them anyhow
    unsafe   escaping is never switched off
    chinese  words are English in the template and Chinese in a catalogue
    words    every word a person reads goes through `translate` or `blocktranslate`

A line is let off by `{# house: allow RULE: the reason #}`; on a line of its own, that comment lets off the file.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path

from tools.findings import PACKAGE, Finding, name_of, report, without_allowed
from tools.house import CHINESE, STORY

COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment\b.*?\bendcomment\s*%\}", re.DOTALL)
TRANSLATED = re.compile(r"\{%\s*blocktrans(?:late)?\b.*?\bendblocktrans(?:late)?\s*%\}", re.DOTALL)
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
CHOSEN_NAME = re.compile(r"(</?)\{%[^%]*%\}")  # <{% if url %}a …: the element's name is chosen by a tag
UNSAFE = re.compile(r"\|\s*safe(seq)?\b|\bautoescape\s+off\b")
WORD = re.compile(r"[A-Za-z]{2,}")
READ_ALOUD = {"title", "placeholder", "alt", "label", "aria-label", "aria-description", "aria-placeholder"}
NOT_WORDS = {"script", "style", "code", "kbd", "pre", "samp"}
LOADED = {("script", "src"), ("img", "src"), ("link", "href"), ("iframe", "src"), ("source", "src")}


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the templates and print what was found."""
    named = sys.argv[1:] if arguments is None else arguments
    paths = [Path(name).resolve() for name in named] or sorted(PACKAGE.glob("*/templates/**/*.*"))
    return report(finding for path in paths for finding in check_text(path.read_text(encoding="utf-8"), name_of(path)))


def check_text(text: str, path: str) -> list[Finding]:
    """Everything one template does against the rules."""
    live = blank(COMMENT, text)
    markup = blank(TAG, CHOSEN_NAME.sub(r"\1", blank(TRANSLATED, live)))
    found = [*by_line(live, path), *Page(path).read(markup)]
    return sorted(without_allowed(found, text))


def blank(pattern: re.Pattern[str], text: str) -> str:
    """Put spaces for what matches, so that every line keeps its number."""
    return pattern.sub(lambda match: re.sub(r"\S", " ", match.group()), text)


def by_line(text: str, path: str) -> Iterator[Finding]:
    """What shows in the text as it stands."""
    for number, line in enumerate(text.splitlines(), 1):
        if UNSAFE.search(line):
            yield Finding(path, number, "unsafe", "escaping is switched off")
        if CHINESE.search(line) and not any(part in path for part in STORY):
            yield Finding(
                path, number, "chinese", "write it in English inside translate, and in Chinese in the catalogue"
            )


class Page(HTMLParser):
    """Reads markup whose template tags are blanked out, and collects what is wrong in it."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.open: list[str] = []
        self.found: list[Finding] = []

    def read(self, markup: str) -> list[Finding]:
        """Everything wrong in the markup."""
        self.feed(markup)
        self.close()
        return self.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "style":
            self.add("inline", "a style sheet inside the page")
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.add("inline", "a script inside the page")
        for name, value in given.items():
            self.check_attribute(tag, name, value)
        if tag in NOT_WORDS:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            self.open.remove(tag)

    def check_attribute(self, tag: str, name: str, value: str) -> None:
        """One attribute: inline code, foreign addresses, words nobody can translate."""
        if name == "style" or name.startswith(("on", "hx-on")) or value.lstrip().startswith(("javascript:", "js:")):
            self.add("inline", f"the attribute {name} of <{tag}>")
        if (tag, name) in LOADED and value.lstrip().startswith(("http:", "https:", "//", "data:")):
            self.add("inline", f"<{tag}> loads from another place: {value}")
        if name in READ_ALOUD and (word := WORD.search(value)):
            self.add("words", f"{word.group()!r} in {name} of <{tag}> cannot be translated")

    def handle_data(self, data: str) -> None:
        if not self.open and (word := WORD.search(data)):
            before = data[: word.start()].count("\n")
            self.add("words", f"{word.group()!r} cannot be translated", after=before)

    def add(self, rule: str, sentence: str, *, after: int = 0) -> None:
        """Note a finding ``after`` lines below the place the parser is at."""
        self.found.append(Finding(self.path, self.getpos()[0] + after, rule, sentence))


if __name__ == "__main__":
    sys.exit(main())
