"""What the worker does for joint handling: tells of parts that are late."""

from datetime import datetime

from zhilian.cases.actions import tell_of_late_part
from zhilian.cases.queries.joint import late_parts
from zhilian.core.actor import system_actor


def tell_late_parts(at: datetime) -> int:
    """Tell of parts of assisting units whose time is over, each once; returns how many were told of now."""
    rows = late_parts(at)
    return sum(tell_of_late_part(deadline=one, actor=system_actor(one.case.federation), at=at) for one in rows)
