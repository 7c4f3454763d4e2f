"""What time does to a case that stands still: a firm that adds nothing, a hold whose date has come."""

from datetime import datetime

from zhilian.cases.actions import lapse, tell_of_review
from zhilian.cases.models import Case
from zhilian.cases.queries.delay import reviews_due, silent_firms
from zhilian.core.actor import system_actor
from zhilian.core.errors import NotPossible
from zhilian.core.queries import districts

AT_ONCE = 50  # cases of one federation in one round


def let_lapse(at: datetime) -> int:
    """End the cases whose firm added nothing in time; returns how many."""
    return sum(_lapsed(case, at) for one in districts() for case in silent_firms(one, at, AT_ONCE))


def _lapsed(case: Case, at: datetime) -> bool:
    try:
        lapse(case=case, actor=system_actor(case.federation), at=at)
    except NotPossible:  # the firm was faster
        return False
    return True


def remind_of_holds(at: datetime) -> int:
    """Tell of each hold whose date has come, once; returns of how many."""
    due = (hold for one in districts() for hold in reviews_due(one, at, AT_ONCE))
    return sum(tell_of_review(hold=hold, actor=system_actor(hold.case.federation), at=at) for hold in due)
