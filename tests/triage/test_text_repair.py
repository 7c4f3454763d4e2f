"""``zhilian text repair``: exact bytes out, a report beside, a clear word about bad input."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

DAMAGED = "\ufeff座談\r\n促進(jìn)企業(yè)發(fā)展,反映??偨Y(jié)\r\n"


def run(*arguments: str, given: bytes = b"") -> tuple[int, bytes, str]:
    """Exit status, bytes on stdout, text on stderr."""
    command = [sys.executable, "-c", "from zhilian.config.cli import main; main()", "text", "repair", *arguments]
    done = subprocess.run(command, input=given, capture_output=True, check=False)
    return done.returncode, done.stdout, done.stderr.decode()


def test_the_text_comes_out_exact_and_the_report_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "broken.txt"
    path.write_bytes(DAMAGED.encode())
    status, out, err = run(str(path), "--report", "json")
    assert (status, out.decode()) == (0, "\ufeff座谈\r\n促进企业发展,反映。总结\r\n")
    report = json.loads(err)
    assert (report["changed"], report["annotations"], report["breaks"], report["lost"]) == (True, 3, 1, 0)
    assert report["changes"][1] == {
        "line": 2, "column": 2, "before": "進(jìn)", "after": "进", "kind": "annotation",
    }  # fmt: skip
    assert report["changes"][-1]["before"] == "??偨Y(jié)"


def test_clean_text_passes_through_byte_for_byte_without_a_word() -> None:
    clean = "重庆(chongqing)\r\n  “你好”\0\t".encode()
    assert run(given=clean) == (0, clean, "")


def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path: Path) -> None:
    status, out, err = run(given="你好".encode("gbk"))
    assert (status, out) == (2, b"")
    assert err == "CommandError: standard input is not UTF-8: byte 0xc4 at offset 0. Convert it first.\n"
    status, out, err = run(str(tmp_path / "none.txt"))
    assert (status, out) == (2, b"")
    assert "No such file" in err
    assert "Traceback" not in err
