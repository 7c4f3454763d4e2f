"""The house rules that no ready-made linter knows:  python -m tools.house [FILE …]

    rows       pages find rows through queries, never through a manager of their own
    clock      what decides or writes is told the time; only views, jobs and commands look at the clock
    action     a public function of actions is one transaction and takes keywords only
    docstring  a public function of a room's face says what it does
    unsafe     nothing switches off escaping or the check against forged requests
    chinese    words on screens are English in the source and Chinese in a catalogue

A line is let off by `# house: allow RULE: the reason`; on a line of its own, that comment lets off the file.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools.findings import PACKAGE, Finding, name_of, paths_from, report, without_allowed

PAGES = {"views", "api", "forms", "templatetags"}
TIMELESS = {"models", "actions", "queries", "permissions", "rules", "kinds"}
FACE = {"actions", "queries", "rules", "kinds", "permissions", "models"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
UNSAFE = {"mark_safe", "csrf_exempt"}
SAFE_TEXT = {"SafeString", "SafeText"}  # as types they are harmless
CLOCKS = {
    "django.utils.timezone.now",
    "django.utils.timezone.localdate",
    "django.utils.timezone.localtime",
    "django.db.models.functions.Now",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.strftime",
}
CONVERSIONS = {"django.utils.timezone.localdate", "django.utils.timezone.localtime"}  # of a given time: no clock
CHINESE = re.compile(r"[\u3400-\u9fff]")
STORY = ("/demo/", "styleguide")  # what the demo district's people wrote
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One file of the package, read and parsed."""

    path: str
    room: str
    drawer: str
    text: str
    tree: ast.Module
    imported: dict[str, str] = field(default_factory=dict)

    @property
    def is_migration(self) -> bool:
        return self.drawer == "migrations"

    def finding(self, node: ast.stmt | ast.expr, rule: str, sentence: str) -> Finding:
        """What is wrong at ``node``."""
        return Finding(self.path, node.lineno, rule, sentence)

    def full_name(self, node: ast.expr) -> str:
        """The dotted name a name or attribute stands for, seen through this file's imports."""
        if isinstance(node, ast.Name):
            return self.imported.get(node.id, node.id)
        if isinstance(node, ast.Attribute):
            return f"{self.full_name(node.value)}.{node.attr}"
        return ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the files and print what was found."""
    return report(finding for path in paths_from(arguments, "*.py") for finding in check(path))


def check(path: Path) -> list[Finding]:
    """Everything one file does against the rules."""
    return check_text(path.read_text(encoding="utf-8"), name_of(path), path.relative_to(PACKAGE).parts)


def check_text(text: str, path: str, parts: Sequence[str]) -> list[Finding]:
    """Check source text as if it lay at ``parts`` below the package: ``("cases", "views", "lists.py")``."""
    tree = ast.parse(text, path)
    room = parts[0] if len(parts) > 1 else ""
    drawer = Path(parts[1]).stem if len(parts) > 1 else ""
    source = Source(path, room, drawer, text, tree, dict(imports(tree)))
    return sorted(without_allowed((finding for rule in RULES for finding in rule(source)), text))


def imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Local name and full name of everything a file imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((item.asname, item.name) for item in node.names if item.asname)
        elif isinstance(node, ast.ImportFrom):
            yield from ((item.asname or item.name, f"{node.module}.{item.name}") for item in node.names)


# ---- the rules


def rows(source: Source) -> Iterator[Finding]:
    """Managers in pages; an empty queryset (`.objects.none()`) stands for no rows and is no door to them."""
    if source.drawer not in PAGES:
        return
    empty = {
        id(node.value) for node in ast.walk(source.tree) if isinstance(node, ast.Attribute) and node.attr == "none"
    }
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and id(node) not in empty:
            yield source.finding(node, "rows", f"`.{node.attr}` in {source.drawer}; ask a query with the actor instead")


def clock(source: Source) -> Iterator[Finding]:
    """Clocks where the time is an argument."""
    if source.room != "kit" and source.drawer not in TIMELESS:
        return
    converted = {id(node.func) for node in ast.walk(source.tree) if isinstance(node, ast.Call) and node.args}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute | ast.Name) and (name := source.full_name(node)) in CLOCKS:
            if name not in CONVERSIONS or id(node) not in converted:
                yield source.finding(node, "clock", f"`{ast.unparse(node)}` in {source.drawer}; take the time as `at`")
        elif isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
            yield source.finding(node.value, "clock", f"`{node.arg}` looks at the clock; set the time in the action")


def action(source: Source) -> Iterator[Finding]:
    """Actions that are not one transaction, or whose arguments can be mixed up (steps.py holds parts of actions)."""
    if source.drawer != "actions" or source.path.endswith("/steps.py"):
        return
    for function in public_functions(source.tree):
        if not any(is_atomic(source, decorator) for decorator in function.decorator_list):
            yield source.finding(function, "action", f"`{function.name}` is not decorated with transaction.atomic")
        if function.args.args or function.args.posonlyargs:
            yield source.finding(function, "action", f"`{function.name}` takes positional arguments; begin with `*`")


def docstring(source: Source) -> Iterator[Finding]:
    """Public functions without a docstring."""
    if source.room != "kit" and source.drawer not in FACE:
        return
    for function in public_functions(source.tree):
        if not ast.get_docstring(function):
            yield source.finding(function, "docstring", f"`{function.name}` does not say what it does")


def unsafe(source: Source) -> Iterator[Finding]:
    """Names that switch protection off."""
    called = {id(node.func) for node in ast.walk(source.tree) if isinstance(node, ast.Call)}
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Name | ast.Attribute):
            continue
        if (name := last_name(node)) in UNSAFE or (name in SAFE_TEXT and id(node) in called):
            yield source.finding(node, "unsafe", f"`{name}` switches protection off; use format_html or a template")


def chinese(source: Source) -> Iterator[Finding]:
    """Chinese in strings (docstrings and comments may name a thing in its own language)."""
    if source.room == "kit" or source.is_migration or any(part in source.path for part in STORY):
        return
    spoken = {id(node.value) for node in ast.walk(source.tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in spoken:
            continue
        if CHINESE.search(node.value):
            yield source.finding(node, "chinese", f"{node.value[:16]!r}: English in gettext, Chinese in the catalogue")


RULES: tuple[Callable[[Source], Iterator[Finding]], ...] = (rows, clock, action, docstring, unsafe, chinese)


# ---- reading the tree


def public_functions(tree: ast.Module) -> Iterator[Function]:
    """The functions at the top of a file that others may call (a registered overload counts with its first form)."""
    for node in tree.body:
        if isinstance(node, Function) and not node.name.startswith("_"):
            yield node


def is_atomic(source: Source, decorator: ast.expr) -> bool:
    """Whether a decorator is `transaction.atomic`, called or not."""
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    return source.full_name(target) == "django.db.transaction.atomic"


def last_name(node: ast.Name | ast.Attribute) -> str:
    """The last part of a dotted name."""
    return node.id if isinstance(node, ast.Name) else node.attr


if __name__ == "__main__":
    sys.exit(main())
