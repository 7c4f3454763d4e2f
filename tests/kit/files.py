"""Spreadsheets, good and bad, made for the tests."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO

from openpyxl import Workbook

HEADINGS = ["企业名称", "统一社会信用代码", "联系人"]
FIRM = ["深圳市𠮷祥灯饰有限公司", "91440300708461136T", "钱伟"]
SHEET = "xl/worksheets/sheet1.xml"


def xlsx(*rows: Iterable[object], merge: str = "", hidden_first: bool = False) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    if hidden_first:
        sheet.append(["secret"])
        sheet.sheet_state = "hidden"
        sheet = book.create_sheet("名单")
    for row in rows:
        sheet.append(list(row))
    if merge:
        sheet.merge_cells(merge)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(data: bytes, changes: Mapping[str, bytes], drop: Iterable[str] = ()) -> bytes:
    """The package with parts replaced, added or dropped."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        kept = {name: old.read(name) for name in old.namelist() if name not in set(drop)}
        for name, content in (kept | dict(changes)).items():
            new.writestr(name, content)
    return file.getvalue()


def part(data: bytes, name: str = SHEET) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return package.read(name)
