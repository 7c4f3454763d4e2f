"""Each official's first page: every figure opens the list it was counted from."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.story import Story
from zhilian.cases.rules import Stage

STAGES = [stage.value for stage in Stage]
TILE = re.compile(
    r'<a href="([^"]+)" class="tile[^"]*"><span class="tile-label">([^<]+)</span><span class="tile-value">(\d+)'
)
ROW = re.compile(r'class="list-row-link"')


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """A district with a case in every stage, old and new."""
    for days in (0, 1, 12):
        for stage in STAGES:
            Story(cast, timezone.now() - timedelta(days=days)).case(stage)
    Story(cast, timezone.now()).received(by="xiaolin")
    return cast


def home(cast: Cast, who: str) -> str:
    answer = cast.client(who).get("/home/")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.mark.parametrize("who", ["chen", "liu", "heze", "lu", "xiaolin"])
def test_every_figure_opens_a_list_of_just_so_many(busy: Cast, who: str) -> None:
    tiles = TILE.findall(home(busy, who))
    assert len(tiles) >= 4
    for url, label, figure in tiles:
        listed = busy.client(who).get(url).content.decode()
        assert len(ROW.findall(listed)) == int(figure), f"{who}: {label}"


def test_the_table_of_who_waits_counts_what_its_links_list(busy: Cast) -> None:
    table = home(busy, "chen").split("谁在等谁")[-1]
    links = re.findall(r'<td class="num"><a href="([^"]+)">(\d+)</a>', table)
    assert links
    for url, figure in links:
        assert len(ROW.findall(busy.client("chen").get(url).content.decode())) == int(figure), url


def test_the_leader_reads_one_figure_one_sentence_one_name(busy: Cast) -> None:
    page = home(busy, "lu")
    assert re.search(r'class="tile-value">\d+</span><span class="tile-label">件在办诉求超期', page)
    assert re.search(r'超期最多</span><span class="tile-value">区工信局', page)


def test_a_leader_of_a_calm_district_reads_so(cast: Cast) -> None:
    assert "在办诉求没有超期" in home(cast, "lu")


def test_the_next_ten_are_the_most_urgent(busy: Cast) -> None:
    page = home(busy, "liu")
    shown = re.findall(r'class="list-row-link" href="/cases/([^/]+)/"', page)
    listed = re.findall(
        r'class="list-row-link" href="/cases/([^/]+)/"', busy.client("liu").get("/cases/").content.decode()
    )
    assert shown == listed[:10]


def test_the_citys_observer_compares_the_districts(busy: Cast) -> None:
    page = home(busy, "sun")
    assert "深圳市龙岗区工商联" in page
    assert "深圳市宝安区工商联" in page
    assert "/cases/?view=late&district=LG" in page


def test_a_station_with_nothing_open_offers_to_take_down(cast: Cast) -> None:
    page = home(cast, "hejiayi")
    assert 'href="/cases/take-down/"' in page
    assert "没有待办事项" in page


def test_a_bank_reads_honestly_that_there_is_nothing_yet(cast: Cast) -> None:
    page = home(cast, "bai")
    assert "暂无转给银行的融资需求" in page
    assert 'href="/channels/"' in page


def test_administrators_are_led_to_their_own_pages(cast: Cast) -> None:
    for who, page in (("xi", "/people/"), ("an", "/sign-ins/"), ("shen", "/trail/")):
        assert cast.client(who).get("/home/").headers["Location"] == page
