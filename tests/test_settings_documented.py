"""Every setting an installation can be given stands in docs/operate/settings.md, and nothing else does."""

import re

from tools.findings import PACKAGE, ROOT

VARIABLE = re.compile(r"\bZHILIAN_[A-Z][A-Z_]*[A-Z]\b")
SECRET = re.compile(r'\bsecret\("(\w+)"')


def read_by_the_product() -> set[str]:
    """The variables that the source names, and those that secrets are looked up under."""
    texts = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")]
    named = {name for text in texts for name in VARIABLE.findall(text)}
    return named | {f"ZHILIAN_{name.upper()}" for text in texts for name in SECRET.findall(text)}


def documented() -> set[str]:
    """The variables of the first column of the table."""
    lines = (ROOT / "docs" / "operate" / "settings.md").read_text(encoding="utf-8").splitlines()
    return {name for line in lines if line.startswith("| `") for name in VARIABLE.findall(line.split("|")[1])}


def test_every_setting_is_documented() -> None:
    assert read_by_the_product() - documented() == set()


def test_nothing_is_documented_that_no_code_reads() -> None:
    assert documented() - read_by_the_product() == set()
