"""Tables that are read, and tables that are written."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.kit.files import FIRM, HEADINGS, SHEET, part, repacked, xlsx
from zhilian.kit.dates import parse_date
from zhilian.kit.spreadsheets import (
    ErrorValue,
    FormulaWithoutValue,
    Notice,
    Row,
    Sheet,
    SheetWarning,
    open_sheet,
    write_xlsx,
)


def opened(data: bytes, filename: str = "list.xlsx") -> Sheet:
    return open_sheet(BytesIO(data), filename=filename)


def rows_of(data: bytes) -> list[list[object]]:
    return [list(row.cells) for row in opened(data).rows()]


# --- workbooks


def test_a_workbook_is_read_from_a_path(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(xlsx(HEADINGS, FIRM))
    sheet = open_sheet(path, filename=path.name)
    assert sheet.headings == HEADINGS
    assert list(sheet.rows()) == [Row(2, [*FIRM])]
    assert list(sheet.rows()) == [Row(2, [*FIRM])]  # as often as needed
    assert sheet.warnings == []


def test_rows_have_the_numbers_a_person_sees() -> None:
    data = xlsx(["龙岗区会员企业名单"], [], ["填报单位：", "横岗商会"], HEADINGS, FIRM, [], [None, "  ", "　"], FIRM)
    sheet = opened(data)
    assert sheet.heading_row == 4
    assert [row.number for row in sheet.rows()] == [5, 8]


def test_a_merged_title_above_the_table_does_no_harm() -> None:
    assert opened(xlsx(["龙岗区会员企业名单"], HEADINGS, FIRM, merge="A1:C1")).headings == HEADINGS


def test_cells_come_in_few_types() -> None:
    row = [
        " 甲　",
        3,
        3.0,
        2.5,
        date(2026, 4, 20),
        datetime(2026, 4, 20, 15, 30),
        True,
        13800138000,
        "👨‍👩‍👧",
        None,
        "x",
    ]
    names = list("甲乙丙丁戊己庚辛壬癸末")
    assert rows_of(xlsx(names, row)) == [
        ["甲", 3, 3, 2.5, date(2026, 4, 20), datetime(2026, 4, 20, 15, 30), "TRUE", 13800138000, "👨‍👩‍👧", None, "x"]
    ]


def test_dates_as_text_and_full_width_digits_survive_to_the_readers_of_figures() -> None:
    rows = rows_of(xlsx(["名称", "入会时间"], ["甲", "２０２６年４月２０日"], ["乙", "2026.4.20"], ["丙", 46132]))
    assert [parse_date(row[1]) for row in rows] == [date(2026, 4, 20)] * 3


def test_the_first_visible_sheet_is_read_and_others_are_mentioned() -> None:
    assert opened(xlsx(HEADINGS, FIRM, hidden_first=True)).headings == HEADINGS
    book = load_workbook(BytesIO(xlsx(HEADINGS, FIRM)))
    book.create_sheet("空")
    book.create_sheet("说明").append(["请勿修改"])
    file = BytesIO()
    book.save(file)
    assert opened(file.getvalue()).warnings == [SheetWarning(Notice.OTHER_SHEETS, "说明")]


def test_formulas_give_their_saved_result_or_say_there_is_none() -> None:
    data = xlsx(["名称", "人数", "合计"], ["甲", 3, "=B2*2"], ["乙", 4, "=B3*2"], ["丙", 5, "x"])
    with_value = re.sub(rb"<f>B2\*2</f><v\s*/?>(</v>)?", b"<f>B2*2</f><v>6</v>", part(data))
    sheet = opened(repacked(data, {SHEET: with_value}))
    assert [row.cells[2] for row in sheet.rows()] == [6, FormulaWithoutValue("=B3*2"), "x"]
    assert sheet.warnings == [SheetWarning(Notice.FORMULAS, row=2)]


def test_failed_formulas_are_no_text() -> None:
    assert rows_of(xlsx(["名称", "人数"], ["甲", "#REF!"])) == [["甲", ErrorValue("#REF!")]]


def test_lost_digits_and_nameless_columns_are_remarked_on() -> None:
    sheet = opened(xlsx(["名称", "代码", None, "电话"], ["甲", 914403001922038000, 1, "1"], ["乙", "x", 1, "2", 1]))
    assert [len(row.cells) for row in sheet.rows()] == [4, 4]
    assert sheet.headings == ["名称", "代码", "", "电话"]
    assert sheet.warnings == [
        SheetWarning(Notice.LOST_DIGITS, "B", 2),
        SheetWarning(Notice.UNNAMED_COLUMN, "C", 2),
        SheetWarning(Notice.UNNAMED_COLUMN, "E", 3),
    ]


# --- delimited text

TABLE = "企业名称,联系人,备注\r\n深圳市灯饰公司,钱伟,无\r\n"


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("gb18030"),
        TABLE.encode("utf-16"),
        b"\xfe\xff" + TABLE.encode("utf-16-be"),
        TABLE.replace(",", ";").encode(),
        TABLE.replace(",", ", ").encode(),
        TABLE.replace(",", "\t").encode("gb18030"),
        TABLE.replace("\r\n", "\n").encode(),
        TABLE.replace("\r\n", "\r").encode(),
    ],
)
def test_text_in_the_encodings_and_delimiters_offices_use(data: bytes) -> None:
    sheet = opened(data, "list.csv")
    assert sheet.headings == ["企业名称", "联系人", "备注"]
    assert list(sheet.rows()) == [Row(2, ["深圳市灯饰公司", "钱伟", "无"])]


def test_traditional_characters_pass_in_gb18030() -> None:
    data = "企業名稱,聯繫人\n深圳市龍崗區燈飾廠,張偉\n".encode("gb18030")
    assert rows_of(data) == [["深圳市龍崗區燈飾廠", "張偉"]]


def test_rare_characters_survive_gb18030() -> None:
    data = "企业名称,联系人\n深圳市𠮷祥喆灯饰有限公司,张镕👍\n".encode("gb18030")
    assert rows_of(data) == [["深圳市𠮷祥喆灯饰有限公司", "张镕👍"]]


def test_breaks_inside_quotes_stay_in_the_cell_and_rows_keep_their_numbers() -> None:
    data = '名称,地址\n甲,"横岗街道\n简一工业区, 3 栋"\n\n乙,="0755"\n'.encode()
    assert list(opened(data).rows()) == [Row(2, ["甲", "横岗街道\n简一工业区, 3 栋"]), Row(4, ["乙", "0755"])]


def test_a_single_column_is_a_table() -> None:
    assert rows_of("名称\n甲\n乙\n".encode()) == [["甲"], ["乙"]]


# --- writing


def test_text_never_becomes_a_formula() -> None:
    file = BytesIO()
    dangerous = ["=1+1", "+86 138", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "\t=1", "＝1"]
    write_xlsx(file, ["名称", "=2"], [[text, 1] for text in dangerous])
    sheet = load_workbook(file).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells if cell.value != "名称")
    assert b"<f" not in part(file.getvalue())


def test_values_are_written_as_themselves(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    values = [
        1,
        Decimal("1.25"),
        date(2026, 4, 20),
        datetime(2026, 4, 20, 7, 30, tzinfo=UTC),
        None,
        "a\x00\x07\ud800𠮷",
    ]
    write_xlsx(path, list("甲乙丙丁戊己庚"), [[*values, 914403001922038216]])
    [row] = open_sheet(path, filename="out.xlsx").rows()
    shown = datetime(2026, 4, 20, 15, 30)
    assert row.cells == [1, 1.25, date(2026, 4, 20), shown, None, "a\ufffd𠮷", "914403001922038216"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=2), min_size=1, max_size=5))
def test_any_text_can_be_written_and_the_file_be_opened(rows: list[list[str]]) -> None:
    file = BytesIO()
    write_xlsx(file, ["名称", "备注"], [["x", "y"], *rows])
    assert len(list(opened(file.getvalue()).rows())) >= 1
