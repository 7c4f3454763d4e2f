"""``zhilian members check-codes``: one verdict for each line, for machines."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


def test_each_line_gets_its_verdict_and_reason(tmp_path: Path) -> None:
    file, out = tmp_path / "codes.txt", StringIO()
    file.write_text("\ufeff914403001922038216\n\n914403001922038217\n440301103012391\n", "utf-8")
    call_command("members_check_codes", str(file), stdout=out)
    verdicts = json.loads(out.getvalue())
    assert [one["valid"] for one in verdicts] == [True, False, False]
    assert "18" in verdicts[1]["reason"]
    assert "15" in verdicts[2]["reason"]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"codes\.txt"):
        call_command("members_check_codes", str(tmp_path / "codes.txt"))
