"""What the worker does for the channels: reminds of contacts to be checked."""

from datetime import datetime

from zhilian.channels.actions import remind_of_check
from zhilian.channels.queries import to_remind
from zhilian.core.numbers import SHANGHAI


def remind(at: datetime) -> int:
    """Tell the dispatchers of each channel whose check falls due; returns how many channels were told of now."""
    return sum(remind_of_check(channel=channel, at=at) for channel in to_remind(at.astimezone(SHANGHAI).date()))
