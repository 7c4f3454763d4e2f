"""A look through the zip of an .xlsx before it is opened: real sizes, macros, declarations, merged cells, formulas."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

from .refusal import Limits, Refusal, SheetRefused

_CHUNK: Final = 1 << 20
_TAIL: Final = 1 << 16
_ENCRYPTED_FLAG: Final = 0x1
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MERGE: Final = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Za-z0-9:$]{1,40})[\"']")
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s/>]")
_DECLARATIONS: Final = (b"<!DOCTYPE", b"<!ENTITY")
_WORKBOOKS: Final = ("xl/workbook.xml", "xl/workbook2.xml")


@dataclass(slots=True)
class Facts:
    """What the raw XML says: part name → merged ranges; the parts that hold formulas."""

    merged: dict[str, list[str]] = field(default_factory=dict)
    formulas: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Meter:
    """Adds up what really comes out of the zip."""

    limits: Limits
    packed: int
    unpacked: int = 0
    tags: int = 0

    def add(self, chunk: bytes) -> None:
        self.unpacked += len(chunk)
        self.tags += chunk.count(b"<")
        allowed = max(self.limits.ratio * self.packed, self.limits.ratio_from)
        if self.unpacked > min(allowed, self.limits.unpacked_bytes) or self.tags > self.limits.tags:
            raise SheetRefused(Refusal.BOMB)


def inspect(data: bytes, limits: Limits) -> Facts:
    """Read every part of the package once, streaming, and refuse what is no harmless workbook. Errors: SheetRefused."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            _check_names(package, limits)
            return _read_through(package, _Meter(limits, len(data)))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise SheetRefused(Refusal.DAMAGED) from error


def _check_names(package: zipfile.ZipFile, limits: Limits) -> None:
    entries = package.infolist()
    names = [entry.filename.lower() for entry in entries]
    if len(entries) > limits.entries or sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        raise SheetRefused(Refusal.BOMB)
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise SheetRefused(Refusal.ENCRYPTED)
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in name for name in names):
        raise SheetRefused(Refusal.MACROS)
    if "xl/workbook.bin" in names:
        raise SheetRefused(Refusal.OLD_FORMAT)
    if "[content_types].xml" not in names or not any(name in names for name in _WORKBOOKS):
        raise SheetRefused(Refusal.NOT_A_SPREADSHEET)
    if len(set(names)) < len(names) or any(entry.compress_type not in _METHODS for entry in entries):
        raise SheetRefused(Refusal.DAMAGED)


def _read_through(package: zipfile.ZipFile, meter: _Meter) -> Facts:
    facts = Facts()
    for entry in package.infolist():
        name = entry.filename
        is_xml = name.lower().endswith((".xml", ".rels", ".vml"))
        for tags in _whole_tags(package, entry, meter):
            if is_xml:
                _look_at(tags, name, facts)
    return facts


def _whole_tags(package: zipfile.ZipFile, entry: zipfile.ZipInfo, meter: _Meter) -> Iterator[bytes]:
    """The part in pieces that end with a whole tag, so that a search finds each tag once."""
    tail = b""
    with package.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            meter.add(chunk)
            end = chunk.rfind(b">") + 1
            if end:
                yield tail + chunk[:end]
                tail = chunk[end:]
            else:
                tail = (tail + chunk)[-_TAIL:]
    yield tail


def _look_at(tags: bytes, name: str, facts: Facts) -> None:
    if any(word in tags for word in _DECLARATIONS) or tags[:4].count(0) or tags[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise SheetRefused(Refusal.UNSAFE, name)
    if name.lower() == "[content_types].xml" and b"macroenabled" in tags.lower():
        raise SheetRefused(Refusal.MACROS)
    if "/worksheets/" in name.lower():
        _look_at_sheet(tags, name, facts)


def _look_at_sheet(tags: bytes, name: str, facts: Facts) -> None:
    """Note merged ranges and formulas; the plain searches come first because most pieces hold neither."""
    if b"mergeCell" in tags:
        found = [ref.decode("ascii").replace("$", "") for ref in _MERGE.findall(tags)]
        facts.merged.setdefault(name, []).extend(found)
    if name not in facts.formulas and (b"<f" in tags or b":f" in tags) and _FORMULA.search(tags):
        facts.formulas.add(name)
