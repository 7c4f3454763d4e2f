"""Files that are no spreadsheets, or no harmless ones: each ends in a clear sentence and an unchanged registry."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from tests.cast import Cast
from tests.files.samples import PDF, office, old_office
from tests.imports.sheets import HEADINGS, checked, code, csv_of, xlsx_of
from zhilian.files.imports import source
from zhilian.members.models import Enterprise


def book(*rows: list[object], merge: str = "") -> bytes:
    target, workbook = BytesIO(), Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    workbook.save(target)
    return target.getvalue()


def bomb() -> bytes:
    target = BytesIO(xlsx_of(("甲厂",)))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as package, package.open("xl/media/x.xml", "w") as part:
        for _ in range(200):
            part.write(bytes(1024 * 1024))
    return target.getvalue()


REFUSED = {
    "不是表格": ("名单.xlsx", PDF, "这不是表格文件"),
    "网页": ("名单.xls", b"<html><table><tr><td>1", "这不是表格文件"),
    "旧格式": ("名单.xls", old_office("Workbook"), "旧版"),
    "加密": ("名单.xlsx", old_office("EncryptedPackage"), "密码"),
    "宏": ("名单.xlsm", xlsx_of(("甲厂",)), "带有宏"),
    "藏着的宏": ("名单.xlsx", office("xl/workbook.xml", "<Types macroEnabled='1'/>"), "带有宏"),
    "炸弹": ("名单.xlsx", bomb(), "远超正常表格"),
    "损坏": ("名单.xlsx", xlsx_of(("甲厂",))[:200], "已损坏"),
    "空": ("名单.csv", b" \n", "没有可读取的数据"),
    "只有表头": ("名单.csv", csv_of(), "没有可读取的数据"),
    "没有表头": ("名单.csv", b"13800138000,2024\n13800138001,2025\n", "没有找到表头"),
    "重复的表头": ("名单.csv", csv_of(("甲厂", "乙厂"), headings=("企业名称", "企业 名称")), "重复出现"),
    "合并单元格": ("名单.xlsx", book(list(HEADINGS), ["甲厂"], ["乙厂"], merge="A2:A3"), "A2:A3"),
    "错误的编码": ("名单.csv", csv_of(("深圳市横岗眼镜有限公司",) * 9).replace("横".encode(), b"\xe6\xa8"), "编码"),
    "空字符": ("名单.csv", csv_of(("甲\0厂",)), "NUL"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_with_a_sentence(cast: Cast, case: str) -> None:
    name, content, words = REFUSED[case]
    before = Enterprise.objects.count()
    run = checked(cast, content, name=name)
    assert run.state == "refused"
    assert words in str(run.why_refused)
    assert "%(" not in str(run.why_refused)
    assert Enterprise.objects.count() == before


def test_a_sheet_with_too_many_rows_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "ROWS", 1000)
    run = checked(cast, b"name\n" + b"\n".join(b"firm %d" % n for n in range(1001)))
    assert "不能超过 1000 行" in str(run.why_refused)


def test_a_file_without_names_asks_which_heading_they_are_under(cast: Cast) -> None:
    run = checked(cast, csv_of(("甲厂", "1"), headings=("字号", "备注")))
    assert run.state == "refused"
    assert "企业名称" in str(run.why_refused)
    assert run.headings == [["字号", None], ["备注", None]]


def test_formulas_give_their_saved_result_or_a_bad_row(cast: Cast) -> None:
    run = checked(
        cast, book(["企业名称", "地址"], ["甲厂", "=A2&1"], ["乙厂", "#N/A"], ["丙厂", "一路"]), name="名单.xlsx"
    )
    assert (run.to_create, run.bad) == (1, 2)
    assert [str(one.why)[:14] for one in run.problems.order_by("row")] == [
        "这个单元格是公式，但没有保存",
        "这个单元格的公式出错。",
    ]


def test_a_code_typed_as_a_number_has_lost_its_last_digits(cast: Cast) -> None:
    run = checked(cast, book(["企业名称", "统一社会信用代码"], ["甲厂", 914403001234567890]), name="名单.xlsx")
    assert run.bad == 1
    assert "15 位" in str(run.problems.get().why)


def test_dates_numbers_and_words_may_stand_in_any_column(cast: Cast) -> None:
    run = checked(cast, book(["企业名称", "地址"], ["甲厂", date(2026, 1, 1)], [1688, 3.5]), name="名单.xlsx")
    assert (run.to_create, run.bad) == (2, 0)


def test_a_title_above_the_table_is_passed_over(cast: Cast) -> None:
    content = book(["2026 年会员名单"], [], ["企业名称", "统一社会信用代码"], ["甲厂", code(1)])
    assert checked(cast, content, name="名单.xlsx").to_create == 1
