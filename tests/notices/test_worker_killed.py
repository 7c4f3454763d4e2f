"""A worker killed with -9 in mid-delivery loses nothing and repeats at most the one message it held."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection
from django.utils import timezone

from tests.cast import Cast
from tests.notices.mailbox import Mailbox, mailbox
from zhilian.channels.models import DirectChannel
from zhilian.notices import actions
from zhilian.notices.jobs import deliver
from zhilian.notices.models import Notice
from zhilian.notices.rules import LEASE

COMMAND = str(Path(sys.executable).with_name("zhilian"))
HELD = 3  # the message at which the mail server stops answering


def address_of_database() -> str:
    """The test's own database, as a worker of another process is told of it."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["TEST_DATABASE_URL"])._replace(path=f"/{name}"))


def worker(box: Mailbox, *options: str) -> "subprocess.Popen[bytes]":
    """A worker process of its own."""
    environment = {
        **os.environ,
        "ZHILIAN_DATABASE_URL": address_of_database(),
        "ZHILIAN_SMTP_HOST": "127.0.0.1",
        "ZHILIAN_SMTP_PORT": str(box.port),
    }
    return subprocess.Popen([COMMAND, "worker", "--every", "0.05", *options], env=environment)


def wait_for(condition: Callable[[], bool], what: str) -> None:
    """Wait at most 20 seconds."""
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, f"waited in vain for: {what}"
        time.sleep(0.02)


def states() -> list[str]:
    """How the messages stand."""
    return sorted(Notice.objects.values_list("mail", flat=True))


@pytest.fixture
def five(committed: Cast, settings: Any) -> list[Notice]:
    """Five messages that wait to be sent."""
    settings.EMAIL_HOST = "127.0.0.1"
    DirectChannel.objects.update(verified_on=timezone.localdate())  # or the worker reminds of them, too
    to = [committed.users[name] for name in ("chen", "luo", "liu", "wu", "heze")]

    class Matter:
        number, due_at = "LG-2026-000001", timezone.now()

    at = timezone.now() - timedelta(minutes=10)
    return actions.send(kind="cases/dispatched", to=to, federation=committed.lg, at=at, context={"case": Matter})


def test_nothing_is_lost_and_at_most_one_message_repeated(five: list[Notice], settings: Any) -> None:
    with mailbox(settings, hang_at=HELD) as box:
        process = worker(box)
        try:
            wait_for(lambda: len(box.arrived) == HELD, "the message that hangs")
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait(timeout=20)
        assert states() == ["queued", "queued", "sending", "sent", "sent"]
        box.hang_at = 0
        assert worker(box, "--once").wait(timeout=30) == 0
        assert states() == ["sending", "sent", "sent", "sent", "sent"], "the lease of the dead worker still runs"
        Notice.objects.filter(mail="sending").update(claimed_at=timezone.now() - LEASE - timedelta(seconds=1))
        assert deliver(timezone.now()) == 1
    assert states() == ["sent"] * 5
    arrived = Counter(message["Message-ID"] for message in box.arrived)
    assert len(arrived) == 5
    assert sorted(arrived.values()) == [1, 1, 1, 1, 2], "the one it held came twice, under the same Message-ID"


def test_a_worker_asked_to_stop_finishes_the_message_it_holds(five: list[Notice], settings: Any) -> None:
    with mailbox(settings, hang_at=HELD) as box:
        process = worker(box)
        wait_for(lambda: len(box.arrived) == HELD, "the message that hangs")
        process.terminate()
        time.sleep(0.1)
        assert process.poll() is None
        box.hang_at = 0
        assert process.wait(timeout=20) == 0
    assert "sending" not in states()
    assert len(box.arrived) == states().count("sent") >= HELD
