"""The table of moves as a page and a picture:  python -m tools.moves [--check]

Writes docs/moves.md and docs/pictures/moves.svg from ``zhilian.cases.rules.MOVES``; with --check only compares.
"""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from html import escape
from math import hypot
from pathlib import Path

from zhilian.cases.rules import FINAL, MOVES, OPEN, WAITING_FOR, Move, Party, Stage

ROOT = Path(__file__).resolve().parent.parent
PAGE, PICTURE = ROOT / "docs" / "moves.md", ROOT / "docs" / "pictures" / "moves.svg"
WIDE, HIGH, STEP_X, STEP_Y, LEFT, TOP = 132, 48, 212, 132, 34, 74
MANY = 5  # a move from more stages than this is drawn from one bundle
COLOURS = {Party.FEDERATION: "#e8eef9", Party.UNIT: "#fdf1df", Party.FIRM: "#e7f4ea", None: "#ececec"}

AT: dict[str, tuple[float, float]] = {  # column and row of each box
    "supplement": (0, 0),
    "submitted": (0, 1),
    "refused": (0, 2),
    "accepted": (1, 1),
    "systemic": (2, 0),
    "dispatched": (2, 1),
    "returned": (2, 2),
    "signed": (3, 1),
    "joint": (4, 0),
    "processing": (4, 1),
    "on_hold": (4, 2),
    "rework": (5, 0),
    "replied": (5, 1),
    "awaiting_rating": (6, 1),
    "escalated": (6, 0),
    "closed": (7, 1),
    "merged": (1, 3),
    "withdrawn": (4, 3),
    "bundle:merge": (0, 3),
    "bundle:withdraw": (5, 3),
    "bundle:lapse": (2.55, 3),
    "bundle:hang": (2, -0.75),
    "bundle:recall": (3, 2),
}
BOWS: dict[tuple[str, str], float] = {  # edges that would run through a box bow away from it, in pixels
    ("submitted", "awaiting_rating"): 330,
    ("awaiting_rating", "accepted"): 430,
    ("awaiting_rating", "rework"): 0,
    ("escalated", "joint"): -62,
    ("systemic", "awaiting_rating"): -235,
    ("rework", "replied"): 0,
    ("merged", "submitted"): 60,
}
DASHED = 'fill="#fff" stroke="#8a94a3" stroke-dasharray="4 3"'
Point = tuple[float, float]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or compare; 1 where page or picture is not what the table says."""
    wanted = {PAGE: page(), PICTURE: picture()}
    if "--check" in (sys.argv[1:] if arguments is None else arguments):
        stale = [
            path.relative_to(ROOT) for path, text in wanted.items() if not path.exists() or path.read_text() != text
        ]
        for path in stale:
            print(f"{path}: not what the table of moves says; run python -m tools.moves")
        return 1 if stale else 0
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8")
    return 0


# ---- the page


def page() -> str:
    """The table in words, with the field's own terms."""
    lines = [
        "# The moves of a case",
        "",
        "Drawn and written by `python -m tools.moves` from `zhilian/cases/rules/moves.py`; change it there.",
        "",
        "![The moves of a case](pictures/moves.svg)",
        "",
        "| move | 中文 | from | to | who | what must hold | why |",
        "|---|---|---|---|---|---|---|",
        *(_row(move) for move in MOVES.values()),
        "",
        "| stage | 中文 | waits for |",
        "|---|---|---|",
        *(f"| `{one}` | {_stage(one)} | {WAITING_FOR[one] if one in OPEN else '–'} |" for one in Stage),
        "",
    ]
    return "\n".join(lines)


def _row(move: Move) -> str:
    sources = ", ".join(f"`{one}`" for one in Stage if one in move.sources)
    target = f"`{move.target}`" if move.target else "stays"
    cells = (f"`{move.code}`", _label(move.code), sources, target, move.who, move.guard or "–", move.why)
    return f"| {' | '.join(cells)} |"


def _label(code: str) -> str:
    from zhilian.cases import labels

    return _chinese(labels.MOVES[code])


def _stage(stage: Stage) -> str:
    from zhilian.cases import labels

    return _chinese(labels.STAGES[stage])


def _chinese(word: object) -> str:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhilian.config.settings")
    import django
    from django.apps import apps
    from django.utils import translation

    if not apps.ready:
        django.setup()
    with translation.override("zh-hans"):
        return str(word)


# ---- the picture


def picture() -> str:
    """Boxes for stages, arrows for moves; a move from many stages comes from one bundle."""
    edges = _edges()
    width = LEFT * 2 + STEP_X * 7 + WIDE
    height = TOP + STEP_Y * 3 + HIGH + 96
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -130 {width} {height + 130}" role="img" '
            'font-family="Noto Sans CJK SC, sans-serif" font-size="12">',
            "<title>The moves of a case</title>",
            '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
            'orient="auto"><path d="M0 0 8 4 0 8z" fill="#44546a"/></marker></defs>',
            f'<rect y="-130" width="{width}" height="{height + 130}" fill="#fff"/>',
            *(_arrow(start, end, codes) for (start, end), codes in edges.items()),
            *(_box(name) for name in AT),
            _legend(height),
            "</svg>",
            "",
        )
    )


