"""``zhilian triage pairs``: what it reads, what it prints, what it refuses."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.triage.judged_pairs import judged


def measured(capsys: pytest.CaptureFixture[str], *words: str | Path) -> dict[str, Any]:
    call_command("triage_pairs", *map(str, words))
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


@pytest.fixture
def tabs(tmp_path: Path) -> Path:
    pairs, same = judged(400)
    path = tmp_path / "pairs.tsv"
    lines = (f"{a}\t{b}\t{int(answer)}\n" for (a, b), answer in zip(pairs, same, strict=True))
    path.write_text("".join(lines), encoding="utf-8")
    return path


def test_a_file_is_measured_by_cross_validation(tabs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = measured(capsys, tabs)
    assert (told["n"], told["positives"], told["folds"]) == (400, 200, 5)
    assert told["auc"] > told["auc_untaught"] + 0.1
    assert told["best_f1"] > 0.8
    assert told["pairs_per_second"] > 0
    assert "one fold" in told["protocol"]
    assert "several folds" in measured(capsys, tabs, "--mixed", "--folds", "2")["protocol"]


def test_another_file_can_teach_even_where_there_is_one_answer(
    tabs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = tmp_path / "few.tsv"
    few.write_text("贷款怎么办理\t借款如何申请\t1\n电费怎么办理\t厂房怎么办理\t0\n", encoding="utf-8")
    told = measured(capsys, few, "--train", tabs)
    assert (told["n"], told["trained_on"], told["auc"]) == (2, 400, 1.0)
    few.write_text("贷款怎么办理\t借款如何申请\t1\n", encoding="utf-8")
    assert measured(capsys, few, "--train", tabs)["auc"] is None


@pytest.mark.parametrize(
    "text",
    [
        '\ufeffsentence1,sentence2,label\r\n"贷款,怎么办",借款怎么办,1\r\n\r\n招工难,电费贵,0\r\n',
        "a\tb\tlabel\n贷款 “怎么办\t借款怎么办\t1\n招工难\t电费贵\t0",
    ],
)
def test_headers_marks_quotes_and_empty_lines_are_read(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pairs"
    path.write_text(text, encoding="utf-8", newline="")
    told = measured(capsys, path)
    assert (told["n"], told["positives"], told["auc"], told["folds"]) == (2, 1, 1.0, None)
    assert told["protocol"].startswith("nothing taught")


@pytest.mark.parametrize("data", [b"", b"a\tb\n", b"a,b,0\nc,d,2\n", b"a\tb\t1\nc\td\n", b"\xff\xfe\x00", b'a,b,1\n"c'])
def test_what_is_no_file_of_pairs_is_refused_with_a_sentence(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "pairs"
    path.write_bytes(data)
    with pytest.raises(CommandError) as refused:
        call_command("triage_pairs", str(path))
    assert refused.value.returncode == 2
    assert str(refused.value).endswith(".")
    with pytest.raises(CommandError):
        call_command("triage_pairs", str(tmp_path / "absent"))
