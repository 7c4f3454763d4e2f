"""What counts as a licence the product may not depend on."""

import pytest

from tools import licences


@pytest.mark.parametrize(
    ("licence", "passes"),
    [
        ("MIT", True),
        ("LGPL-3.0-only", True),
        ("GNU Lesser General Public License v3 (LGPLv3)", True),
        ("GPL-3.0-or-later", False),
        ("GNU Affero General Public License v3", False),
        ("AGPL-3.0", False),
        ("", False),
    ],
)
def test_a_licence_passes_or_not(licence: str, passes: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(licences, "licence_of", lambda _name: licence)
    assert (licences.check(1, "package") is None) is passes
