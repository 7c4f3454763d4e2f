"""The private drawers of a room."""

import pytest
from grimp import ImportGraph

from tools.contracts import PrivateDrawers


@pytest.mark.parametrize(
    ("importer", "imported", "kept"),
    [
        ("zhilian.desk.views", "zhilian.cases.queries", True),
        ("zhilian.desk.views", "zhilian.cases.views", False),
        ("zhilian.desk.views", "zhilian.cases.views.lists", False),
        ("zhilian.cases.urls", "zhilian.cases.views.lists", True),
        ("zhilian.desk.views", "django.views", True),
        ("zhilian.casesort", "zhilian.cases.forms", False),
    ],
)
def test_only_the_room_itself_opens_them(importer: str, imported: str, kept: bool) -> None:
    graph = ImportGraph()
    graph.add_import(importer=importer, imported=imported, line_number=1, line_contents="")
    options = {"package": "zhilian", "drawers": ["views", "forms"]}
    contract = PrivateDrawers(name="private", session_options={}, contract_options=options)
    assert contract.check(graph, verbose=False).kept is kept
