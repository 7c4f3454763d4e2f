"""Find the translatable strings of a room: in its Python by the syntax tree, in its templates by Django's tokens."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.template.base import Lexer, Token, TokenType
from django.utils.translation import trim_whitespace
from django.utils.translation.template import block_re, constant_re, context_re, endblock_re, inline_re, plural_re

# Which argument is the context, the singular and the plural.
FUNCTIONS: dict[str, tuple[int | None, int, int | None]] = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
TRIMMED = re.compile(r"\btrimmed\b")


@dataclass(frozen=True)
class String:
    """One translatable string as the source says it."""

    msgid: str
    plural: str = ""
    context: str = ""

    def __str__(self) -> str:
        return f"{self.context}: {self.msgid!r}" if self.context else repr(self.msgid)


@dataclass(frozen=True)
class Use:
    """A string and the place that uses it."""

    string: String
    path: Path
    line: int


def uses_of(room: Path) -> Iterator[Use]:
    """Every use of a string in a room, by file and line."""
    for path in sorted(room.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from in_python(path.read_text(encoding="utf-8"), path)
    for path in sorted(room.glob("templates/**/*.*")):
        yield from in_template(path.read_text(encoding="utf-8"), path)


# ---- Python


def in_python(text: str, path: Path) -> Iterator[Use]:
    """The strings inside gettext calls of a Python file."""
    tree = ast.parse(text, str(path))
    names = {"_": "gettext"} | {
        item.asname: item.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for item in node.names
        if item.asname
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (string := string_of(node, names)):
            yield Use(string, path, node.lineno)


def string_of(call: ast.Call, names: dict[str, str]) -> String | None:
    """What a call translates, if it is a gettext call with literal words."""
    called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    places = FUNCTIONS.get(names.get(called, called))
    if not places:
        return None
    context, msgid, plural = (literal(call, place) for place in places)
    return String(msgid, plural, context) if msgid else None


def literal(call: ast.Call, place: int | None) -> str:
    """The literal text given as one argument; empty if it is none."""
    if place is None or place >= len(call.args):
        return ""
    argument = call.args[place]
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else ""


# ---- templates


def in_template(text: str, path: Path) -> Iterator[Use]:
    """The strings of `translate`, `blocktranslate` and `_("…")` in a template."""
    tokens = iter(Lexer(text).tokenize())
    for token in tokens:
        if token.token_type == TokenType.BLOCK and token.contents == "comment":
            skip_comment(tokens)
        elif token.token_type == TokenType.BLOCK and block_re.match(token.contents):
            yield Use(block(token, tokens), path, token.lineno or 0)
        elif token.token_type in (TokenType.BLOCK, TokenType.VAR):
            yield from (Use(string, path, token.lineno or 0) for string in inline(token))


def skip_comment(tokens: Iterator[Token]) -> None:
    """Read on to the end of a comment."""
    for token in tokens:
        if token.contents == "endcomment":
            return


def inline(token: Token) -> Iterator[String]:
    """The strings inside one tag."""
    if token.token_type == TokenType.BLOCK and (match := inline_re.match(token.contents)):
        context = context_re.match(match[2] or "")
        yield String(escaped(unquoted(match[1])), context=unquoted(context[1]) if context else "")
    for words in constant_re.findall(token.contents):
        yield String(escaped(unquoted(words)))


def block(start: Token, tokens: Iterator[Token]) -> String:
    """The string between `blocktranslate` and `endblocktranslate`."""
    forms: list[list[str]] = [[]]
    for token in tokens:
        if token.token_type == TokenType.BLOCK and endblock_re.match(token.contents):
            break
        if token.token_type == TokenType.BLOCK and plural_re.match(token.contents):
            forms.append([])
        elif token.token_type == TokenType.VAR:
            forms[-1].append(f"%({token.contents})s")
        elif token.token_type == TokenType.TEXT:
            forms[-1].append(escaped(token.contents))
    texts = ["".join(form) for form in forms]
    if TRIMMED.search(start.contents):
        texts = [trim_whitespace(text) for text in texts]
    context = context_re.match(start.contents.replace("blocktranslate", "").replace("blocktrans", ""))
    return String(texts[0], texts[1] if len(texts) > 1 else "", unquoted(context[1]) if context else "")


def unquoted(words: str) -> str:
    """The text between the quotes of a tag's argument."""
    return words[1:-1]


def escaped(text: str) -> str:
    """Text as a message that may have placeholders: Django doubles the percent sign."""
    return text.replace("%", "%%")
