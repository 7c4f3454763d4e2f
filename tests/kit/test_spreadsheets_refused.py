"""Files that are refused, each for its own reason."""

from __future__ import annotations

import re
from io import BytesIO

import pytest

from tests.kit.files import FIRM, HEADINGS, SHEET, part, repacked, xlsx
from zhilian.kit.spreadsheets import Limits, Refusal, SheetRefused, open_sheet

GOOD = xlsx(HEADINGS, FIRM)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CONTENT_TYPES = "[Content_Types].xml"


def refusal(data: bytes, filename: str = "list.xlsx", limits: Limits | None = None) -> SheetRefused:
    with pytest.raises(SheetRefused) as caught:
        list(open_sheet(BytesIO(data), filename=filename, limits=limits or Limits()).rows())
    assert caught.value.code.sentence
    return caught.value


BAD = {
    "empty file": (b"", Refusal.EMPTY),
    "blank file": (b" \r\n\r\n", Refusal.EMPTY),
    "sheet without cells": (xlsx(), Refusal.EMPTY),
    "headings only": (xlsx(HEADINGS), Refusal.EMPTY),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), Refusal.NOT_A_SPREADSHEET),
    "portable document": (b"%PDF-1.7\n%....", Refusal.NOT_A_SPREADSHEET),
    "web page saved as .xls": ("<html><table><tr><td>企业".encode(), Refusal.NOT_A_SPREADSHEET),
    "JSON": (b'[{"a": 1}]', Refusal.NOT_A_SPREADSHEET),
    "other bytes": (bytes(range(1, 200)), Refusal.NOT_A_SPREADSHEET),
    "word document": (repacked(GOOD, {}, drop=["xl/workbook.xml"]), Refusal.NOT_A_SPREADSHEET),
    "old workbook": (OLE + bytes(600), Refusal.OLD_FORMAT),
    "binary workbook": (repacked(GOOD, {"xl/workbook.bin": b"x"}), Refusal.OLD_FORMAT),
    "protected workbook": (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), Refusal.ENCRYPTED),
    "macros": (repacked(GOOD, {"xl/vbaProject.bin": b"x"}), Refusal.MACROS),
    "macro content type": (
        repacked(GOOD, {CONTENT_TYPES: part(GOOD, CONTENT_TYPES).replace(b"sheet.main", b"sheet.macroEnabled.main")}),
        Refusal.MACROS,
    ),
    "entity declaration": (
        repacked(GOOD, {SHEET: b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + part(GOOD)}),
        Refusal.UNSAFE,
    ),
    "XML in another encoding": (repacked(GOOD, {SHEET: part(GOOD).decode().encode("utf-16")}), Refusal.UNSAFE),
    "cut short": (GOOD[: len(GOOD) // 2], Refusal.DAMAGED),
    "broken XML": (repacked(GOOD, {SHEET: part(GOOD)[:-30]}), Refusal.DAMAGED),
    "text that is nowhere": (
        repacked(GOOD, {SHEET: re.sub(rb't="inlineStr"><is>.*?</is>', b't="s"><v>7</v>', part(GOOD))}),
        Refusal.DAMAGED,
    ),
    "no headings": (xlsx(["深圳某某有限公司", "91440300708461136T", "13800138000", 3]), Refusal.NO_HEADINGS),
    "same heading twice": (xlsx(["名称", "电话（手机）", "电话 (手机)"], ["a", "b", "c"]), Refusal.DUPLICATE_HEADINGS),
    "merged cells": (xlsx(HEADINGS, FIRM, FIRM, merge="A2:A3"), Refusal.MERGED_CELLS),
    "NUL in text": ("名称,电话\n甲\0,1\n".encode(), Refusal.NUL),
    "Big5": ("企業名稱,聯繫電話與說明\n龍崗區燈飾廠,這裡寫著繁體中文的內容\n".encode("big5"), Refusal.ENCODING),
    "UTF-8 with a broken byte": ("企业名称,联系人\n深圳灯饰公司,钱伟\n".encode() + b"\xe4\xba\n", Refusal.ENCODING),
    "half a character of UTF-16": (b"\xff\xfe" + "名称,电话".encode("utf-16-le")[:-1], Refusal.ENCODING),
    "quote never closed": ('名称,电话\n"甲,1\n乙,2\n'.encode(), Refusal.DAMAGED),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused_with_their_reason(name: str) -> None:
    data, code = BAD[name]
    assert refusal(data).code is code


def test_the_name_of_a_file_does_not_decide_but_a_macro_name_refuses() -> None:
    assert refusal(b"\x89PNG\r\n\x1a\n....", "list.csv").code is Refusal.NOT_A_SPREADSHEET
    assert refusal(GOOD, "LIST.XLSM").code is Refusal.MACROS
    assert open_sheet(BytesIO(GOOD), filename="list.csv").headings == HEADINGS


def test_the_merged_range_and_the_heading_are_named() -> None:
    assert refusal(BAD["merged cells"][0]).detail == "A2:A3"
    assert refusal(BAD["same heading twice"][0]).detail == "电话 (手机)"
    assert "A2:A3" in str(refusal(BAD["merged cells"][0]))


def test_a_bomb_is_noticed_by_what_comes_out_not_by_what_is_declared() -> None:
    filler = b"<x>" + b" " * 30_000_000 + b"</x>"
    bomb = repacked(GOOD, {"xl/drawings/drawing1.xml": filler})
    assert refusal(bomb).code is Refusal.BOMB
    assert refusal(GOOD, limits=Limits(unpacked_bytes=1000)).code is Refusal.BOMB
    assert refusal(GOOD, limits=Limits(entries=3)).code is Refusal.BOMB
    assert refusal(GOOD, limits=Limits(tags=50)).code is Refusal.BOMB


def test_a_zip_that_lies_about_its_sizes_is_refused() -> None:
    bomb = repacked(GOOD, {"xl/drawings/drawing1.xml": b" " * 30_000_000})
    size = (30_000_000).to_bytes(4, "little")
    lying = bomb.replace(size, (100).to_bytes(4, "little"))
    assert lying != bomb
    assert refusal(lying).code in (Refusal.DAMAGED, Refusal.BOMB)


def test_limits_on_bytes_rows_and_columns() -> None:
    three = xlsx(HEADINGS, FIRM, FIRM, FIRM)
    assert refusal(three, limits=Limits(file_bytes=1000)).code is Refusal.TOO_LARGE
    assert refusal(three, limits=Limits(rows=2)).code is Refusal.TOO_MANY_ROWS
    assert refusal(three, limits=Limits(columns=2)).code is Refusal.TOO_MANY_COLUMNS
    assert refusal("甲,乙,丙\n1,2,3\n".encode(), limits=Limits(columns=2)).code is Refusal.TOO_MANY_COLUMNS
    assert len(list(open_sheet(BytesIO(three), filename="x", limits=Limits(rows=3)).rows())) == 3


def test_a_claimed_size_or_a_far_away_row_costs_nothing() -> None:
    sheet = part(GOOD).replace(b"A1:C2", b"A1:XFD1048576").replace(b'<row r="2"', b'<row r="2000000000"')
    assert refusal(repacked(GOOD, {SHEET: sheet})).code is Refusal.EMPTY
