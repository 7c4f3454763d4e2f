"""Who finds what: exactly what their door opens, counted no further; and no word that could not be read there."""

from dataclasses import replace
from typing import Any

import pytest

from tests.cast import PEOPLE
from tests.story import Story
from tests.triage.finding import asked, caught_up, keys
from zhilian.cases import actions
from zhilian.cases.models import Case
from zhilian.core.searching import SOURCES
from zhilian.members.models import Enterprise
from zhilian.triage.actions.index import index
from zhilian.triage.queries.search import like, suggest

FIRM, OWNER, PHONE = "横岗明亮眼镜厂", "钱立新", "13807550001"
TEXT = f"{FIRM}每周停电三次，请找{OWNER}（{PHONE}）。"
UNNAMED: dict[str, Any] = {"text": TEXT, "confidentiality": "anonymous", "contact_name": OWNER, "contact_phone": PHONE}


def district(story: Story) -> list[Case]:
    """Cases of two districts in all their secrecy; every one says that the power fails."""
    cast, chen = story.cast, story.cast.actor("chen")
    told = [story.case(stage) for stage in ("submitted", "processing", "replied", "closed", "withdrawn")]
    told += [story.case("processing", **UNNAMED), story.received(by="xiaolin"), story.received(by="zhou")]
    told += [story.received(by="ba_fang"), story.case("processing", by="ba_fang")]
    story.step(helped := story.case("processing"), "assist")
    hidden, recused, complained = story.case("processing"), story.case("processing"), story.case("processing")
    facts: dict[str, Any] = {"actor": chen, "at": story.later(), "reason": "涉及专利"}
    actions.set_level(case=hidden, level="restricted", readers=[cast.users["liu"]], **facts)
    actions.recuse(case=recused, person=cast.users["liu"], actor=chen, at=story.later(), reason="亲属")
    actions.set_level(case=complained, level="internal", complained_of=cast.unit("RSJ"), **facts)
    caught_up(story)
    return [*told, helped, hidden, recused, complained]


def test_everybody_finds_exactly_what_their_door_opens_and_no_count_says_more(story: Story) -> None:
    cases = district(story)
    for person in PEOPLE:
        actor = story.cast.actor(person)
        open_to = set(Case.objects.visible_to(actor).values_list("pk", flat=True))
        assert keys(actor, "停电", story) == open_to, person
        for case in cases:
            assert (case.pk in keys(actor, case.number, story)) == (case.pk in open_to), (person, case.number)
        assert {hit.shown.object_id for hit in suggest(actor, "停电", at=story.now) if hit.kind == "case"} <= open_to
        alike = like(actor, TEXT, kind="case", federation=actor.federation, at=story.now)
        assert {key for key, _ in alike} <= open_to
    assert len({frozenset(keys(story.cast.actor(person), "停电", story)) for person in PEOPLE}) > 6


def test_firms_are_found_by_whoever_has_the_registry_and_by_nobody_else(story: Story) -> None:
    district(story)
    index(kind="firm", ids=Enterprise.objects.values_list("pk", flat=True))
    for person, finds in (("chen", True), ("xiaolin", True), ("liu", False), ("qian", False), ("sun", False)):
        assert bool(keys(story.cast.actor(person), "明亮眼镜", story, "firm")) is finds, person
    assert not keys(story.cast.actor("ba_dispatcher"), "明亮眼镜", story, "firm")


@pytest.mark.parametrize("words", [FIRM, "明亮眼镜", OWNER, PHONE, "hgmlyjc", "mingliang"])
def test_an_anonymous_case_is_found_by_its_words_and_by_nothing_that_names_the_firm(story: Story, words: str) -> None:
    case = story.case("processing", **UNNAMED)
    caught_up(story)
    for person in ("chen", "liu", "sun", "qian"):
        actor = story.cast.actor(person)
        assert case.pk in keys(actor, "停电三次", story)
        assert case.pk not in keys(actor, words, story)
    liu = asked(story.cast.actor("liu"), "停电三次", story).groups[0].hits[0]
    assert not [word for word in (FIRM, OWNER, PHONE) if word in f"{liu.shown}{liu.title}{liu.snippet}"]


def test_a_case_made_anonymous_is_not_found_by_the_firm_even_before_the_index_was_told(story: Story) -> None:
    case, liu = story.case("processing", text=TEXT), story.cast.actor("liu")
    caught_up(story)
    assert keys(liu, "明亮眼镜", story) == {case.pk}
    Case.objects.filter(pk=case.pk).update(confidentiality="anonymous", contact_name=OWNER, contact_phone=PHONE)
    assert keys(liu, "明亮眼镜", story) == set()
    assert keys(liu, "停电三次", story) == {case.pk}


def test_drafts_and_notes_are_not_found_and_what_the_firm_may_read_is(story: Story) -> None:
    case, chen = story.case("supplement"), story.cast.actor("chen")
    for step in ("supplement", "accept", "dispatch", "sign", "contact", "reply"):
        story.step(case, step)
    actions.note(case=case, text="听说配电房是违建", actor=story.cast.actor("liu"), at=story.later())
    caught_up(story)
    assert keys(chen, "更换变压器", story) == set()
    assert keys(chen, "配电房是违建", story) == set()
    assert keys(chen, "四日下午各停一次", story) == {case.pk}
    story.step(case, "review_pass")
    caught_up(story)
    assert keys(story.cast.actor("qian"), "更换变压器", story) == {case.pk}


def test_of_watched_cases_no_words_are_shown_for_every_read_of_them_is_noted(story: Story) -> None:
    case = story.case("processing", **UNNAMED)
    caught_up(story)
    hit = asked(story.cast.actor("chen"), case.number, story).groups[0].hits[0]
    assert (hit.shown.object_id, hit.shown.text, hit.snippet) == (case.pk, "", [])


def test_marks_of_who_is_concerned_narrow_but_never_open(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    district(story)
    before = {person: keys(story.cast.actor(person), "停电", story) for person in PEOPLE}
    everything = [f"fed-{one.pk}" for one in story.cast.federations.values()]
    monkeypatch.setitem(SOURCES, "case", replace(SOURCES["case"], scopes=lambda actor: everything))
    assert {person: keys(story.cast.actor(person), "停电", story) for person in PEOPLE} == before
