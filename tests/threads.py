"""Several people at the same moment: threads with a database connection each."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connection

Outcome = Any  # what a call returned, or the exception it raised


def together(*calls: Callable[[], Any]) -> list[Outcome]:
    """Start all calls at one moment; returns what each gave or raised, in their order."""
    start, outcomes = Barrier(len(calls)), [None] * len(calls)

    def run(number: int, call: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=20)
            outcomes[number] = call()
        except Exception as error:
            outcomes[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads), "a thread hangs"
    return outcomes
