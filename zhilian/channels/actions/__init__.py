"""Every write of the channels."""

from zhilian.channels.actions.channels import (
    add_channel,
    change_channel,
    check_channel,
    remind_of_check,
    restore_channel,
    retire_channel,
)
from zhilian.channels.actions.visits import note_on_visit, record_visit

__all__ = [
    "add_channel",
    "change_channel",
    "check_channel",
    "note_on_visit",
    "record_visit",
    "remind_of_check",
    "restore_channel",
    "retire_channel",
]
