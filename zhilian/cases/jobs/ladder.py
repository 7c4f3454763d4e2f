"""The ladder is climbed by the worker."""

from datetime import datetime

from zhilian.cases.actions.ladder import climb
from zhilian.cases.queries.ladder import federations_due


def climb_all(at: datetime) -> int:
    """One bounded pass in every federation with something to do; one query where there is nothing."""
    return sum(climb(one, at) for one in federations_due(at))
