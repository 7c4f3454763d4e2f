"""Channels and stations: pages anybody reads before signing in."""

import pytest
from django.test import Client

from tests.cast import ONLY_BA, Cast
from zhilian.channels.models import Category, DirectChannel
from zhilian.channels.words import working_time

LG = "?district=LG"


def test_a_stranger_reads_the_channels_of_a_district(cast: Cast, client: Client) -> None:
    page = client.get(f"/channels/{LG}").content.decode()
    assert "用电直通车" in page
    assert "1 个工作小时内联系您" in page
    assert "海星" not in page


def test_a_channel_says_who_how_fast_and_by_which_phone(cast: Cast, client: Client) -> None:
    page = client.get(f"/channels/1/{LG}").content.decode()
    for words in ("区工业和信息化局", "用电直通车联络员", 'href="tel:0755-28900000"', "3 个工作日", "用能保障"):
        assert words in page
    assert 'href="/cases/new/?category=ENER"' in page


def test_a_channel_for_several_matters_leaves_the_choice(cast: Cast, client: Client) -> None:
    cast.channel(1).categories.add(cast.category("FIN"))
    assert 'href="/cases/new/?channel=1"' in client.get(f"/channels/1/{LG}").content.decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=用电", {"用电直通车"}),
        ("q=区工信局", {"用电直通车"}),
        ("category=LAB", {"用工直通车"}),
        ("q=直通车&category=ENER", {"用电直通车"}),
        ("q=月球", set()),
        ("category=NO-SUCH", {"用电直通车", "用工直通车"}),
    ],
)
def test_channels_are_found_by_words_and_category(cast: Cast, client: Client, asked: str, found: set[str]) -> None:
    page = client.get(f"/channels/{LG}&{asked}").content.decode()
    assert {name for name in ("用电直通车", "用工直通车") if name in page} == found


def test_a_channel_that_is_not_there(cast: Cast, client: Client) -> None:
    for no in (99, 99_999_999_999_999_999_999):
        assert client.get(f"/channels/{no}/{LG}").status_code == 404
    DirectChannel.objects.filter(no=1).update(active=False)
    assert client.get(f"/channels/1/{LG}").status_code == 404


def test_a_firm_sees_its_own_district_whatever_the_address_says(cast: Cast) -> None:
    for path in ("/channels/", "/channels/1/", "/stations/"):
        page = cast.client("qian").get(f"{path}?district=BA").content.decode()
        assert not [word for word in ONLY_BA if word in page]


def test_stations_stand_under_their_street(cast: Cast, client: Client) -> None:
    page = client.get(f"/stations/{LG}").content.decode()
    assert page.index("横岗") < page.index("横岗亲清驿站")
    assert 'href="tel:0755-28911111"' in page


def test_an_empty_installation_shows_empty_pages(db: None, client: Client) -> None:
    for path in ("/channels/", "/stations/", "/"):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(30, "30 分钟"), (60, "1 个工作小时"), (90, "90 分钟"), (420, "1 个工作日"), (840, "2 个工作日")],
)
def test_working_time_in_the_largest_unit_that_fits(minutes: int, words: str) -> None:
    assert working_time(minutes) == words


def test_english_names_stand_where_there_are_any(cast: Cast, client: Client) -> None:
    Category.objects.filter(code="ENER").update(name_en="Energy")
    client.cookies["language"] = "en"
    page = client.get(f"/channels/1/{LG}").content.decode()
    assert "Energy" in page
    assert "Contact post" in page
