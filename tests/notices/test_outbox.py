"""The outbox: written with the change, shown to its reader alone, claimed by one worker at a time."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from tests.cast import NOW, Cast
from tests.threads import together
from zhilian.notices import actions, queries
from zhilian.notices.models import Notice
from zhilian.notices.rules import BACKOFF_MINUTES, LEASE


@pytest.fixture(autouse=True)
def by_mail(settings: Any) -> None:
    """E-mail is set up."""
    settings.EMAIL_HOST = "127.0.0.1"


class Matter:
    """What the notice is about, as its template asks."""

    number, due_at = "LG-2026-000001", NOW


def send(cast: Cast, *people: str, kind: str = "cases/dispatched") -> list[Notice]:
    """Tell people of a case."""
    to = [cast.users[name] for name in people]
    link = "/cases/LG-2026-000001/"
    return actions.send(kind=kind, to=to, federation=cast.lg, at=NOW, link=link, context={"case": Matter})


def test_each_person_gets_one_message_in_the_inbox_and_by_mail(cast: Cast) -> None:
    send(cast, "liu", "heze")
    assert {row.recipient.username: row.mail for row in Notice.objects.all()} == {"liu": "queued", "heze": "queued"}
    notice = queries.inbox(cast.actor("liu")).get()
    assert "LG-2026-000001" in notice.subject
    assert "\n" not in notice.subject
    assert notice.body


def test_nobody_to_tell_is_no_message(cast: Cast) -> None:
    assert send(cast) == []


def test_without_an_address_or_a_mail_server_the_inbox_is_enough(cast: Cast, settings: Any) -> None:
    cast.users["liu"].email = ""
    send(cast, "liu")
    settings.EMAIL_HOST = ""
    send(cast, "heze")
    assert set(Notice.objects.values_list("mail", flat=True)) == {"none"}


def test_a_message_exists_only_when_its_change_does(cast: Cast) -> None:
    with transaction.atomic():
        send(cast, "liu")
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


def test_each_reader_finds_and_reads_only_their_own(cast: Cast) -> None:
    (mine, theirs) = send(cast, "liu", "heze")
    liu, heze = cast.actor("liu"), cast.actor("heze")
    assert [queries.unread_count(actor) for actor in (liu, heze)] == [1, 1]
    assert actions.mark_read(actor=liu, at=NOW, notice_id=theirs.pk) == 0
    assert actions.mark_read(actor=liu, at=NOW, notice_id=mine.pk) == 1
    assert actions.mark_read(actor=liu, at=NOW) == 0
    assert [queries.unread_count(actor) for actor in (liu, heze)] == [0, 1]


def test_more_unread_than_the_bell_shows_are_not_counted(cast: Cast) -> None:
    send(cast, *["liu"] * 130)
    assert queries.unread_count(cast.actor("liu")) == queries.UNREAD_SHOWN + 1


def test_a_claimed_message_is_not_claimed_again_before_its_lease_ends(cast: Cast) -> None:
    send(cast, "liu")
    assert actions.claim(at=NOW) is not None
    assert actions.claim(at=NOW + LEASE) is None
    again = actions.claim(at=NOW + LEASE + timedelta(seconds=1))
    assert again is not None
    assert again.attempts == 2


def test_what_was_sent_is_never_claimed_again(cast: Cast) -> None:
    send(cast, "liu")
    notice = actions.claim(at=NOW)
    assert notice is not None
    actions.mark_sent(notice=notice, at=NOW)
    assert actions.claim(at=NOW + timedelta(days=30)) is None


def test_after_each_failure_the_wait_is_longer_and_then_it_is_given_up(cast: Cast) -> None:
    send(cast, "liu")
    at, waits = NOW, []
    while notice := actions.claim(at=at):
        actions.mark_failed(notice=notice, error="451 later", at=at)
        notice.refresh_from_db()
        if notice.mail == Notice.Mail.FAILED:
            break
        assert notice.next_try_at is not None
        assert actions.claim(at=notice.next_try_at - timedelta(seconds=1)) is None, "too early"
        waits.append((notice.next_try_at - at) // timedelta(minutes=1))
        at = notice.next_try_at
    assert tuple(waits) == BACKOFF_MINUTES == (1, 5, 15, 60, 240, 720)
    stored = Notice.objects.get()
    assert (stored.mail, stored.attempts, stored.last_error) == ("failed", 7, "451 later")
    assert actions.claim(at=at + timedelta(days=365)) is None
    assert queries.inbox(cast.actor("liu")).count() == 1, "the inbox keeps it"


def test_several_workers_never_hold_the_same_message(committed: Cast) -> None:
    send(committed, *["liu"] * 12)

    def claim_all() -> list[int]:
        return [notice.pk for notice in iter(lambda: actions.claim(at=NOW), None)]

    outcomes = together(*[claim_all] * 3)
    claimed = [pk for outcome in outcomes for pk in outcome]
    assert len(claimed) == len(set(claimed))
    claimed += claim_all()  # a worker that loses a race looks again at its next round
    assert sorted(claimed) == sorted(Notice.objects.values_list("pk", flat=True))
