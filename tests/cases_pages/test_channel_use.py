"""The use of channels: what was promised against what was kept; every figure is its list."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, Cast, moment
from tests.story import Story
from zhilian.cases.models import Case
from zhilian.cases.queries.channel_use import CHANNEL_FIGURES, Promise, Use, channel_cases, channel_use
from zhilian.channels.models import DirectChannel
from zhilian.kit.periods import QUARTER, Period

SPRING = Period(2026, 1, QUARTER)
LATER = NOW + timedelta(days=21)
ADDRESS = "/cases/channels/"


def dispatched(story: Story, *, at: datetime = NOW, no: int = 1, contact: int | None = 30) -> Case:
    """A case handed over a channel at a moment and, unless ``contact`` is None, called so many minutes later."""
    channel = story.cast.channel(no)
    story.now = at - timedelta(minutes=20)
    case = story.received()
    story.step(case, "accept", at=at - timedelta(minutes=10))
    story.step(case, "dispatch", channel=channel, unit=channel.unit, at=at)
    if contact is not None:
        handler = "liu" if no == 1 else "wu"
        story.step(case, "sign", by=handler, at=at + timedelta(minutes=1))
        story.step(case, "contact", by=handler, at=at + timedelta(minutes=contact))
    return Case.objects.get(pk=case.pk)


def use_of(cast: Cast, no: int = 1, who: str = "chen", at: datetime = LATER) -> Use:
    return next(row for row in channel_use(cast.actor(who), SPRING, at) if row.channel.no == no)


def test_a_promise_is_kept_missed_or_not_yet_due(story: Story) -> None:
    dispatched(story, contact=60)
    dispatched(story, contact=61)
    dispatched(story, contact=None)
    assert use_of(story.cast, at=NOW + timedelta(minutes=61)).contact == Promise(due=3, late=2)
    assert use_of(story.cast, at=NOW + timedelta(minutes=59)).contact.due == 2
    assert use_of(story.cast).minutes == 60


def test_the_answer_counts_when_it_passed_the_review_and_a_silent_unit_when_its_time_is_over(story: Story) -> None:
    case = dispatched(story)
    story.step(case, "reply", at=NOW + timedelta(hours=3))
    story.step(case, "review_pass", at=NOW + timedelta(hours=4))
    dispatched(story)
    assert use_of(story.cast, at=NOW + timedelta(hours=5)).answer == Promise(due=1, late=0)
    assert use_of(story.cast).answer == Promise(due=2, late=1)


def test_what_was_done_before_the_dispatch_keeps_no_promise(story: Story) -> None:
    case = story.received()
    story.step(case, "answer_at_once")
    story.step(case, "rate_reopen")
    story.step(case, "dispatch", channel=story.cast.channel(1), unit=story.cast.unit("GXJ"))
    row = use_of(story.cast)
    assert (row.cases, row.open, row.contact.due, row.answer.due, row.minutes) == (1, 1, 0, 0, None)


def test_a_returned_case_was_handed_over_but_promised_nothing(story: Story) -> None:
    case = dispatched(story, contact=None)
    story.step(case, "return", at=NOW + timedelta(minutes=5))
    row = use_of(story.cast)
    assert (row.cases, row.open, row.contact, row.answer) == (1, 0, Promise(), Promise())


def test_minutes_to_the_first_contact_are_working_minutes(story: Story) -> None:
    friday = moment("2026-03-06 17:50")
    dispatched(story, at=friday, contact=int(timedelta(days=2, hours=15, minutes=20).total_seconds() // 60))
    assert use_of(story.cast).minutes == 20


def test_only_the_period_counts_but_open_cases_of_any_time(story: Story) -> None:
    dispatched(story, at=moment("2025-12-31 17:00"), contact=None)
    dispatched(story, at=moment("2026-01-05 09:30"), contact=None)
    row = use_of(story.cast)
    assert (row.cases, row.open) == (1, 2)


def test_few_cases_give_no_rate() -> None:
    assert [Promise(4, 0).percent, Promise(5, 0).percent, Promise(6, 2).percent] == [None, 100, 66]


def test_a_channel_nobody_uses_lies_idle_and_a_new_one_does_not(story: Story) -> None:
    dispatched(story)
    assert [use_of(story.cast, no).idle for no in (1, 2)] == [False, True]
    assert use_of(story.cast, at=moment("2026-09-05 09:00")).idle
    DirectChannel.objects.filter(no=2).update(since=NOW.date())
    assert not use_of(story.cast, 2).idle


def test_a_retired_channel_shows_while_cases_hang_on_it(story: Story) -> None:
    dispatched(story)
    DirectChannel.objects.filter(no__in=(1, 2)).update(active=False)
    assert [row.channel.no for row in channel_use(story.cast.actor("chen"), SPRING, LATER)] == [1]
    page = story.cast.client("chen").get(ADDRESS).content.decode()
    assert "已停用，仍有 1 件在办" in page


@pytest.mark.parametrize("who", ["chen", "lu", "liu"])
def test_every_figure_is_the_length_of_its_list(story: Story, who: str) -> None:
    for minutes in (20, 200, None, None):
        dispatched(story, contact=minutes)
    actor, channel, row = story.cast.actor(who), story.cast.channel(1), use_of(story.cast, who=who)
    figures = (row.cases, row.open, row.contact.due, row.contact.late, row.answer.due, row.answer.late)
    lists = [channel_cases(actor, channel, name, SPRING, LATER).count() for name in CHANNEL_FIGURES]
    assert lists == list(figures)
    assert figures == (4, 4, 4, 3, 4, 4)


def test_a_unit_sees_its_own_channels_and_nobody_a_neighbours(story: Story) -> None:
    dispatched(story)
    liu, chen = story.cast.client("liu"), story.cast.client("chen")
    page = liu.get(ADDRESS).content.decode()
    assert "用电直通车" in page
    assert "用工直通车" not in page
    assert [liu.get(f"{ADDRESS}{no}/").status_code for no in (1, 2, 99)] == [200, 404, 404]
    assert "海星" not in chen.get(ADDRESS).content.decode()
    assert [story.cast.client(who).get(ADDRESS).status_code for who in ("qian", "xiaolin", "xi")] == [403] * 3


def test_a_restricted_case_counts_only_for_whom_it_is_open(story: Story) -> None:
    case = dispatched(story)
    Case.objects.filter(pk=case.pk).update(confidentiality="restricted")
    assert [use_of(story.cast, who=who).cases for who in ("chen", "lu", "liu")] == [0, 0, 0]


def test_the_links_of_the_page_lead_to_lists(story: Story) -> None:
    at = NOW - timedelta(days=1)
    for _n in range(5):
        dispatched(story, at=at, contact=90)
    chen = story.cast.client("chen")
    page = chen.get(f"{ADDRESS}?period=2026Q1").content.decode()
    links = set(re.findall(r'href="(/cases/channels/1/[^"]*)"', page))
    assert len(links) >= 4
    for link in links:
        assert "明亮眼镜厂" in chen.get(link.replace("&amp;", "&")).content.decode(), link


@pytest.mark.parametrize("query", ["?show=nonsense", "?show="])
def test_an_unknown_figure_is_not_there(cast: Cast, query: str) -> None:
    assert cast.client("chen").get(f"{ADDRESS}1/{query}").status_code == 404


@pytest.mark.parametrize("query", ["?period=2026Q9", "?period=", "?period=2026-03", "?after=x"])
def test_an_unknown_period_is_this_quarter(cast: Cast, query: str) -> None:
    assert cast.client("chen").get(f"{ADDRESS}{query}").status_code == 200


def test_more_cases_need_no_more_queries(story: Story) -> None:
    def asked(read: Callable[[], object]) -> int:
        read()
        with CaptureQueriesContext(connection) as found:
            read()
        return len(found)

    actor = story.cast.actor("chen")
    dispatched(story)
    few = asked(lambda: channel_use(actor, SPRING, LATER))
    dispatched(story, no=2, contact=None)
    dispatched(story)
    assert asked(lambda: channel_use(actor, SPRING, LATER)) == few <= 4
