"""What the last lines of a test run say."""

from pathlib import Path

import pytest

from tools import test as runner
from tools.test import Result

REPORT = """<testsuites><testsuite>
<testcase classname="tests.a" name="passes"/>
<testcase classname="tests.a" name="fails"><failure message="no"/></testcase>
<testcase classname="tests.a" name="waits"><skipped message="needs PostgreSQL"/></testcase>
<testcase classname="tests.a" name="breaks_afterwards"/>
<testcase classname="tests.a" name="breaks_afterwards"><error message="teardown"/></testcase>
</testsuite></testsuites>"""


def test_a_report_is_read(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT)
    result = runner.read("SQLite", report, 1, narrowed=False)
    assert result.passed == {"tests.a::passes"}
    assert result.failed == {"tests.a::fails", "tests.a::breaks_afterwards"}
    assert result.skipped == {"tests.a::waits": "needs PostgreSQL"}


def test_a_run_that_broke_down_has_failed(tmp_path: Path) -> None:
    assert runner.read("SQLite", tmp_path / "none.xml", 4, narrowed=False).failed


def test_no_test_at_all_is_missing_unless_some_were_asked_for(tmp_path: Path) -> None:
    report = tmp_path / "none.xml"
    assert runner.read("browser", report, 5, narrowed=False).missing == "browser: no test was found"
    assert runner.read("browser", report, 5, narrowed=True).missing == ""


def test_what_is_skipped_on_one_database_but_ran_on_the_other_did_run() -> None:
    results = {"SQLite": Result(skipped={"a": "needs PostgreSQL", "b": "no mail"}), "PostgreSQL": Result(passed={"a"})}
    assert runner.not_run(results) == ["b: no mail"]


@pytest.mark.parametrize(("ci", "status"), [("true", 1), ("", 0)])
def test_what_could_not_run_is_named_last_and_fails_in_ci(
    ci: str, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CI", ci)
    results = {"SQLite": Result(passed={"a", "b"}), "PostgreSQL": Result(missing="PostgreSQL: no server found")}
    assert runner.summarize(results) == status
    lines = capsys.readouterr().out.splitlines()
    assert "NOT RUN: PostgreSQL: no server found" in lines[-3:]
    assert lines[-1] == "2 passed, 0 failed"


def test_data_beside_the_project_may_be_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CI", "true")
    assert runner.summarize({"SQLite": Result(passed={"a"}, skipped={"b": "the table lies beside the project"})}) == 0
    assert "NOT RUN: b: the table lies beside the project" in capsys.readouterr().out


def test_a_failure_fails(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    assert runner.summarize({"SQLite": Result(passed={"a"}, failed={"b"})}) == 1
    assert capsys.readouterr().out.endswith("failed (SQLite): b\n1 passed, 1 failed\n")
