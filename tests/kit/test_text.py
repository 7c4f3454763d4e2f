"""Text cleaned, folded, shortened; titles; sort keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhilian.kit.pinyin import initials, sort_key
from zhilian.kit.text import clean, clean_line, clusters, fold, has_nul, shorten, title_from

FAMILY = "👨\u200d👩\u200d👧"


def test_prose_keeps_full_width_marks_and_rare_characters() -> None:
    assert (
        clean("\ufeff  （𠮷野家）：ＡＢＣ！\u200b \r\n第二行 \r第三行\x0b\n") == "（𠮷野家）：ＡＢＣ！\n第二行\n第三行"
    )
    assert clean(FAMILY) == FAMILY
    assert clean("a\ud800b") == "a\ufffdb"
    assert clean_line("一\n 二　三") == "一 二 三"


def test_nul_is_noticed_not_removed() -> None:
    assert has_nul(clean("a\0b"))
    assert not has_nul("ab")


def test_folding_makes_variants_equal() -> None:
    assert fold("深圳市 ＡＢＣ（龙岗）有限公司") == fold("深圳市abc(龙岗) 有限公司")


@given(st.text())
def test_cleaning_and_folding_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.integers(1, 20))
def test_shortened_text_fits_and_stays_whole(text: str, n: int) -> None:
    short = shorten(text, n)
    assert len(short) <= n
    assert short == text or short.endswith("…")
    assert "".join(clusters(text)) == text


def test_shortening_never_cuts_a_visible_character() -> None:
    assert shorten("𠮷𠮷𠮷", 2) == "𠮷…"
    assert shorten(f"好{FAMILY}好好", 5) == "好…"
    assert shorten(f"好{FAMILY}好好", 7) == f"好{FAMILY}…"
    assert shorten("🇨🇳🇨🇳🇨🇳", 4) == "🇨🇳…"
    assert list(clusters("👍🏽é️a")) == ["👍🏽", "é️", "a"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("领导您好，我们厂门口的路灯坏了一个多月。晚上很危险", "我们厂门口的路灯坏了一个多月"),
        ("续贷卡住了，银行让补材料，怎么办", "续贷卡住了，银行让补材料"),
        ("您好！", "您好"),
        ("", ""),
    ],
)
def test_a_title_is_the_first_clause_that_says_something(text: str, title: str) -> None:
    assert title_from(text) == title


def test_a_long_clause_is_cut_at_thirty() -> None:
    title = title_from("我" * 50)
    assert len(title) == 30
    assert title.endswith("…")


def test_names_sort_by_full_pinyin_with_the_surnames_own_reading() -> None:
    names = ["张三", "曾国强", "单雄", "欧阳锋", "李", "李明", "林一", "安吉", "解放", "朱七"]
    ordered = sorted(names, key=sort_key)
    assert ordered == ["安吉", "李", "李明", "林一", "欧阳锋", "单雄", "解放", "曾国强", "张三", "朱七"]


def test_sort_keys_of_firms_and_letters() -> None:
    assert sort_key("重庆火锅城有限公司").startswith("chong-qing-huo-guo")
    assert sort_key("ＡＢＣ公司") == "abc-gong-si ＡＢＣ公司"
    assert sort_key("") == " "


def test_initials() -> None:
    assert initials("曾国强") == "ZGQ"
    assert initials("深圳市ABC（龙岗）公司") == "SZSABCLGGS"
    assert initials("𠮷野家") == "JYJ"
