"""Finished matters from spreadsheets: closed cases with their answers and real dates."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.cast import Cast, moment
from tests.imports.sheets import applied, beside, checked, csv_of, examined
from zhilian.cases.ledger import check_cases
from zhilian.cases.models import Case
from zhilian.core.chain import check
from zhilian.core.queries import trail_lines, trail_of
from zhilian.files.imports import Findings
from zhilian.files.imports.moments import moment_of
from zhilian.kit.dates import DateError

HEADINGS = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间", "诉求类别", "承办单位")
ROW = (
    "A-1",
    "横岗明亮眼镜厂",
    "厂区停电",
    "2025/3/4 9:05:30",
    "厂区停电三天了。\n请帮忙。",
    "已恢复供电。",
    "2025年3月6日 16:00",
    "用能保障",
    "区工信局",
)


def sheet(*rows: tuple[object, ...]) -> bytes:
    return csv_of(*rows, headings=HEADINGS)


def found(cast: Cast, tmp_path: Path, *rows: tuple[object, ...]) -> Findings:
    return examined(cast, tmp_path / "诉求.csv", sheet(*rows), "cases")


def changed(**cells: str) -> tuple[str, ...]:
    """The row above with other cells."""
    return tuple(cells.get(heading, cell) for heading, cell in zip(HEADINGS, ROW, strict=True))


def test_a_row_becomes_a_closed_case_of_the_firm_with_its_answer(cast: Cast) -> None:
    applied(cast, sheet(ROW), kind="cases")
    case = Case.objects.get()
    assert (case.number, case.external_ref, case.stage, case.source) == ("LG-2025-000001", "A-1", "closed", "import")
    assert (case.enterprise, case.title) == (cast.firms["qian"], "厂区停电")
    assert (case.text, case.received_at) == ("厂区停电三天了。\n请帮忙。", moment("2025-03-04 09:05:30"))
    assert (case.closed_at, case.category, case.unit) == (
        moment("2025-03-06 16:00"),
        cast.category("ENER"),
        cast.unit("GXJ"),
    )
    assert case.replies.get().text == "已恢复供电。"


def test_each_case_has_its_own_line_of_trail_and_the_chain_holds(cast: Cast) -> None:
    run = applied(cast, sheet(ROW, changed(留言编号="A-2", 留言时间="2024-1-1")), kind="cases")
    assert [case.number for case in Case.objects.order_by("received_at")] == ["LG-2024-000001", "LG-2025-000001"]
    for case in Case.objects.all():
        assert [line.verb for line in trail_of(case)] == ["case.imported"]
    assert [line.verb for line in trail_of(run)] == ["cases.imported"]
    assert not list(check(trail_lines(cast.lg), None))
    assert not list(check_cases())


def test_the_same_file_twice_changes_nothing(cast: Cast) -> None:
    applied(cast, sheet(ROW), kind="cases")
    run = checked(cast, sheet(ROW, changed(留言编号="A-2")), kind="cases")
    assert (run.to_create, run.unchanged) == (1, 1)


def test_bad_rows_are_named(cast: Cast, tmp_path: Path) -> None:
    findings = found(
        cast,
        tmp_path,
        changed(留言编号=""),
        changed(留言编号="2", 答复时间="2025-03-04 09:05:29"),
        changed(留言编号="3", 留言时间="上周五"),
        changed(留言编号="4", 留言时间="2025-02-30"),
        changed(留言编号="5", 答复意见=""),
        changed(留言编号="6", 留言详情="长" * 20_001),
        changed(留言编号="7"),
        changed(留言编号="7"),
    )
    assert [(one.row, one.column, str(one.reason)) for one in findings.problems] == [
        (2, "留言编号", "此项为空。"),
        (3, "答复时间", "答复时间早于来件时间。"),
        (4, "留言时间", "时间格式不正确，请写成 2026-4-20 9:30 这样的格式。"),
        (5, "留言时间", "没有这一天。"),
        (6, "答复意见", "此项为空。"),
        (7, "留言详情", "内容过长，不能超过 20000 个字。"),
        (9, "留言编号", "与第 8 行的编号重复。"),
    ]


def test_an_answer_of_the_same_day_without_a_time_is_not_before_the_matter(cast: Cast, tmp_path: Path) -> None:
    [change] = found(cast, tmp_path, changed(答复时间="2025-03-04")).changes
    assert change.payload.replied_at == change.payload.received_at


def test_who_is_no_firm_of_the_registry_stays_a_name(cast: Cast, tmp_path: Path) -> None:
    [change] = found(cast, tmp_path, changed(留言用户="A00045581")).changes
    assert (change.payload.reporter, change.payload.enterprise) == ("A00045581", None)


def test_unknown_categories_and_departments_are_left_empty_and_counted(cast: Cast, tmp_path: Path) -> None:
    findings = found(cast, tmp_path, changed(诉求类别="城乡建设", 承办单位="省厅"))
    assert findings.bad == 0
    assert [str(words)[:3] for words in findings.remarks] == ["1 行", "1 行", "1 件"]
    assert "城乡建设 (1)" in str(findings.remarks[0])


def test_a_text_of_ten_thousand_characters_with_emoji_comes_in_whole(cast: Cast) -> None:
    text = "厂里停电𠮷😀" * 1400
    applied(cast, sheet(changed(留言详情=text, 留言主题="")), kind="cases")
    case = Case.objects.get()
    assert case.text == text
    assert 0 < len(case.title) <= 30


@pytest.mark.parametrize(
    ("cell", "expected", "timed"),
    [
        ("2019/4/25 9:32:09", "2019-04-25 09:32:09", True),
        ("2019年4月25日9时5分", "2019-04-25 09:05", True),
        ("２０１９－４－２５　９：３２", "2019-04-25 09:32", True),
        ("20190425", "2019-04-25 00:00", False),
        (43580.5, "2019-04-25 12:00", True),
        (datetime(2019, 4, 25, 9, 32), "2019-04-25 09:32", True),
    ],
)
def test_moments_are_read_however_they_are_written(cell: str | float | datetime, expected: str, timed: bool) -> None:
    assert moment_of(cell) == (moment(expected), timed)


def test_what_is_no_date_is_none() -> None:
    with pytest.raises(DateError):
        moment_of("上周五")


def test_2816_real_messages_come_in_with_their_answers(cast: Cast) -> None:
    content = beside("data/messages/with-replies.xlsx").read_bytes()
    run = applied(cast, content, kind="cases")
    assert (run.rows_total, run.to_create, run.bad) == (2816, 2816, 0)
    assert Case.objects.filter(stage="closed").count() == 2816
    assert not list(check(trail_lines(cast.lg), None))
    assert checked(cast, content, kind="cases").unchanged == 2816
