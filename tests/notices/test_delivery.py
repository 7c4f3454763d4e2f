"""Delivery over real SMTP."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.notices.mailbox import mailbox
from tests.story import Story
from zhilian.notices.jobs import deliver
from zhilian.notices.models import Notice


@pytest.fixture
def early(cast: Cast, settings: Any) -> Story:
    """A story of an hour ago, so that its messages are due."""
    settings.EMAIL_HOST = "127.0.0.1"
    return Story(cast, timezone.now() - timedelta(hours=1))


def test_a_message_arrives_with_a_subject_that_tells_nothing_of_the_firm(early: Story, settings: Any) -> None:
    settings.SITE_URL = "https://zhilian.example"
    case = early.received()
    with mailbox(settings) as box:
        assert deliver(timezone.now()) == 2
    assert sorted(message["To"] for message in box.arrived) == ["chen@example.org", "luo@example.org"]
    (subject,) = set(box.subjects())
    assert case.number in subject
    body = box.arrived[0].get_payload(decode=True)
    assert isinstance(body, bytes)
    assert f"https://zhilian.example/cases/{case.number}/" in body.decode()
    assert "明亮" not in subject + body.decode()
    assert {message["Message-ID"] for message in box.arrived} == {
        f"<notice-{pk}@localhost>" for pk in Notice.objects.values_list("pk", flat=True)
    }
    assert set(Notice.objects.values_list("mail", "last_error")) == {("sent", "")}


def test_nothing_is_sent_twice(early: Story, settings: Any) -> None:
    early.received()
    with mailbox(settings) as box:
        assert [deliver(timezone.now()), deliver(timezone.now())] == [2, 0]
    assert len(box.arrived) == 2


def test_a_message_that_is_not_due_waits(early: Story, settings: Any) -> None:
    early.received()
    Notice.objects.update(next_try_at=timezone.now() + timedelta(minutes=1))
    with mailbox(settings) as box:
        assert deliver(timezone.now()) == 0
    assert box.arrived == []


@pytest.mark.parametrize("answer", ["451 try again later", "550 no such mailbox", "421 closing"])
def test_what_the_server_refuses_is_tried_later(early: Story, settings: Any, answer: str) -> None:
    early.received()
    before = timezone.now()
    with mailbox(settings, answer=answer):
        assert deliver(before) == 0
    for notice in Notice.objects.all():
        assert (notice.mail, notice.attempts, notice.claimed_at) == ("queued", 1, None)
        assert answer[:3] in notice.last_error
        assert notice.next_try_at is not None
        assert notice.next_try_at >= before + timedelta(minutes=1)


def test_without_a_server_everything_waits_and_arrives_once_it_is_there(early: Story, settings: Any) -> None:
    early.received()
    with mailbox(settings) as box:
        pass  # its port is closed again
    assert deliver(timezone.now()) == 0
    assert set(Notice.objects.values_list("mail", "attempts")) == {("queued", 1)}
    Notice.objects.update(next_try_at=timezone.now())
    with mailbox(settings) as box:
        assert deliver(timezone.now()) == 2
    assert len(box.arrived) == 2


@pytest.mark.parametrize(
    "address", ["no address", "钱@例子.中国", "a@b\nBcc: all@example.org", "x" * 70 + "@example.org"]
)
def test_one_address_that_cannot_be_written_to_does_not_hold_up_the_others(
    early: Story, settings: Any, address: str
) -> None:
    chen = early.cast.users["chen"]
    chen.email = address
    chen.save()
    early.received()
    with mailbox(settings, answer="250 OK") as box:
        deliver(timezone.now())
    assert "luo@example.org" in [message["To"] for message in box.arrived]
    assert Notice.objects.get(recipient__username="luo").mail == "sent"
    assert Notice.objects.get(recipient=chen).mail in ("queued", "sent")
    assert not [message for message in box.arrived if message["Bcc"] or "all@" in message["To"]]
