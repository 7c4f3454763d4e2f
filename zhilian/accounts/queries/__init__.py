"""Every read of the accounts."""

from zhilian.accounts.queries.administration import (
    checked_chain,
    holds,
    is_taken,
    people_named,
    people_visible_to,
    person_here,
    recent_sign_ins,
    trail_found,
)
from zhilian.accounts.queries.deputies import delegations, deputies_for, handed_over_by, may_hand_over, stood_in_for
from zhilian.accounts.queries.leaving import closed_accounts, irreplaceable, roles_here, units_left_empty
from zhilian.accounts.queries.mentions import Mentions, find_mentions, mentionable
from zhilian.accounts.queries.people import (
    actor_of,
    everybody_with,
    parked,
    people_in,
    people_with,
    person_of,
    roles_of,
)

__all__ = [
    "Mentions",
    "actor_of",
    "checked_chain",
    "closed_accounts",
    "delegations",
    "deputies_for",
    "everybody_with",
    "find_mentions",
    "handed_over_by",
    "holds",
    "irreplaceable",
    "is_taken",
    "may_hand_over",
    "mentionable",
    "parked",
    "people_in",
    "people_named",
    "people_visible_to",
    "people_with",
    "person_here",
    "person_of",
    "recent_sign_ins",
    "roles_here",
    "roles_of",
    "stood_in_for",
    "trail_found",
    "units_left_empty",
]
