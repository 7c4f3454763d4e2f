"""The public front page, the news, the firm's first page and what is known of it."""

from datetime import date

from django.test import Client
from django.utils import timezone

from tests.cast import ONLY_BA, Cast
from tests.story import Story
from zhilian.cases.rules import Stage
from zhilian.desk.models import NewsItem


def item(cast: Cast, federation: str = "LG", title: str = "百企大走访") -> NewsItem:
    return NewsItem.objects.create(
        federation=cast.federations[federation], title=title, text="第一段\n\n<b>第二段", published_on=date(2026, 3, 1)
    )


def test_a_stranger_sees_what_it_is_what_to_do_and_what_happens(cast: Cast, client: Client) -> None:
    news = item(cast)
    page = client.get("/?district=LG").content.decode()
    for words in ('href="/cases/new/"', 'href="/channels/?district=LG"', "部门给您打电话", "百企大走访"):
        assert words in page
    assert f'href="/news/{news.pk}/?district=LG"' in page


def test_whoever_is_signed_in_goes_on_to_their_own_first_page(cast: Cast) -> None:
    assert cast.client("qian").get("/").headers["Location"] == "/home/"


def test_news_is_shown_as_text(cast: Cast, client: Client) -> None:
    page = client.get(f"/news/{item(cast).pk}/").content.decode()
    assert "&lt;b&gt;第二段" in page
    assert client.get("/news/999/").status_code == 404
    assert "百企大走访" in client.get("/news/?district=LG").content.decode()


def test_a_firm_does_not_read_the_neighbours_news(cast: Cast) -> None:
    other = item(cast, "BA", "海星电子厂参观")
    qian = cast.client("qian")
    assert qian.get(f"/news/{other.pk}/").status_code == 404
    for path in ("/home/", "/news/"):
        assert not [word for word in ONLY_BA if word in qian.get(path).content.decode()]


def test_a_firms_first_page_shows_what_waits_for_its_word_first(cast: Cast) -> None:
    story = Story(cast, timezone.now())
    answered, newer = story.case(Stage.AWAITING_RATING), story.received(text="又停水了，整个园区都停了")
    page = cast.client("qian").get("/home/").content.decode()
    assert page.index(answered.number) < page.index(newer.number)


def test_the_firms_facts_are_shown_with_the_contact_masked(cast: Cast) -> None:
    page = cast.client("qian").get("/me/").content.decode()
    assert "横岗明亮眼镜厂" in page
    assert "138****0001" in page
    assert "13807550001" not in page
    assert cast.client("chen").get("/me/").status_code == 403
