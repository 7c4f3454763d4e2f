"""A text becomes news on the public page."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.cast import Cast
from zhilian.core.queries import trail_of
from zhilian.desk.models import NewsItem


def publish(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_news", str(path), "--federation", "LG", *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "news.txt"
    path.write_text(
        "4月20日上午，区工商联带队拜访市工商联。双方深入交流。\n座谈中，大家谈到了融资。\n", encoding="utf-8"
    )
    return path


def test_the_first_sentence_is_the_title(cast: Cast, article: Path) -> None:
    assert "区工商联带队拜访市工商联" in publish(article, "--date", "2022-04-21")
    item = NewsItem.objects.get()
    assert item.title == "4月20日上午，区工商联带队拜访市工商联"
    assert (str(item.published_on), item.federation) == ("2022-04-21", cast.lg)
    assert item.text.endswith("大家谈到了融资。")
    assert [line.verb for line in trail_of(item)] == ["news.published"]


def test_a_short_first_line_is_a_title_above_the_text(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_text("银企对接会走进横岗\n\n四月二十日，二十家企业到场。", encoding="utf-8")
    publish(path)
    item = NewsItem.objects.get()
    assert (item.title, item.text) == ("银企对接会走进横岗", "四月二十日，二十家企业到场。")


def test_the_same_text_twice_is_one_item(cast: Cast, article: Path) -> None:
    publish(article)
    assert "已经发布过" in publish(article)
    assert NewsItem.objects.count() == 1


def test_a_given_title_goes_before(cast: Cast, article: Path) -> None:
    publish(article, "--title", "求经引智")
    assert NewsItem.objects.get().title == "求经引智"


@pytest.mark.parametrize("content", [b"", b"\xb9\xa4\xc9\xcc", b"a\0b", b"x" * 1_100_000])
def test_what_is_no_text_in_utf_8_is_refused(cast: Cast, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "news.txt"
    path.write_bytes(content)
    with pytest.raises(CommandError):
        publish(path)
    assert not NewsItem.objects.exists()


def test_the_district_must_be_named_where_there_are_several(cast: Cast, article: Path) -> None:
    with pytest.raises(CommandError, match="BA LG SZ"):
        call_command("import_news", str(article))
