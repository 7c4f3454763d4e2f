"""The index follows the trail, is rebuilt while people search, and can be compared with the rows."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.story import Story
from tests.triage.finding import caught_up, keys, titles
from zhilian.cases.models import Case
from zhilian.core.searching import SOURCES
from zhilian.triage.actions import index as actions
from zhilian.triage.actions.index import begin, rebuild
from zhilian.triage.jobs.index import follow_trail
from zhilian.triage.models import FrequencyTable, IndexState, SearchEntry
from zhilian.triage.queries import tables
from zhilian.triage.rules.questions import Token


def command(name: str, *words: str) -> dict[str, Any]:
    """What a command says on stdout."""
    out = StringIO()
    call_command(name, *words, stdout=out)
    told: dict[str, Any] = json.loads(out.getvalue())
    return told


def test_what_is_told_can_be_found_after_one_round_of_the_worker(story: Story) -> None:
    caught_up(story)
    story.received(text="园区门口的路灯坏了")
    caught_up(story)
    case, chen = story.received(text="银行不再续贷"), story.cast.actor("chen")
    assert keys(chen, "续贷", story) == set()
    assert follow_trail(story.now) > 0
    assert keys(chen, "续贷", story) == {case.pk}


def test_when_nothing_is_new_a_round_asks_two_questions(story: Story) -> None:
    story.received()
    caught_up(story)
    with CaptureQueriesContext(connection) as asked:
        assert follow_trail(story.now) == 0
    assert len(asked) <= 2


def test_a_firms_new_name_reaches_the_cases_it_told(story: Story) -> None:
    case, firm = story.received(), story.cast.firms["qian"]
    caught_up(story)
    type(firm).objects.filter(pk=firm.pk).update(name="横岗望远镜厂")
    assert SOURCES["case"].concerned("members.enterprise", [firm.pk]) == [case.pk]
    actions.index(kind="case", ids=[case.pk])
    assert keys(story.cast.actor("chen"), "望远镜", story) == {case.pk}


def test_what_is_gone_leaves_the_index(story: Story) -> None:
    case = story.received()
    caught_up(story)
    begin(kind="news", at=story.now)
    SearchEntry.objects.create(federation=case.federation, kind="news", object_id=77, at=story.now)
    while rebuild(kind="news", at=story.now):
        pass
    assert not SearchEntry.objects.filter(kind="news").exists()


def test_a_rebuild_goes_on_where_it_was_and_nothing_is_lost_meanwhile(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(5):
        story.received(text=f"第{n}次停电三小时，请帮忙")
    caught_up(story)
    chen, before = story.cast.actor("chen"), titles(story.cast.actor("chen"), "停电", story)
    monkeypatch.setattr(actions, "BATCH", 2)
    begin(kind="case", at=story.now)
    pieces = [rebuild(kind="case", at=story.now) for _ in range(4)]
    assert pieces == [2, 2, 1, 0]
    for _ in range(4):
        assert titles(chen, "停电", story) == before


def test_frequencies_are_counted_by_the_rebuild_and_read_anew(story: Story) -> None:
    story.received(text="变压器增容")
    caught_up(story)
    assert FrequencyTable.objects.get(kind="case").texts == Case.objects.count()
    tables.forget()
    told = tables.held("case", Token("变压"), Token("龘龘"))
    assert told["变压"] == 1
    assert told["龘龘"] == 0


def test_the_check_counts_what_is_missing_and_what_is_too_many(story: Story) -> None:
    story.received()
    caught_up(story)
    assert all(not one["missing"] and not one["superfluous"] for one in command("search_check").values())
    SearchEntry.objects.filter(kind="case").update(object_id=10**9)
    with pytest.raises(SystemExit) as over:
        command("search_check", "case")
    assert over.value.code == 1
    assert command("search_rebuild", "case")["case"]["things"] == 1
    assert command("search_check", "case")["case"] == {"things": 1, "entries": 1, "missing": 0, "superfluous": 0}


def test_an_unknown_kind_is_refused_with_a_sentence(db: None) -> None:
    with pytest.raises(CommandError, match="There is no kind 'x'") as refused:
        call_command("search_rebuild", "x")
    assert refused.value.returncode == 2


def test_a_second_district_is_followed_from_where_its_trail_stands(story: Story) -> None:
    story.received()
    caught_up(story)
    story.received(by="ba_fang", text="海关那边卡了三天")
    caught_up(story)
    assert IndexState.objects.count() == 2
    assert len(keys(story.cast.actor("ba_dispatcher"), "海关", story)) == 1
    assert keys(story.cast.actor("chen"), "海关", story) == set()
