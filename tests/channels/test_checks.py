"""A channel's contact: checked every quarter, reminded of once, changed and retired by officials."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import NOW, Cast, moment
from zhilian.channels import actions
from zhilian.channels.facts import ContactFacts, facts_of, mark_of
from zhilian.channels.jobs import remind
from zhilian.channels.models import ChannelCheck, DirectChannel
from zhilian.channels.rules import Check, check_state, lies_idle, reminder_due
from zhilian.core.errors import Forbidden, Invalid, NotPossible
from zhilian.core.models import TrailEntry
from zhilian.notices.models import Notice

DAY = date(2026, 3, 4)
MANAGE = "/channels/manage/"


@pytest.mark.parametrize(
    ("verified", "state"),
    [
        (None, Check.NEVER),
        (date(2025, 12, 3), Check.LATE),
        (date(2025, 12, 4), Check.SOON),  # due today
        (date(2025, 12, 18), Check.SOON),  # due in fourteen days
        (date(2025, 12, 19), Check.FRESH),
    ],
)
def test_a_check_is_due_after_three_months_and_shows_two_weeks_before(verified: date | None, state: Check) -> None:
    assert check_state(verified, DAY) == state


@pytest.mark.parametrize(
    ("verified", "reminded", "due"),
    [
        (None, None, True),
        (date(2025, 12, 10), None, True),
        (date(2025, 12, 10), date(2025, 9, 1), True),  # the reminder before the last check
        (date(2025, 12, 10), date(2026, 2, 27), False),
        (date(2025, 6, 1), date(2025, 12, 4), True),  # a quarter went by and nobody checked
        (date(2025, 6, 1), date(2025, 12, 5), False),
        (date(2026, 3, 1), None, False),
    ],
)
def test_a_reminder_is_due_once_a_quarter(verified: date | None, reminded: date | None, due: bool) -> None:
    assert reminder_due(verified, reminded, DAY) == due


@pytest.mark.parametrize(
    ("used", "since", "idle"),
    [
        (None, None, True),
        (None, date(2026, 1, 1), False),  # new: had no time to be used
        (date(2025, 9, 3), None, True),
        (date(2025, 9, 4), None, False),
        (date(2025, 9, 3), date(2026, 2, 1), False),
    ],
)
def test_a_channel_without_a_case_for_two_quarters_lies_idle(used: date | None, since: date | None, idle: bool) -> None:
    assert lies_idle(used, since, DAY) == idle


def told(cast: Cast) -> list[tuple[str, str]]:
    rows = Notice.objects.filter(kind="channels/check_due").order_by("pk")
    return [(row.recipient.username, row.link) for row in rows.select_related("recipient")]


def verify_all(day: date) -> None:
    DirectChannel.objects.update(verified_on=day)


def test_the_worker_reminds_each_dispatcher_once_however_often_it_runs(cast: Cast) -> None:
    verify_all(DAY)
    DirectChannel.objects.filter(pk=cast.channel(1).pk).update(verified_on=date(2025, 12, 10))
    assert [remind(NOW + timedelta(hours=n)) for n in range(3)] == [1, 0, 0]
    assert sorted(told(cast)) == [(name, f"{MANAGE}1/check/") for name in ("chen", "luo")]
    assert remind(NOW + timedelta(days=60)) == 0
    channel = DirectChannel.objects.get(pk=cast.channel(1).pk)
    assert "1" in Notice.objects.filter(kind="channels/check_due").first().subject  # type: ignore[union-attr]
    assert channel.reminded_on == DAY


def test_two_workers_with_the_same_channel_in_hand_tell_once(cast: Cast) -> None:
    mine = DirectChannel.objects.get(pk=cast.channel(1).pk)
    other = DirectChannel.objects.get(pk=cast.channel(1).pk)
    assert [actions.remind_of_check(channel=one, at=NOW) for one in (mine, other)] == [True, False]


def test_nobody_is_reminded_of_a_retired_channel_or_twice_in_a_quarter(cast: Cast) -> None:
    DirectChannel.objects.filter(no=2).update(active=False)
    verify_all(date(2025, 10, 1))
    assert remind(NOW) == 2  # 1 of LG and 1 of BA
    assert remind(moment("2026-06-03 10:00")) == 0
    assert remind(moment("2026-06-04 10:00")) == 2


def test_a_check_verifies_the_contact_and_keeps_what_it_was(cast: Cast) -> None:
    contact = ContactFacts("用电服务岗", "0755-28900001", "值班室")
    check = actions.check_channel(
        channel=cast.channel(1), reached=True, contact=contact, actor=cast.actor("chen"), at=NOW
    )
    channel = DirectChannel.objects.get(pk=cast.channel(1).pk)
    assert (channel.contact_post, channel.phone, channel.verified_on) == ("用电服务岗", "0755-28900001", DAY)
    assert check.changed["phone"] == ["0755-28900000", "0755-28900001"]
    entry = TrailEntry.objects.get(verb="channel.checked")
    assert "0755-28900000" in entry.facts
    assert entry.actor_name == "陈思旻"


def test_nobody_answering_leaves_the_check_due_and_needs_a_note(cast: Cast) -> None:
    given: dict[str, Any] = {"channel": cast.channel(1), "reached": False, "actor": cast.actor("chen"), "at": NOW}
    with pytest.raises(Invalid):
        actions.check_channel(**given)
    actions.check_channel(**given, note="上下午各打一次，无人接听")
    assert DirectChannel.objects.get(pk=cast.channel(1).pk).verified_on is None
    assert ChannelCheck.objects.count() == 1


def test_only_the_dispatcher_checks_and_edits(cast: Cast) -> None:
    for who in ("liu", "xiaolin", "lu", "xi"):
        with pytest.raises(Forbidden):
            actions.check_channel(channel=cast.channel(1), reached=True, actor=cast.actor(who), at=NOW)
        with pytest.raises(Forbidden):
            actions.retire_channel(channel=cast.channel(1), reason="并入", actor=cast.actor(who), at=NOW)


def test_a_neighbours_channel_cannot_be_touched(cast: Cast) -> None:
    with pytest.raises(DirectChannel.DoesNotExist):
        actions.check_channel(channel=cast.channel(1, "BA"), reached=True, actor=cast.actor("chen"), at=NOW)
    with pytest.raises(NotPossible):
        actions.retire_channel(channel=cast.channel(1, "BA"), reason="并入", actor=cast.actor("chen"), at=NOW)
    facts = facts_of(cast.channel(1, "BA"))
    with pytest.raises(Invalid):
        actions.add_channel(no=9, facts=facts, actor=cast.actor("chen"), at=NOW)


def test_who_was_overtaken_overwrites_nothing(cast: Cast) -> None:
    channel = cast.channel(1)
    seen, facts = mark_of(channel), facts_of(channel)
    contact = ContactFacts("用电服务岗", "0755-28900001")
    actions.check_channel(channel=channel, reached=True, contact=contact, actor=cast.actor("luo"), at=NOW)
    with pytest.raises(Invalid):
        actions.change_channel(channel=channel, facts=facts, seen=seen, actor=cast.actor("chen"), at=NOW)
    assert DirectChannel.objects.get(pk=channel.pk).phone == "0755-28900001"


def test_a_channel_is_retired_once_and_comes_back_as_new(cast: Cast) -> None:
    given: dict[str, Any] = {"channel": cast.channel(1), "actor": cast.actor("chen"), "at": NOW}
    actions.retire_channel(**given, reason="职能并入综合通道")
    with pytest.raises(NotPossible):
        actions.retire_channel(**given, reason="职能并入综合通道")
    actions.restore_channel(**given)
    row = DirectChannel.objects.get(pk=cast.channel(1).pk)
    assert (row.active, row.since) == (True, DAY)


# ---- the pages


def test_the_desk_sees_what_is_due_and_what_is_incomplete(cast: Cast) -> None:
    DirectChannel.objects.filter(no=2).update(phone="", hours="")
    page = cast.client("chen").get(MANAGE).content.decode()
    assert "尚未核实" in page
    assert "缺：电话 · 服务时间" in page
    assert "海星" not in page
    for path in ("/channels/", "/channels/2/", f"{MANAGE}2/check/", f"{MANAGE}2/"):
        assert cast.client("chen").get(path).status_code == 200
    assert 'href="tel:"' not in cast.client("chen").get("/channels/2/").content.decode()


def test_a_check_is_recorded_from_the_page(cast: Cast) -> None:
    chen, typed = cast.client("chen"), {"contact_post": "用电服务岗", "phone": "12345"}
    assert chen.post(f"{MANAGE}1/check/", {"reached": "no", **typed}).status_code == 422
    assert chen.post(f"{MANAGE}1/check/", {"reached": "yes", **typed}).status_code == 302
    page = chen.get(f"{MANAGE}1/check/").content.decode()
    assert "0755-28900000 → 12345" in page


def test_a_channel_is_added_and_changed_from_the_page(cast: Cast) -> None:
    chen = cast.client("chen")
    typed = {
        "no": 3,
        "name": "税企直通车",
        "unit": "GXJ",
        "categories": ["FIN"],
        "contact_post": "值班岗",
        "contact_minutes": 60,
        "close_days": 3,
    }
    assert chen.post(f"{MANAGE}new/", {**typed, "no": 1}).status_code == 422
    assert chen.post(f"{MANAGE}new/", typed).status_code == 302
    channel = DirectChannel.objects.get(no=3)
    typed |= {"name": "税务直通车", "seen": mark_of(channel)}
    assert chen.post(f"{MANAGE}3/", typed).status_code == 302
    assert DirectChannel.objects.get(no=3).name == "税务直通车"
    answer = chen.post(f"{MANAGE}3/", typed)
    assert answer.status_code == 422
    assert "其他人修改了这个通道" in answer.content.decode()
