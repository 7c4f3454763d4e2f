"""``zhilian triage hot FILE``: what it prints, and what it says of bad rows and bad files."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.triage.hot_texts import district
from zhilian.kit.spreadsheets import write_xlsx

HEADINGS = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "反对数", "点赞数"]


def rows() -> list[list[object]]:
    """The small district as rows of such a file: every second time as text."""
    return [
        [number, text.firm, text.subject, written if number % 2 else text.at, text.body, 0, number % 3]
        for number, text in enumerate(district(), 1)
        if (written := f"{text.at:%Y/%-m/%-d %H:%M}")
    ]


def file(folder: Path, lines: Sequence[Sequence[object]], headings: Sequence[str] = HEADINGS) -> Path:
    path = folder / "留言.xlsx"
    write_xlsx(path, headings, lines)
    return path


def hot(path: Path, *arguments: str) -> tuple[dict[str, Any], str]:
    """What is printed, and what is said on the error stream."""
    out, err = StringIO(), StringIO()
    call_command("triage_hot", str(path), *arguments, stdout=out, stderr=err)
    return json.loads(out.getvalue()), err.getvalue()


def test_the_hottest_come_first_with_their_members(tmp_path: Path) -> None:
    found, said = hot(file(tmp_path, rows()))
    assert (found["texts"], said) == (39, "")
    first, second = found["issues"][:2]
    assert (first["rank"], first["texts"], first["people"], second["texts"]) == (1, 12, 12, 9)
    assert set(first["ids"]) == {row[0] for row in rows() if "power" in str(row[1])}
    assert (first["from"], first["to"]) == ("2026-03-02", "2026-03-05")
    assert "坪地工业区" in first["name"]
    assert first["heat"] > second["heat"] > 0
    assert first["state"] in {"new", "rising", "steady", "cooling"}
    assert 3 <= len(first["words"]) <= 6


def test_a_csv_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "留言.csv"
    lines = [HEADINGS, *[[str(cell) for cell in row] for row in rows()]]
    path.write_text("\n".join(",".join(line) for line in lines), encoding="gb18030")
    again, _ = hot(path)
    assert again["issues"] == hot(file(tmp_path, rows()))[0]["issues"]


def test_bad_rows_are_named_and_the_others_stand(tmp_path: Path) -> None:
    good = rows()
    bad: list[list[object]] = [
        [901, "u", "没有时间", None, "详情", 0, 0],
        [902, "u", "时间不对", "昨天", "详情", 0, 0],
        [903, "u", None, "2026/3/4", "  ", 0, 0],
        [None, "u", "没有编号", "2026/3/4", "详情", 0, 0],
        [good[0][0], "u", "编号重复", "2026/3/4", "详情", 0, 0],
    ]
    found, said = hot(file(tmp_path, [*bad, *good]))
    assert found["texts"] == len(good)
    lines = said.strip().splitlines()
    assert len(lines) == 5
    assert [line.split(" ")[1] for line in lines] == ["2", "3", "4", "5", "7"]


def test_days_without_a_time_and_odd_votes_are_read(tmp_path: Path) -> None:
    odd: list[list[object]] = [
        [901, None, "坪地工业区频繁停电", date(2026, 3, 4), None, "很多", None],
        [902, 17, "坪地工业区频繁停电", datetime(2026, 3, 4, 8, 30), 12345, -3, 10**30],
        ["B-3", "=1+1", "坪地工业区频繁停电", "２０２６年3月4日 8时30分", "", "", "1"],
    ]
    found, said = hot(file(tmp_path, [*rows(), *odd]))
    assert said == ""
    assert {901, 902, "B-3"} <= set(found["issues"][0]["ids"])


def test_looked_at_from_an_earlier_day_later_messages_are_not_there(tmp_path: Path) -> None:
    path = file(tmp_path, rows())
    assert hot(path, "--at", "2026-03-03")[0]["issues"][0]["to"] == "2026-03-03"
    assert len(hot(path, "--top", "1")[0]["issues"]) == 1
    assert hot(path, "--top", "0")[0]["issues"] == []


@pytest.mark.parametrize(
    "arguments", [["--at", "2001-01-01"], ["--top", "-1"], ["--half-life", "0"], ["--half-life", "nan"]]
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, arguments: list[str]) -> None:
    with pytest.raises(CommandError) as refused:
        hot(file(tmp_path, rows()), *arguments)
    assert refused.value.returncode == 2


@pytest.mark.parametrize(
    ("headings", "lines"),
    [
        (["a", "b"], [["x", "y"]]),
        (HEADINGS[:3], [[1, "u", "主题"]]),
        (HEADINGS, [[1, "u", "主题", "从前", "详情", 0, 0]]),
    ],
)
def test_a_file_without_messages_is_refused(tmp_path: Path, headings: list[str], lines: list[list[object]]) -> None:
    with pytest.raises(CommandError) as refused:
        hot(file(tmp_path, lines, headings))
    assert refused.value.returncode == 2


def test_what_is_no_spreadsheet_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    for data in (b"", b"PK\x03\x04 broken", b"%PDF-1.7", b"\xff\xfe\x00\x00"):
        path.write_bytes(data)
        with pytest.raises(CommandError) as refused:
            hot(path)
        assert refused.value.returncode == 2
    with pytest.raises(CommandError):
        hot(tmp_path / "nowhere.xlsx")


def test_on_the_command_line_it_is_two_words(tmp_path: Path) -> None:
    command = [str(Path(sys.executable).with_name("zhilian")), "triage", "hot"]
    done = subprocess.run([*command, str(file(tmp_path, rows()))], capture_output=True, text=True)
    assert done.returncode == 0
    assert json.loads(done.stdout)["issues"]
    failed = subprocess.run([*command, str(tmp_path)], capture_output=True, text=True)
    assert (failed.returncode, failed.stdout) == (2, "")
    assert "Traceback" not in failed.stderr
