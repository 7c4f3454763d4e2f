"""``zhilian import members FILE``."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from tests.cast import Cast
from tests.files.samples import PDF
from tests.imports.sheets import code, csv_of
from zhilian.core.models import Federation
from zhilian.core.queries import trail_of
from zhilian.files.models import ImportRun
from zhilian.members.models import Enterprise


def run(path: Path, *options: str, kind: str = "members", district: str = "LG") -> tuple[str, str]:
    """What it says on stdout and stderr."""
    out, err = StringIO(), StringIO()
    named = ["--federation", district] if district else []
    call_command(f"import_{kind}", str(path), *named, *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "企业.csv"
    path.write_bytes(csv_of(("甲厂", code(1)), ("乙厂", "1")))
    return path


def test_it_imports_and_says_what_came_in_and_what_was_bad(cast: Cast, path: Path) -> None:
    out, err = run(path)
    assert "新增 1 · 更新 0 · 无变化 0 · 有问题 1" in out
    assert "3\t统一社会信用代码\t1\t统一社会信用代码应为 18 位，现在是 1 位。" in out
    assert "企业名称 → 名称" in err
    assert "2 / 3" in err
    assert Enterprise.objects.filter(name="甲厂").exists()
    [line] = trail_of(ImportRun.objects.get())
    assert (line.verb, line.actor_role) == ("members.imported", "system")


def test_twice_changes_nothing(cast: Cast, path: Path) -> None:
    run(path)
    out, _ = run(path)
    assert "新增 0 · 更新 0 · 无变化 1 · 有问题 1" in out
    assert ImportRun.objects.count() == 1


def test_a_dry_run_changes_nothing(cast: Cast, path: Path) -> None:
    out, _ = run(path, "--dry-run")
    assert "新增 1" in out
    assert "试运行" in out
    assert not ImportRun.objects.exists()
    assert not Enterprise.objects.filter(name="甲厂").exists()


def test_all_or_nothing_fails_with_one_bad_row(cast: Cast, path: Path) -> None:
    with pytest.raises(CommandError, match="1 行有问题"):
        run(path, "--mode", "all-or-nothing")
    assert not Enterprise.objects.filter(name="甲厂").exists()


def test_every_bad_row_goes_into_a_spreadsheet(cast: Cast, tmp_path: Path) -> None:
    path, target = tmp_path / "企业.csv", tmp_path / "bad.xlsx"
    path.write_bytes(csv_of(*[(f"第{n}厂", "1") for n in range(60)]))
    out, _ = run(path, "--problems", str(target))
    assert "……另有 10 行" in out
    sheet = load_workbook(target).active
    assert sheet is not None
    assert sheet.max_row == 61


def test_what_is_no_spreadsheet_is_refused(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(PDF)
    with pytest.raises(CommandError, match="这不是表格文件"):
        run(path)


def test_a_file_that_is_not_there_and_a_column_that_is_missing_are_named(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="找不到文件"):
        run(tmp_path / "nowhere.csv")
    path = tmp_path / "x.csv"
    path.write_bytes(csv_of(("甲厂",), headings=("字号",)))
    with pytest.raises(CommandError, match=r"企业名称.*字号"):
        run(path)


def test_the_district_may_be_left_out_where_there_is_only_one(cast: Cast, path: Path) -> None:
    with pytest.raises(CommandError, match="BA LG SZ"):
        run(path, district="")
    Federation.objects.filter(code="BA").update(level="city")
    assert "新增 1" in run(path, district="")[0]
    with pytest.raises(CommandError, match="BA LG SZ"):
        run(path, district="XX")


def test_cases_come_in_by_their_own_command(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "诉求.csv"
    headings = ("编号", "内容", "留言时间", "答复", "答复时间")
    path.write_bytes(csv_of(("1", "停电了", "2025-1-1", "已恢复", "2025-1-2"), headings=headings))
    assert "新增 1" in run(path, kind="cases")[0]
