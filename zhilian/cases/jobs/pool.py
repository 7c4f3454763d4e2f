"""What the worker does for the pool: finishes answering cases of an issue where that was interrupted."""

from datetime import datetime

from zhilian.cases.actions import answer_hanging
from zhilian.cases.queries.pool import unfinished
from zhilian.core.actor import system_actor


def finish_issues(at: datetime) -> int:
    """Answer the cases that still hang on a concluded issue; returns how many."""
    issues = list(unfinished(at))
    return sum(answer_hanging(issue=one, actor=system_actor(one.federation), at=at) for one in issues)
