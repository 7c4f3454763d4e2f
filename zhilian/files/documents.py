"""What a Word file says, as paragraphs and tables: for a look, without layout and pictures."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

PART: Final = "word/document.xml"
LONGEST: Final = 8 * 1024 * 1024  # bytes of XML that are read
ROWS, COLUMNS = 50, 20  # of a table
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS: Final = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n"}
_HEADING: Final = re.compile(r"heading|title|[1-9]$", re.IGNORECASE)
_BODY, _CHILD = 2, 3  # depth below the root of the document


class Unreadable(ValueError):
    """A file that cannot be looked at: damaged, too long, or with declarations no program writes."""


@dataclass(slots=True)
class Block:
    """A paragraph (``heading`` or not), or a table with its ``rows``."""

    text: str = ""
    heading: bool = False
    rows: list[list[str]] = field(default_factory=list)


def blocks_of(path: Path) -> Iterator[Block]:
    """The paragraphs and tables of a .docx one after the other, empty ones left out. Raises Unreadable."""
    try:
        with zipfile.ZipFile(path) as package, package.open(PART) as part:
            yield from _blocks(_Metered(part))
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise Unreadable(str(error)) from error
    except (ParseError, DefusedXmlException, UnicodeError) as error:
        raise Unreadable(str(error)) from error


class _Metered:
    """A stream that gives up after so many bytes."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._left = stream, LONGEST

    def read(self, size: int = -1) -> bytes:
        content = self._stream.read(min(size, 1 << 16) if size > 0 else 1 << 16)
        self._left -= len(content)
        if self._left < 0:
            raise Unreadable("too long")
        return content


def _blocks(stream: _Metered) -> Iterator[Block]:
    """Each child of the body as soon as it has been read; it is emptied afterwards."""
    depth = 0
    for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            depth += 1
            continue
        if depth == _CHILD:
            yield from _told(element)
            element.clear()
        depth -= 1


def _told(element: Element) -> Iterator[Block]:
    if element.tag == f"{_W}p":
        text = _text(element).strip("\n")
        if text.strip():
            yield Block(f"• {text}" if _style(element, "numPr") is not None else text, _is_heading(element))
    elif element.tag == f"{_W}tbl":
        rows = [[_text(cell).strip() for cell in row.findall(f"{_W}tc")[: COLUMNS + 1]] for row in _rows(element)]
        yield Block(rows=rows)
    elif element.tag in (f"{_W}sdt", f"{_W}sdtContent"):
        for child in element:
            yield from _told(child)


def _rows(table: Element) -> list[Element]:
    return table.findall(f"{_W}tr")[: ROWS + 1]


def _style(paragraph: Element, name: str) -> Element | None:
    return paragraph.find(f"{_W}pPr/{_W}{name}")


def _is_heading(paragraph: Element) -> bool:
    style = _style(paragraph, "pStyle")
    named = style is not None and _HEADING.match(style.get(f"{_W}val", "")) is not None
    return named or _style(paragraph, "outlineLvl") is not None


def _text(element: Element) -> str:
    return "".join(_pieces(element))


def _pieces(element: Element) -> Iterator[str]:
    """The words as Word shows them: what was deleted has another tag, what stands twice is told once."""
    waiting: list[Any] = [element]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif one.tag == f"{_W}t":
            yield one.text or ""
        elif one.tag in _BREAKS:
            yield _BREAKS[one.tag]
        elif one.tag not in (_FALLBACK, f"{_W}pPr"):
            waiting += ["\n"] if one.tag == f"{_W}p" and one is not element else []
            waiting += reversed(one)
