"""The documents point at things that exist: links at files, words of code in links at what these files define."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.findings import ROOT
from zhilian.accounts.queries import people_with
from zhilian.core.models import Federation
from zhilian.core.queries import trail_lines
from zhilian.core.roles import ADMINISTRATORS

DOCUMENTS = sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").rglob("*.md"))
LINK = re.compile(r"\[([^\]\[]*)\]\(([^)\s]+)\)")
PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def links() -> Iterator[tuple[Path, str, str]]:
    """Document, words and target of every link within the repository."""
    for document in DOCUMENTS:
        for words, target in LINK.findall(FENCE.sub("", document.read_text(encoding="utf-8"))):
            if "://" not in target and not target.startswith(("#", "mailto:")):
                yield document, words, target.partition("#")[0]


def named(document: Path) -> str:
    """A document as a test shows it."""
    return str(document.relative_to(ROOT))


@pytest.mark.parametrize(("document", "words", "target"), [(named(one), *rest) for one, *rest in links()])
def test_a_link_leads_somewhere(document: str, words: str, target: str) -> None:
    path = (ROOT / document).parent / target
    assert path.exists(), f"{document}: {target} does not exist"
    if words.startswith("`") and path.suffix == ".py":
        name = re.escape(words.strip("`"))
        defined = re.search(
            rf"^(async def|def|class) {name}\b|^{name}\b.*=", path.read_text(encoding="utf-8"), re.MULTILINE
        )
        assert defined, f"{document}: {target} does not define {words}"


@pytest.mark.django_db
def test_the_script_for_the_first_district_makes_one() -> None:
    (script,) = PYTHON.findall((ROOT / "docs/operate/run.md").read_text(encoding="utf-8"))
    exec(compile(script, "run.md", "exec"), {})
    district = Federation.objects.get(code="LG")
    assert people_with(district, *ADMINISTRATORS).count() == 3
    assert len(list(trail_lines(district))) == 6
