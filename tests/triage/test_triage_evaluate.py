"""``zhilian triage evaluate``: tables as they come, one JSON object out."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.triage.told_texts import samples
from zhilian.triage.rules.classify import Sample

NAMES = ("id", "label", "subject", "body", "source")


def text_of(rows: list[Sample]) -> str:
    file = io.StringIO(newline="")
    table = csv.writer(file)
    table.writerow(NAMES)
    table.writerows((number, *row, "raw") for number, row in enumerate(rows))
    return file.getvalue()


@pytest.fixture
def learned(tmp_path: Path) -> Path:
    path = tmp_path / "A.csv"
    path.write_text(text_of(samples(120)), encoding="utf-8")
    return path


def run(train: Path, test: Path, capsys: pytest.CaptureFixture[str]) -> tuple[dict[str, object], str]:
    call_command("triage_evaluate", train=train, test=test)
    told = capsys.readouterr()
    return json.loads(told.out), told.err


def test_one_object_with_every_figure(learned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "B.csv").write_text(text_of(samples(40, seed=2)), encoding="utf-8")
    figures, complaints = run(learned, tmp_path / "B.csv", capsys)
    assert set(figures) >= {
        "macro_f1", "weighted_f1", "accuracy", "per_class", "calibration_error", "train_seconds", "texts_per_second",
        "coverage", "accuracy_when_certain", "certain", "model_bytes", "unknown_labels",
    }  # fmt: skip
    assert figures["macro_f1"] > 0.8  # type: ignore[operator]
    assert complaints == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_tables_of_any_usual_encoding(
    encoding: str, learned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [Sample("融资", '他说："续贷"，难', "第一行，贷款\r\n第二行\n第三行"), *samples(20, seed=2)]
    (tmp_path / "B.csv").write_bytes(text_of(rows).encode(encoding))
    figures, complaints = run(learned, tmp_path / "B.csv", capsys)
    assert (figures["samples"], figures["unknown_labels"], complaints) == (21, [], "")


def test_bad_rows_are_named_and_left_out(learned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (
        text_of(samples(3, seed=2)) + '9,,无类别,贷款,raw\r\n10,融资\r\n11,融资,a,b,raw,多\r\n12,火星,"x\ny",z,raw\r\n'
    )
    (tmp_path / "B.csv").write_text(text, encoding="utf-8", newline="")
    figures, complaints = run(learned, tmp_path / "B.csv", capsys)
    assert figures["samples"] == 4
    assert figures["unknown_labels"] == ["火星"]
    assert [line.split(": ", 1)[1] for line in complaints.splitlines()] == [
        "line 5 left out: it has no label",
        "line 6 left out: it has fewer cells than the first line has names",
        "line 7 left out: it has more cells than the first line has names",
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "no column label"),
        (b"id,label,subject\n1,a,b\n", "no column body"),
        (b"id,label,subject,body\n", "no row that can be used"),
        (b"id,label,subject,body\n1,a,b,c\n2,a,d,e\n", "at least two labels"),
        (b"\xff\xff\xff", "neither UTF-8 nor GB 18030"),
        (b"PK\x03\x04\x14\x00", "no column"),
    ],
)
def test_files_that_cannot_be_used_are_refused(content: bytes, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "A.csv").write_bytes(content)
    with pytest.raises(CommandError, match=sentence) as caught:
        call_command("triage_evaluate", train=tmp_path / "A.csv", test=tmp_path / "A.csv")
    assert caught.value.returncode == 2


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("triage_evaluate", train=tmp_path / "none.csv", test=tmp_path / "none.csv")
