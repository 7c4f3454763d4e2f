"""When a message that could not be delivered is tried again."""

from datetime import timedelta

LEASE = timedelta(minutes=2)  # a claimed message older than this belongs to a worker that died
BACKOFF_MINUTES = (1, 5, 15, 60, 240, 720)  # after the 1st, 2nd … failure; then it is given up


def next_try(attempts: int) -> timedelta | None:
    """How long to wait after this many failed attempts; None when it is given up."""
    return timedelta(minutes=BACKOFF_MINUTES[attempts - 1]) if attempts <= len(BACKOFF_MINUTES) else None
