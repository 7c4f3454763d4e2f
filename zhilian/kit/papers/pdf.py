"""A paper as PDF. The page is drawn by ``paper.typ``, which gets the paper as data and never as markup."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Final

import typst

from . import fonts as typefaces
from .layout import LABEL_WIDTH, LINE, SIZE, Grid, Layout, Part, layout_of
from .paper import Heading, Opinion, Paper, Paragraph, Roll

_NO_DAY: Final = date(2000, 1, 1)
_TEMPLATE: Final = Path(__file__).with_name("paper.typ")


def as_pdf(paper: Paper, *, fonts: Sequence[Path] = ()) -> bytes:
    """Draw a paper as PDF; ``fonts`` are folders with the office's own fonts. The same paper gives the same bytes.

    Errors: NoFont.
    """
    return _press(tuple(fonts)).pdf(paper)


def faces(fonts: Sequence[Path] = ()) -> dict[str, str]:
    """Name the family each role is set in: title, body, black (黑体), script (楷体). Errors: NoFont."""
    return {role: families[0] for role, families in _press(tuple(fonts)).families.items() if families}


class _Press:
    """A compiler kept for its fonts, which take ten times as long to find as a page to draw; one paper at a time."""

    def __init__(self, folders: Sequence[Path]) -> None:
        found = typefaces.find(folders)
        self.families = typefaces.choose(found, folders)
        self._compiler = typst.Compiler(root=str(_TEMPLATE.parent), font_paths=found)
        self._source = _TEMPLATE.read_bytes()
        self._lock = Lock()

    def pdf(self, paper: Paper) -> bytes:
        data = json.dumps(_data(layout_of(paper), self.families), ensure_ascii=False)
        day = datetime.combine(paper.date or _NO_DAY, time(12), UTC)
        with self._lock:
            drawn = self._compiler.compile(self._source, format="pdf", sys_inputs={"paper": data}, timestamp=day)
        assert isinstance(drawn, bytes)
        return drawn


@lru_cache(maxsize=4)
def _press(folders: tuple[Path, ...]) -> _Press:
    return _Press(folders)


def _data(layout: Layout, families: dict[str, list[str]]) -> dict[str, object]:
    measures = {"size": SIZE, "line": LINE, "label": LABEL_WIDTH}
    return {**asdict(layout), "parts": [_part(part) for part in layout.parts], "fonts": families, **measures}


def _part(part: Part) -> dict[str, object]:
    match part:
        case Paragraph():
            return {"is": "paragraph", **asdict(part)}
        case Heading():
            return {"is": "heading", **asdict(part)}
        case Roll():
            return {"is": "roll", **asdict(part)}
        case Grid():
            return {"is": "grid", **asdict(part)}
        case _:
            return {"is": "form", "rows": [_row(row) for row in part.rows]}


def _row(row: Opinion | tuple[object, ...]) -> dict[str, object]:
    if isinstance(row, Opinion):
        return {"opinion": asdict(row)}
    return {"facts": [asdict(fact) for fact in row]}  # type: ignore[call-overload]
