"""Text that mirrors broke comes back; what is lost is marked; everything else is left alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from tests.kit.mirror import Mirror, fold
from zhilian.kit.repair import LOST_MARK, Kind, looks_damaged, repair, segments

NEWS = """昨天下午，区里召开座谈会，听取二十家企业的意见。总结会上，大家说：“融资难、招工难，是眼下最突出的问题！”
工业园区的道路坑洼不平，货车进出要多走五公里；我们多次向审计、交通等部门反映，至今没有答复。
会议认为，要建立问题清单，明确责任单位和办理时限，办结一件、销号一件。《实施办法》今年九月起试行。
关于用电价格，供电公司表示将按照国家规定给予优惠，减轻中小企业负担，帮助他们渡过难关。
协会还将继续组织专家走访车间，为企业送政策、送技术、送服务，让创业者安心经营，踏实发展。"""

MIRRORS: dict[str, dict[str, Any]] = {
    "toned": {},
    "every character": {"share": 1.0},
    "blank inside": {"blank_inside": True},
    "toneless, Taiwan": {"toneless": True, "blank_after": True, "taiwan": True},
    "only bytes": {"share": 0.0},
    "not folded": {"folds": False},
}

CLEAN = [
    "我们公司在重庆(chongqing)，老板叫朴(piáo)先生，产品是氪(kè)灯。",
    "“行”有两个读音：行(xíng)走，银行(háng)。怎么读?(lì)",
    "樂字在「音樂(yuè)」和「快樂(lè)」裏讀音不同，你説對嗎?!我覺得對。",
    "陳(Chen)先生、劉(liu)經理與黃(huang)女士出席會議，張(zhang)總請假。",
    "香港特別行政區政府昨日公佈，將於下月起向中小企業提供貸款；有問題嗎？？請致電查詢。",
    "def f(x): return g(a)?.b if (n) else '?)'  # what?(a) e(i)",
    "東京(とうきょう)に行きました。漢字(かんじ)は難しい!?",
    "Why?! Because (a) it is, (e) so. Naïve café (dà).",
    "為什麼??你們的藥價格這麼高?!!",
    "😀👨‍👩‍👧 ?? ！！ ??! ﷽ \u200b \0 \ufffd",
]
PIECES = [
    *CLEAN,
    "企業",
    "学(xué)",
    "學",
    "(xué)",
    "?",
    "！",
    "(yè)",
    "发展",
    "A",
    "(a)",
    " ",
    "\n",
    "𠮷",
    "？",
    "重慶",
]


@pytest.mark.parametrize("name", MIRRORS)
def test_what_a_mirror_did_is_undone(name: str) -> None:
    for seed in range(3):
        mirror = Mirror(seed=seed, **MIRRORS[name])
        damaged = mirror.show(NEWS)
        assert mirror.breaks
        assert looks_damaged(damaged)
        assert repair(damaged).text == (fold(NEWS) if mirror.folds else NEWS)


@pytest.mark.parametrize(
    ("damaged", "sound"),
    [
        ("反映??偨Y(jié)", "反映。总结"),
        ("促進(jìn)企業(yè)發(fā)展", "促进企业发展"),
        ("\ufeff創(chuàng )業(yè )環(huán )境\r\n", "\ufeff创业环境\r\n"),
        ("促進（jìn）企業（yè）發（fā）展", "促进企业发展"),
        ("關(guan) 於(yu) 企業(ye) 服務(wu) 的通知", "关于企业服务的通知"),
        ("國(guó)家農(nóng)業(yè)發(fā)展,在B市規(guī)劃(huà)。我在網(wǎng)上", "国家农业发展,在B市规划。我在网上"),
    ],
)  # fmt: skip
def test_a_short_paste_is_enough(damaged: str, sound: str) -> None:
    assert repair(damaged).text == sound


def test_a_swallowed_digit_is_marked_not_guessed() -> None:
    """們 and 在 together hold the bytes of 冊: the lead of 在 is orphaned, and its trail takes the 2 along."""
    page = "企業(yè)發展很快,國家在1998年給(gěi)了優惠,在1999年又給(gěi)了。但我們?cè)?002年辦廠時(shí)沒有。"
    repaired = repair(page)
    assert repaired.text == f"企业发展很快,国家在1998年给了优惠,在1999年又给了。但我们在{LOST_MARK}002年办厂时没有。"
    assert repaired.lost == 1
    assert [change.after for change in repaired.changes if change.kind is Kind.LOST] == [f"在{LOST_MARK}"]


def test_what_nothing_explains_is_marked() -> None:
    repaired = repair("促進(jìn)企業(yè)發(fā)展,請(qǐng)聯(lián)系王?zzz)先生,電話?,謝(xiè)謝(xiè)")
    assert repaired.text == f"促进企业发展,请联系王?zzz)先生,电话{LOST_MARK},谢谢"
    assert repaired.lost == 1


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_is_the_same_object(text: str) -> None:
    repaired = repair(text)
    assert repaired.text is text
    assert not repaired.changed
    assert not looks_damaged(text)


@pytest.mark.parametrize("script", ["s2hk", "s2twp", "t2s"])
def test_genuine_script_stays_as_it_is(script: str) -> None:
    text = OpenCC(script).convert(NEWS.replace("。", "?!"))
    assert repair(text).text is text


def test_one_annotated_character_proves_nothing() -> None:
    for text in ("他說這是行(xíng)業(yè)用語。", "學(xué)", "國(guó)家"):
        assert repair(text).text is text


def test_the_particle_is_told_from_the_word_that_mirrors_write_like_it() -> None:
    plain = "著名作者面临着困难，执着地写完了这部显著优秀的著作，意味着他仍在成长着。"
    assert repair(Mirror(share=1.0).show(plain)).text == fold(plain)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=8), st.text(max_size=20))
def test_no_text_makes_it_fail_and_a_second_repair_finds_nothing(pieces: list[str], end: str) -> None:
    text = "".join(pieces) + end
    repaired = repair(text)
    assert repaired.changed == looks_damaged(text)
    assert repair(repaired.text).text == repaired.text


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 999), st.floats(0.2, 1.0), st.booleans(), st.booleans())
def test_changes_tell_exactly_what_differs(seed: int, share: float, folds: bool, common: bool) -> None:
    page = Mirror(seed=seed, share=share, folds=folds, common=common).show(NEWS)
    repaired = repair(page)
    at = result = 0
    for change in repaired.changes:
        assert page[at : change.start] == repaired.text[result : change.result_start]
        assert page[change.start : change.end] == change.before
        assert repaired.text[change.result_start : change.result_end] == change.after
        at, result = change.end, change.result_end
    assert page[at:] == repaired.text[result:]
    pieces = list(segments(repaired))
    assert ("".join(one.before for one in pieces), "".join(one.after for one in pieces)) == (page, repaired.text)
    assert repaired.text.count(LOST_MARK) == repaired.lost
    assert any(one.is_lost for one in pieces) == (repaired.lost > 0)


def test_blanks_that_became_question_marks_are_blanks_again() -> None:
    repaired = repair("??? 全市企業(yè)發(fā)展會議\n??? 會議要求促進(jìn)發(fā)展")
    assert repaired.text == "    全市企业发展会议\n    会议要求促进发展"
    assert {change.kind for change in repaired.changes} == {Kind.PUNCTUATION, Kind.ANNOTATION, Kind.TRADITIONAL}
