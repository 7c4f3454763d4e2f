"""The worker notices a changed calendar: a day declared elsewhere, a script, an upgrade with a new official year."""

from datetime import datetime

from zhilian.cases.actions.calendar import follow_calendar
from zhilian.cases.queries.calendar import unfollowed


def follow(at: datetime) -> int:
    """One bounded piece in every federation whose deadlines rest on another calendar; one query where none does."""
    return sum(follow_calendar(federation=one, at=at) for one in unfollowed())
