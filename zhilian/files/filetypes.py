"""What a file is, told by its content; its name only decides between things that look alike."""

import re
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import Final


class Unfit(StrEnum):
    """Why a file is not taken; the screen says it in words."""

    EMPTY = "empty"
    UNKNOWN = "unknown"
    PROGRAM = "program"
    PAGE = "page"
    ARCHIVE = "archive"
    MACROS = "macros"
    LOCKED = "locked"
    BOMB = "bomb"
    PIXELS = "pixels"
    DAMAGED = "damaged"


class UnfitFile(ValueError):
    """A file that is not taken; ``reason`` says why."""

    def __init__(self, reason: Unfit) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file that is taken: ``endings`` it may have, the usual one first."""

    content_type: str
    endings: tuple[str, ...]
    is_picture: bool = False


_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
PDF: Final = FileType("application/pdf", (".pdf",))
PNG: Final = FileType("image/png", (".png",), is_picture=True)
JPEG: Final = FileType("image/jpeg", (".jpg", ".jpeg"), is_picture=True)
GIF: Final = FileType("image/gif", (".gif",), is_picture=True)
WEBP: Final = FileType("image/webp", (".webp",), is_picture=True)
TEXT: Final = FileType("text/plain", (".txt",))
TABLE: Final = FileType("text/csv", (".csv",))
DOCX: Final = FileType(_OFFICE + "wordprocessingml.document", (".docx",))
XLSX: Final = FileType(_OFFICE + "spreadsheetml.sheet", (".xlsx",))
PPTX: Final = FileType(_OFFICE + "presentationml.presentation", (".pptx",))
DOC: Final = FileType("application/msword", (".doc", ".wps"))
XLS: Final = FileType("application/vnd.ms-excel", (".xls", ".et"))
PPT: Final = FileType("application/vnd.ms-powerpoint", (".ppt", ".dps"))
ACCEPTED: Final = (PDF, JPEG, PNG, WEBP, GIF, DOCX, XLSX, PPTX, DOC, XLS, PPT, TEXT, TABLE)
SHOWN: Final = frozenset(kind.content_type for kind in (PDF, JPEG, PNG, WEBP, GIF))  # by the browser itself
PREVIEWED: Final = SHOWN | {kind.content_type for kind in (TEXT, TABLE, DOCX, XLSX)}
ENDINGS: Final = tuple(ending for kind in ACCEPTED for ending in kind.endings)

_MARKS: Final = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG), (b"GIF8", GIF))
_PROGRAMS: Final = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"L\0\0\0")
_ARCHIVES: Final = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE: Final = re.compile(rb"\s*<[!?a-zA-Z]")
_CONTROL: Final = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAIN_PARTS: Final = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
_OLD_PARTS: Final = (("WordDocument", DOC), ("PowerPoint Document", PPT), ("Workbook", XLS), ("Book", XLS))
_UNPACKED: Final = 300 * 1024 * 1024  # bytes of all parts together
_RATIO, _RATIO_FROM = 200, 10 * 1024 * 1024  # unpacked to packed, looked at above so many bytes
_PARTS: Final = 5000


def type_of(content: bytes, ending: str = "") -> FileType:
    """Tell what the content is; ``ending`` (lower case, with dot) is how its name ends. Errors: UnfitFile."""
    if not content.strip():
        raise UnfitFile(Unfit.EMPTY)
    for mark, found in _MARKS:
        if content.startswith(mark):
            return found
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content.startswith(_PROGRAMS):
        raise UnfitFile(Unfit.PROGRAM)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _office(content)
    if content.startswith(_OLE):
        return _old_office(content)
    if content.startswith(_ARCHIVES):
        raise UnfitFile(Unfit.ARCHIVE)
    return _text(content, ending)


def _office(content: bytes) -> FileType:
    """A package of Office: no macros, no password, no bomb."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            return _package(package, len(content))
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise error if isinstance(error, UnfitFile) else UnfitFile(Unfit.DAMAGED) from error


def _package(package: zipfile.ZipFile, packed: int) -> FileType:
    entries = {entry.filename.lower(): entry for entry in package.infolist()}
    unpacked = sum(entry.file_size for entry in entries.values())
    if len(entries) > _PARTS or unpacked > min(_UNPACKED, max(_RATIO * packed, _RATIO_FROM)):
        raise UnfitFile(Unfit.BOMB)
    if any(entry.flag_bits & 1 for entry in entries.values()):
        raise UnfitFile(Unfit.LOCKED)
    found = next((kind for part, kind in _MAIN_PARTS.items() if part in entries), None)
    contents = entries.get("[content_types].xml")
    if contents is None or found is None:
        raise UnfitFile(Unfit.ARCHIVE)
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in entries):
        raise UnfitFile(Unfit.MACROS)
    if contents.file_size > 1024 * 1024:
        raise UnfitFile(Unfit.BOMB)
    if b"macroenabled" in package.read(contents).lower():
        raise UnfitFile(Unfit.MACROS)
    return found


def _old_office(content: bytes) -> FileType:
    """Office before 2007: the names of its streams are UTF-16."""
    if _named("EncryptedPackage", content):
        raise UnfitFile(Unfit.LOCKED)
    if _named("_VBA_PROJECT", content):
        raise UnfitFile(Unfit.MACROS)
    for stream, kind in _OLD_PARTS:
        if _named(stream, content):
            return kind
    raise UnfitFile(Unfit.UNKNOWN)


def _named(stream: str, content: bytes) -> bool:
    return stream.encode("utf-16-le") in content


def _text(content: bytes, ending: str) -> FileType:
    """Plain text under a name that says so; pages and pictures made of text are none."""
    if _PAGE.match(content.removeprefix(b"\xef\xbb\xbf")):
        raise UnfitFile(Unfit.PAGE)
    kind = {".txt": TEXT, ".csv": TABLE}.get(ending)
    if kind is None or _CONTROL.search(content) or not _readable(content):
        raise UnfitFile(Unfit.UNKNOWN)
    return kind


def _readable(content: bytes) -> bool:
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
