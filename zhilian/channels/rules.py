"""Pure decisions of the channels: when a contact is checked again, when a channel lies idle."""

from datetime import date, timedelta
from enum import StrEnum

from zhilian.kit.periods import months_later

CHECK_MONTHS = 3
"""A channel's contact is checked every quarter."""
AHEAD = timedelta(days=14)
"""So long before a check falls due it shows, and the dispatchers are reminded."""
IDLE_MONTHS = 6
"""Two quarters without a case."""


class Check(StrEnum):
    """How far the next check of a channel's contact is."""

    NEVER = "never"
    LATE = "late"
    SOON = "soon"
    FRESH = "fresh"


def check_due(verified_on: date | None) -> date | None:
    """The day by which the contact is to be checked again; None, at once, where it never was."""
    return months_later(verified_on, CHECK_MONTHS) if verified_on else None


def check_state(verified_on: date | None, today: date) -> Check:
    """Never checked, late, soon due or fresh."""
    due = check_due(verified_on)
    if due is None:
        return Check.NEVER
    if today > due:
        return Check.LATE
    return Check.SOON if today >= due - AHEAD else Check.FRESH


def reminder_due(verified_on: date | None, reminded_on: date | None, today: date) -> bool:
    """Whether the dispatchers are to be reminded: once after each check, and again after every quarter without one."""
    if check_state(verified_on, today) == Check.FRESH:
        return False
    if reminded_on is None or (verified_on and reminded_on <= verified_on):
        return True
    return today >= months_later(reminded_on, CHECK_MONTHS)


def lies_idle(last_used: date | None, since: date | None, today: date) -> bool:
    """Whether a channel, in service ``since`` (None: nobody knows), had no case for two quarters."""
    latest = max((day for day in (last_used, since) if day), default=None)
    return latest is None or latest < months_later(today, -IDLE_MONTHS)