def _edges() -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for move in MOVES.values():
        if move.target is None:
            continue
        many = len(move.sources) > MANY or f"bundle:{move.code}" in AT
        sources = [f"bundle:{move.code}"] if many else [one.value for one in Stage if one in move.sources]
        for source in sources:
            found[source, move.target.value].append(move.code)
    return found


def _middle(name: str) -> Point:
    column, row = AT[name]
    return LEFT + column * STEP_X + WIDE / 2, TOP + row * STEP_Y + HIGH / 2


def _arrow(start: str, end: str, codes: Iterable[str]) -> str:
    a, b = _middle(start), _middle(end)
    length = hypot(b[0] - a[0], b[1] - a[1])
    bow = BOWS.get((start, end), 34.0 if (end, start) in _edges() else 0.0)
    normal = (-(b[1] - a[1]) / length, (b[0] - a[0]) / length)
    control = ((a[0] + b[0]) / 2 + normal[0] * bow * 1.3, (a[1] + b[1]) / 2 + normal[1] * bow * 1.3)
    first, last = _edge_of(start, a, control), _edge_of(end, b, control)
    at = (0.25 * first[0] + 0.5 * control[0] + 0.25 * last[0], 0.25 * first[1] + 0.5 * control[1] + 0.25 * last[1])
    path = f"M{first[0]:.0f} {first[1]:.0f}Q{control[0]:.0f} {control[1]:.0f} {last[0]:.0f} {last[1]:.0f}"
    words = [_label(code) for code in codes]
    return f'<path d="{path}" fill="none" stroke="#44546a" stroke-width="1.3" marker-end="url(#tip)"/>' + _words(
        at, words
    )


def _words(at: Point, words: Sequence[str]) -> str:
    top = at[1] - 7 * (len(words) - 1) + 4
    return "".join(
        f'<text x="{at[0]:.0f}" y="{top + 14 * n:.0f}" text-anchor="middle" stroke="#fff" stroke-width="4" '
        f'paint-order="stroke" fill="#1f2a37">{escape(word)}</text>'
        for n, word in enumerate(words)
    )


def _edge_of(name: str, middle: Point, towards: Point) -> Point:
    """Where a line from the middle of a box leaves it."""
    dx, dy = towards[0] - middle[0], towards[1] - middle[1]
    scale = min((WIDE / 2 + 3) / abs(dx) if dx else 1e9, (HIGH / 2 + 3) / abs(dy) if dy else 1e9)
    return middle[0] + dx * scale, middle[1] + dy * scale


def _box(name: str) -> str:
    x, y = _middle(name)
    left, top = x - WIDE / 2, y - HIGH / 2
    if name.startswith("bundle:"):
        sources = MOVES[name.removeprefix("bundle:")].sources
        word = _stage(*sources) if len(sources) == 1 else f"{len(sources)} 个环节均可"
        frame = f'<rect x="{left:.0f}" y="{top:.0f}" width="{WIDE}" height="{HIGH}" rx="24" {DASHED}/>'
        return frame + f'<text x="{x:.0f}" y="{y + 4:.0f}" text-anchor="middle" fill="#44546a">{word}</text>'
    stage = Stage(name)
    heavy = ' stroke-width="2.4"' if stage in FINAL else ""
    frame = (
        f'<rect x="{left:.0f}" y="{top:.0f}" width="{WIDE}" height="{HIGH}" rx="6" '
        f'fill="{COLOURS[WAITING_FOR.get(stage)]}" stroke="#44546a"{heavy}/>'
    )
    name_style = 'text-anchor="middle" font-weight="600" font-size="14"'
    return (
        frame
        + f'<text x="{x:.0f}" y="{y - 2:.0f}" {name_style}>{_stage(stage)}</text>'
        + f'<text x="{x:.0f}" y="{y + 15:.0f}" text-anchor="middle" fill="#44546a" font-size="11">{name}</text>'
    )


def _legend(height: int) -> str:
    words = {Party.FEDERATION: "等待工商联", Party.UNIT: "等待承办单位", Party.FIRM: "等待企业", None: "终点"}
    parts = []
    for n, (party, word) in enumerate(words.items()):
        x = LEFT + n * 150
        parts.append(
            f'<rect x="{x}" y="{height - 34}" width="22" height="14" rx="3" fill="{COLOURS[party]}" stroke="#44546a"/>'
        )
        parts.append(f'<text x="{x + 30}" y="{height - 22}" fill="#1f2a37">{word}</text>')
    return "".join(parts)


if __name__ == "__main__":
    sys.exit(main())
