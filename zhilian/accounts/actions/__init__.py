"""Every write of the accounts."""

from zhilian.accounts.actions.deputies import end_hand_over, hand_over
from zhilian.accounts.actions.leaving import close_account, end_role, reopen_account
from zhilian.accounts.actions.parking import PARKED_CHARACTERS, PARKED_DAYS, park_form, take_parked
from zhilian.accounts.actions.people import add_person, add_person_in_role, change_password, give_role, unlock
from zhilian.accounts.actions.trail import trail_exported

__all__ = [
    "PARKED_CHARACTERS",
    "PARKED_DAYS",
    "add_person",
    "add_person_in_role",
    "change_password",
    "close_account",
    "end_hand_over",
    "end_role",
    "give_role",
    "hand_over",
    "park_form",
    "reopen_account",
    "take_parked",
    "trail_exported",
    "unlock",
]
