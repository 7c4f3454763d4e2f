"""The project names no package source and nothing outside itself."""

import pytest

from tools.tracked import check_text

SOURCE = "py" + "pi.org"


@pytest.mark.parametrize(
    ("path", "text", "broken"),
    [
        ("Makefile", f"pip install --index https://{SOURCE}/", ["address"]),
        ("docs/a.md", "see issue" + " #12", ["itself"]),
        ("docs/a.md", "see /roo" + "t/notes", ["itself"]),
        ("docs/a.md", "../" + "shared/data", ["itself"]),
        ("benchmarks/a.py", "../" + "shared/data", []),
        ("docs/a.md", "the session ends after an hour; the issue is closed", []),
    ],
)
def test_a_line_is_checked(path: str, text: str, broken: list[str]) -> None:
    assert [finding.rule for finding in check_text(text, path)] == broken
