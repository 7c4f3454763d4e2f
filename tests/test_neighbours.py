"""Neighbours: no name, number or word of one district appears in any page, message or export of another."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.cast import ONLY_BA, ONLY_LG, PARTS, Cast
from tests.district import District, Visitor, doors
from zhilian.notices.models import Notice

OTHERS = {"LG": ONLY_BA, "BA": ONLY_LG}
PEOPLE = {code: [part.username for part in PARTS if part.federation == code] for code in OTHERS}
# What is searched for in addresses, and so comes back in them, is nobody's secret: initials, digits, dates.
SEARCHES = {
    "cases": ("?view=all", "?view=all&words=000001", "?view=all&words=xxdhx", "?view=closed", "?view=late"),
    "members": ("?words=xxdhx", "?words=hgmlyj", "?words=bjgf"),
    "take_down_firms": ("?words=xxdhx", "?q=xxdhx", "?words=hgmlyj"),
    "channels": ("?category=ENER",),
}
EVERYBODYS = {"styleguide"}  # invented samples


def nothing_of_the_neighbour(code: str, text: str, where: str) -> None:
    """Fails when a text of one district holds a word that only the other one has."""
    found = [word for word in OTHERS[code] if word in text]
    if found:
        at = text.index(found[0])
        raise AssertionError(f"{where}: {found[0]} of the neighbour: …{text[max(0, at - 80) : at + 40]}…")


def one_of_each_role(code: str) -> list[str]:
    """The first of each role in a district."""
    roles = {part.role: part.username for part in reversed(PARTS) if part.federation == code}
    return list(roles.values())


@pytest.fixture
def districts(cast: Cast) -> dict[str, District]:
    """Both districts, furnished."""
    return {code: District(cast, code) for code in OTHERS}


@pytest.mark.parametrize("code", OTHERS)
def test_the_neighbours_addresses_lead_nowhere(cast: Cast, districts: dict[str, District], code: str) -> None:
    theirs = districts["BA" if code == "LG" else "LG"]
    own = {door.route: districts[code].address(door) for door in doors()}
    foreign = [door for door in doors() if theirs.address(door) != own[door.route]]
    assert len(foreign) > 20
    for who in one_of_each_role(code):
        visitor = Visitor(cast, who)
        for door in foreign:
            answer = visitor.knock(theirs.address(door))
            assert answer.status in (403, 404), f"{door.route} as {who}: {answer.status}"
            body = answer.text.replace(theirs.address(door), "")
            nothing_of_the_neighbour(code, body, f"{door.route} of the neighbour as {who}")


@pytest.mark.parametrize("code", OTHERS)
def test_lists_and_searches_find_nothing_of_the_neighbour(
    cast: Cast, districts: dict[str, District], code: str
) -> None:
    seen = set()
    for who in PEOPLE[code]:
        visitor = Visitor(cast, who)
        for door in doors():
            for search in SEARCHES.get(door.route, ()):
                answer = visitor.knock(districts[code].address(door) + search)
                seen |= {door.route} if answer.status == 200 else set()
                nothing_of_the_neighbour(code, answer.text, f"{door.route}{search} as {who}")
    assert seen == set(SEARCHES)


def test_the_neighbours_own_pages_hold_nothing_of_ours(cast: Cast, districts: dict[str, District]) -> None:
    opened = 0
    for who in PEOPLE["BA"]:
        visitor = Visitor(cast, who)
        for door in doors():
            if door.route in EVERYBODYS:
                continue
            answer = visitor.knock(districts["BA"].address(door))
            opened += answer.status == 200
            nothing_of_the_neighbour("BA", answer.text, f"{door.route} as {who}")
    assert opened > 50


@pytest.mark.parametrize("code", OTHERS)
def test_messages_hold_nothing_of_the_neighbour(districts: dict[str, District], code: str) -> None:
    notices = Notice.objects.filter(recipient__username__in=PEOPLE[code])
    assert notices.count() > 10
    for notice in notices:
        nothing_of_the_neighbour(code, f"{notice.subject}\n{notice.body}\n{notice.link}", f"notice {notice.kind}")


@pytest.mark.parametrize("code", OTHERS)
def test_an_export_of_one_trail_holds_nothing_of_the_other(
    districts: dict[str, District], code: str, tmp_path: Path
) -> None:
    file = tmp_path / "trail.jsonl"
    call_command("trail_export", str(file), "--federation", code, stdout=StringIO())
    text = file.read_text(encoding="utf-8")
    assert f"{code}-" in text
    nothing_of_the_neighbour(code, text, "export of the trail")


def test_this_test_would_notice() -> None:
    with pytest.raises(AssertionError, match="of the neighbour"):
        nothing_of_the_neighbour("LG", "……海星电子……", "here")
