"""The worker's loop: every chore at every round, and one chore's trouble is not the others'."""

import logging
import signal
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.core.management import call_command

from zhilian.core.registry import CHORES, Chore, add_chore


@pytest.fixture(autouse=True)
def own_chores() -> Iterator[None]:
    """Only the chores of the test, and the signals as they were."""
    kept, handlers = dict(CHORES), [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
    CHORES.clear()
    yield
    CHORES.clear()
    CHORES.update(kept)
    for number, handler in zip((signal.SIGTERM, signal.SIGINT), handlers, strict=True):
        signal.signal(number, handler)


def chore(code: str, *results: int | Exception) -> list[datetime]:
    """Register a chore that gives these results in turn, then 0; returns the moments at which it was run."""
    runs: list[datetime] = []

    def run(at: datetime) -> int:
        runs.append(at)
        result = results[len(runs) - 1] if len(runs) <= len(results) else 0
        if isinstance(result, Exception):
            raise result
        return result

    add_chore(Chore(code, run))
    return runs


@pytest.mark.django_db
def test_it_goes_on_until_nothing_is_left() -> None:
    many, none = chore("test.many", 50, 50, 3), chore("test.none")
    call_command("worker", once=True)
    assert [len(many), len(none)] == [4, 4]
    assert many[0].tzinfo is not None


@pytest.mark.django_db
def test_a_chore_that_fails_does_not_keep_the_others_from_theirs(caplog: pytest.LogCaptureFixture) -> None:
    broken, sound = chore("test.broken", RuntimeError("a bug"), 1), chore("test.sound", 1)
    with caplog.at_level(logging.ERROR):
        call_command("worker", once=True)
    assert [len(broken), len(sound)] == [3, 3]
    assert "test.broken" in caplog.text


@pytest.mark.django_db
def test_asked_to_stop_it_finishes_the_round_and_ends() -> None:
    def stop(at: datetime) -> int:
        runs.append(at)
        signal.raise_signal(signal.SIGTERM)
        return 1

    runs: list[datetime] = []
    add_chore(Chore("test.stop", stop))
    after = chore("test.after", 1, 1, 1)
    call_command("worker", every=0)
    assert [len(runs), len(after)] == [1, 1]
