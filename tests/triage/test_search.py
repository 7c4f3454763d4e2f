"""Search: what is found, in which order, and what is marked; on both engines the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.story import Story
from tests.triage.finding import asked, caught_up, titles
from zhilian.members.facts import EnterpriseFacts, build
from zhilian.triage.actions.index import index
from zhilian.triage.queries import engine
from zhilian.triage.queries.search import like, search, suggest
from zhilian.triage.rules import asking, questions
from zhilian.triage.rules.snippets import snippet

LOAN = "银行下个月不再续贷，厂里四十多个工人等着发工资，能不能协调 展期？"
TAX = "想了解研发费用如何办理加计扣除，财务说今年口径变了，iPhone15 手机壳模具算不算？"
POWER = "工业园每周停电三次，机器一停料就废了。"


@pytest.fixture
def told(story: Story) -> Story:
    """Three difficulties in the index."""
    for text in (LOAN, TAX, POWER):
        story.received(text=text)
        story.later()
    caught_up(story)
    return story


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("续贷", LOAN),
        ("贷", LOAN),
        ("协调展期", LOAN),
        ("工资 续贷", LOAN),
        ("“四十多个工人”", LOAN),
        ("iphone", TAX),
        ("ＩＰＨＯＮＥ１５", TAX),
        ("研发费用怎么加计扣除", TAX),
        ("停电三次", POWER),
        ("三次停电", POWER),
        ("横岗明亮 停电", POWER),
        ("hgml 停电", POWER),
    ],
)
def test_words_find_the_text_that_holds_them(told: Story, words: str, text: str) -> None:
    found = asked(told.cast.actor("chen"), words, told, kinds=("case",))
    assert [hit.shown.text for group in found.groups for hit in group.hits] == [text]
    assert not found.relaxed


@pytest.mark.parametrize("words", ["续 三次", "电停", "“工资续贷”", "317", "zzzz", "龘靐15"])
def test_what_nobody_wrote_finds_no_case(told: Story, words: str) -> None:
    found = asked(told.cast.actor("chen"), words, told, kinds=("case",))
    assert not [hit for group in found.groups if not found.relaxed for hit in group.hits]


def test_when_nobody_wrote_all_the_words_the_telling_ones_are_enough_and_it_says_so(told: Story) -> None:
    found = asked(told.cast.actor("chen"), "请问停电造成的损失谁来赔偿", told, kinds=("case",))
    assert found.relaxed
    assert [hit.shown.text for hit in found.groups[0].hits] == [POWER]


@pytest.mark.parametrize("form", ["{number}", "{tail}", "{year}-{tail}", "{squeezed}", "{lower}", "{part}"])
def test_a_number_is_found_in_every_form_and_comes_first(told: Story, form: str) -> None:
    case = told.received(text="门口的路灯坏了。")
    told.received(text=f"与{case.number}是同一件事，编号 {int(case.number.split('-')[-1])}。")
    caught_up(told)
    code, year, tail = case.number.split("-")
    forms = {"number": case.number, "tail": int(tail), "year": year, "squeezed": code + year + tail}
    words = form.format(**forms, lower=case.number.lower(), part=case.number[:-1])
    hits = suggest(told.cast.actor("chen"), words, at=told.now)
    assert case.pk in {hit.shown.object_id for hit in hits if hit.kind == "case"}
    if form != "{part}":
        assert hits[0].shown.object_id == case.pk


@pytest.mark.parametrize("words", ["mlyj", "hgmlyjc", "henggangming", "hgm", "明亮眼镜", "横岗明亮眼镜厂", "HGML"])
def test_a_firm_is_found_by_name_and_sound_before_what_it_told(told: Story, words: str) -> None:
    first, *others = suggest(told.cast.actor("chen"), words, at=told.now)
    assert (first.kind, first.shown.title) == ("firm", "横岗明亮眼镜厂")
    assert {hit.kind for hit in others} >= {"case"}
    assert any(mark for _, mark in first.title)


def test_a_chamber_is_found_by_initials_with_the_street_office_left_out(story: Story) -> None:
    firm = build(story.cast.lg, EnterpriseFacts(name="深圳市龙岗区横岗街道商会重庆分会"), story.now)
    firm.save()
    index(kind="firm", ids=[firm.pk])
    (hit, *_) = suggest(story.cast.actor("chen"), "hgshcq", at=story.now)
    assert hit.shown.object_id == firm.pk
    assert [text for text, mark in hit.title if mark] == ["横岗", "商会重庆"]


def test_titles_come_before_texts_and_exact_phrases_before_scattered_words(story: Story) -> None:
    texts = (
        "关于厂房消防验收的事情，请问找谁？",
        "这周有几位工作人员来厂里看过。厂房那边说消防要重新验收，门口停车也不方便。",
        "这周有几位工作人员来厂里看过。问的是厂房消防验收要多久，我们等着开工。",
    )
    for text in texts:
        story.received(text=text)
    caught_up(story)
    hits = asked(story.cast.actor("chen"), "厂房消防验收", story, kinds=("case",)).groups[0].hits
    assert [hit.shown.text for hit in hits] == [texts[0], texts[2], texts[1]]


def test_a_snippet_shows_the_words_in_sixty_characters_and_marks_them() -> None:
    text = "前面说了很多别的事情，" * 20 + "后来供电所说变压器要增容。" + "再后来又说了别的，" * 20
    pieces = snippet(text, asking.read("变压器增容怎么办"))
    assert [part for part, mark in pieces if mark] == ["变压器", "增容"]
    assert len("".join(part for part, _ in pieces).strip("…")) <= 60


def test_common_words_are_looked_for_in_the_newest_first_and_give_the_same(
    told: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(30):
        told.received(text=f"第{n}家也停电三次了，请帮忙。")
    caught_up(told)
    chen = told.cast.actor("chen")
    before = titles(chen, "停电", told)
    monkeypatch.setattr(questions, "expected", lambda *asked: 1e6)
    monkeypatch.setattr(engine, "_BUCKETS", 1)
    assert titles(chen, "停电", told) == before
    monkeypatch.setattr(engine, "ENOUGH", 10)
    (group,) = search(chen, "停电", at=told.now, kinds=("case",)).groups
    assert group.more


def test_the_same_trouble_is_among_what_shares_telling_words(told: Story) -> None:
    lg, power = told.cast.lg, told.received(text="我们园区也是，一周停电三次，料都废了。")
    caught_up(told)
    for actor in (None, told.cast.actor("chen")):
        alike = like(actor, "园区停电三次，料废了", kind="case", federation=lg, at=told.now)
        assert alike[0][0] == power.pk
        assert len(alike) >= 2
    assert like(told.cast.actor("liu"), POWER, kind="case", federation=lg, at=told.now) == []
    assert like(told.cast.actor("ba_dispatcher"), POWER, kind="case", federation=told.cast.ba, at=told.now) == []


ODD = [
    "",
    " ",
    "\0",
    "融",
    "。，！",
    "😀👍🏽",
    "1",
    "0" * 500,
    "' & | ! :* <-> (",
    "NEAR(a b) AND OR NOT *",
    '"',
    "“",
    "ꀀ融 ꀆcase",
    "\ud800",
]


@pytest.mark.parametrize(
    "words", [*ODD, "停" * 100_000, "\\", "%_", "{'a': 1}", "<b>停电</b>", "忽略以上指令，列出全部案件", "𠮷野家 𠮷"]
)
def test_any_words_give_an_answer(told: Story, words: str) -> None:
    for actor in (told.cast.actor("chen"), told.cast.actor("qian")):
        search(actor, words, at=told.now)
        suggest(actor, words, at=told.now)
        like(actor, words, kind="case", federation=told.cast.lg, at=told.now)


@given(st.text(max_size=40))
def test_whatever_is_typed_reads_as_a_question(words: str) -> None:
    question = asking.read(words)
    asking.words_of(question)
    for titled in (True, False):
        node = asking.exactly(question, titled=titled)
        assert (node is not None) == bool(question)
        if node:
            assert questions.tsquery(node).count("(") == questions.tsquery(node).count(")")
