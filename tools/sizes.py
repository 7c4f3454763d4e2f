"""How large things are; figures and warnings, no wall:  python -m tools.sizes"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.findings import PACKAGE, name_of
from tools.house import Function

FILE, FUNCTION, MEDIAN, VIEW, TEMPLATE = 300, 30, 8, 15, 200  # lines


@dataclass(frozen=True, order=True)
class Length:
    """How many lines a thing has."""

    lines: int
    name: str


def main() -> int:
    """Print the figures and what is past its measure."""
    files = [length_of(path) for path in sources()]
    functions = [length for path in sources() for length in functions_in(path)]
    views = [length for length in functions if "/views" in length.name]
    templates = [length_of(path) for path in sorted(PACKAGE.glob("*/templates/**/*.html"))]
    print(f"files      {len(files):5}  p95 {share(files, 95):4}  longest {share(files, 100):4}")
    print(f"functions  {len(functions):5}  median {share(functions, 50)}  p95 {share(functions, 95):4}")
    print(f"views      {len(views):5}  longest {share(views, 100):4}")
    print(f"templates  {len(templates):5}  p95 {share(templates, 95):4}  longest {share(templates, 100):4}")
    for warning in warnings(files, functions, views, templates):
        print(f"warning: {warning}")
    return 0


def warnings(
    files: Sequence[Length], functions: Sequence[Length], views: Sequence[Length], templates: Sequence[Length]
) -> Iterator[str]:
    """A line for each measure that is exceeded."""
    yield from (f"{found.name} has {found.lines} lines (file: {FILE})" for found in beyond(files, FILE))
    yield from (f"{found.name} has {found.lines} lines (view: {VIEW})" for found in beyond(views, VIEW))
    yield from (f"{found.name} has {found.lines} lines (template: {TEMPLATE})" for found in beyond(templates, TEMPLATE))
    if share(functions, 50) > MEDIAN:
        yield f"the median function is longer than {MEDIAN} lines"
    if share(functions, 95) > FUNCTION:
        yield from (
            f"{found.name} has {found.lines} lines (function: {FUNCTION})" for found in beyond(functions, FUNCTION)
        )


def sources() -> Iterator[Path]:
    """The Python of the package, without migrations."""
    return (path for path in sorted(PACKAGE.rglob("*.py")) if "migrations" not in path.parts)


def length_of(path: Path) -> Length:
    """The lines of a file."""
    return Length(len(path.read_text(encoding="utf-8").splitlines()), name_of(path))


def functions_in(path: Path) -> Iterator[Length]:
    """The lines of each function of a file, its docstring not counted."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, Function):
            first = node.body[0]
            described = (first.end_lineno or 0) - first.lineno + 1 if ast.get_docstring(node) else 0
            length = (node.end_lineno or node.lineno) - node.lineno + 1 - described
            yield Length(length, f"{name_of(path)}:{node.lineno} {node.name}")


def share(lengths: Sequence[Length], percent: int) -> int:
    """The length that ``percent`` of the things do not exceed; 0 if there are none."""
    ordered = sorted(lengths)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)].lines if ordered else 0


def beyond(lengths: Sequence[Length], limit: int) -> list[Length]:
    """What is longer than the limit, longest first."""
    return sorted((found for found in lengths if found.lines > limit), reverse=True)


if __name__ == "__main__":
    sys.exit(main())
