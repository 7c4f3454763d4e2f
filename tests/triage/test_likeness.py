"""Likeness before anybody has taught anything, and the table of frequencies it weighs by."""

import time
from io import BytesIO

import numpy as np
import pytest

from zhilian.triage.rules.frequencies import Frequencies, hashed, pieces
from zhilian.triage.rules.likeness.untaught import Reader, Told
from zhilian.triage.rules.likeness.words import keys, reasons

TOLD = [
    "坂田街道岗头工业区晚上经常停电，车间的设备停了好几次",
    "岗头工业区夜里总是跳闸断电，机器只能停下来",
    "申请研发费用加计扣除被退回，不知道还缺什么材料",
    "加计扣除的材料交了三次都被退回，请说明要求",
    "园区门口的公交线路取消了，员工上下班不方便",
    "银行要求提前还款，企业续贷困难",
    "招不到熟练的焊工，希望组织招聘会",
    "平湖街道的厂房租金一年涨了两成",
]
FREQUENCIES = Frequencies()
FREQUENCIES.add(TOLD)
READER = Reader(FREQUENCIES)


def test_the_same_trouble_in_other_words_is_likelier_than_another_trouble() -> None:
    for at in (0, 2):
        first, *_ = (place for place, _ in READER.rank(TOLD[at], TOLD) if place != at)
        assert first == at + 1


def test_likeness_is_one_for_the_same_text_nought_for_nothing_shared_and_the_same_both_ways() -> None:
    assert READER.likeness(TOLD[0], TOLD[0]) == pytest.approx(1)
    assert READER.likeness("招工", "租金") == 0
    assert READER.likeness(TOLD[0], TOLD[1]) == pytest.approx(READER.likeness(TOLD[1], TOLD[0]))


def test_greetings_make_nothing_alike() -> None:
    polite = "尊敬的领导，您好！{}谢谢！"
    alike = READER.likeness(polite.format("厂房租金涨了"), polite.format("招不到焊工"))
    assert alike == READER.likeness("厂房租金涨了", "招不到焊工")
    assert READER.likeness("您好", "您好") == pytest.approx(1)


def test_a_short_text_inside_a_long_one_is_found() -> None:
    long = "我司成立十年，" + "，".join(TOLD[4:]) + "。"
    assert READER.likeness(TOLD[6], long) > READER.likeness(TOLD[0], long) + 0.2


def test_another_number_or_place_lowers_it() -> None:
    text = "龙城街道3栋厂房漏水"
    same, number, place = "龙城街道3栋厂房渗水", "龙城街道7栋厂房渗水", "园山街道3栋厂房渗水"
    assert READER.likeness(text, number) < READER.likeness(text, same)
    assert READER.likeness(text, place) < READER.likeness(text, same)


def test_a_title_weighs_more_than_a_body() -> None:
    titled, told = Told("厂房租金", "我们想换一处地方"), Told("想换一处地方", "厂房租金")
    assert READER.likeness("厂房租金", titled) > READER.likeness("厂房租金", told)


@pytest.mark.parametrize("text", ["", " ", "。", "\0", "😀😀", "1", "贷", "\ud800", "a" * 100_000, "贷款" * 50_000])
def test_any_text_can_be_compared(text: str) -> None:
    for a, b in ((text, text), (text, TOLD[0]), (TOLD[0], text)):
        assert 0 <= READER.likeness(a, b) <= 1.000001
        assert isinstance(reasons(a, b, FREQUENCIES), tuple)
    assert len(keys(text, FREQUENCIES)) <= 16


def test_nothing_is_ranked_among_no_candidates() -> None:
    assert READER.rank("贷款", []) == []


def test_two_hundred_candidates_are_ranked_in_no_time() -> None:
    candidates = [Told(text[:12], text * 6) for text in TOLD] * 25
    READER.rank(TOLD[0], candidates)
    took = []
    for _ in range(5):
        began = time.process_time()
        READER.rank(Told(TOLD[0], TOLD[0]), candidates)
        took.append(time.process_time() - began)
    assert min(took) < 0.05  # 15 ms on an idle machine


def test_reasons_are_whole_words_that_both_hold() -> None:
    found = reasons(TOLD[2], TOLD[3], FREQUENCIES)
    assert "加计扣除" in found[0]
    assert "材料" in found
    assert all(word in TOLD[2] and word in TOLD[3] for word in found)


def test_keys_are_pairs_of_the_text_and_leave_out_what_everybody_says() -> None:
    found = keys("您好，请问A12的加计扣除怎么申请", FREQUENCIES, 6)
    assert "a12" in found
    assert {"加计", "计扣", "扣除"} & set(found)
    assert "请问" not in found
    assert "您好" not in found


def test_keys_stay_within_the_texts_they_may_touch() -> None:
    table = Frequencies()
    table.add(["电费" + text for text in TOLD * 100])
    text = "电费" + TOLD[0]
    assert len(keys(text, table, 10, most_texts=1)) == 3
    held = int(table.held(hashed(keys(text, table, 10, most_texts=450))).sum())
    assert held <= 450


def test_pieces_have_the_hash_of_what_they_say_wherever_they_stand() -> None:
    read = pieces(["贷款ABC 12", "", "的贷款"])
    assert [read[at] for at in range(len(read.hashes))] == [
        "贷",
        "贷款",
        "款",
        "款abc12",
        "abc12",
        "的",
        "的贷",
        "贷",
        "贷款",
        "款",
    ]
    assert (hashed([read[at] for at in range(len(read.hashes))]) == read.hashes).all()
    assert read.owner.tolist() == [0] * 5 + [2] * 5


def test_hashes_stay_what_they_were() -> None:
    assert hashed(["贷款", "abc12"]).tolist() == hashed(["贷款", "x", "abc12"])[[0, 2]].tolist()
    assert hashed(["贷款"]).tolist() == [1250312399128681294]


def test_frequencies_count_each_text_once_and_come_back_from_bytes() -> None:
    table = Frequencies(bits=12)
    table.add(["贷款贷款", "贷款", "租金"])
    assert table.texts == 3
    assert table.held(hashed(["贷款"]))[0] - Frequencies(bits=12).held(hashed(["贷款"]))[0] == 2
    again = Frequencies.from_bytes(table.to_bytes())
    assert again.texts == 3
    assert np.array_equal(again.counts, table.counts)


def test_what_is_rare_tells_more_and_particles_tell_little_before_any_text_is_read() -> None:
    rare, common = FREQUENCIES.idf(hashed(["焊工", "退回"]))
    assert rare > common
    telling, particle = Frequencies().idf(hashed(["焊工", "我们"]))
    assert telling > 2 * particle


def test_a_damaged_table_is_refused() -> None:
    good = Frequencies(bits=10).to_bytes()
    negative = np.load(BytesIO(good))
    negative[5] = -1
    for bad in (
        b"",
        b"x",
        good[:-1],
        good[:60],
        good.replace(b"<i4", b"<f4"),
        saved(negative),
        saved(np.array([None])),
    ):
        with pytest.raises(ValueError, match="table of frequencies"):
            Frequencies.from_bytes(bad)


def saved(array: np.ndarray) -> bytes:
    file = BytesIO()
    np.save(file, array, allow_pickle=True)
    return file.getvalue()
