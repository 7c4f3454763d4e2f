"""The index follows the trail: what changed can be found after one round of the worker."""

from datetime import datetime

from zhilian.triage.actions.index import follow, rebuild
from zhilian.triage.queries.upkeep import rebuilding, unfollowed


def follow_trail(at: datetime) -> int:
    """Read on in every trail that says more than the index has read, and go on with rebuilds; bounded in each round."""
    done = sum(follow(federation=federation, at=at) for federation in unfollowed())
    return done + sum(rebuild(kind=kind, at=at) for kind in rebuilding())
