"""Every write of the spine, one file per part of the way: intake, route, handle, outcome."""

from zhilian.cases.actions.handle import contact, reply, return_to_desk, sign
from zhilian.cases.actions.history import import_closed, import_closed_many
from zhilian.cases.actions.intake import Intake, accept, answer_at_once, receive, refuse, withdraw
from zhilian.cases.actions.outcome import close_unrated, rate, review_pass, review_reject
from zhilian.cases.actions.route import dispatch

__all__ = [
    "Intake",
    "accept",
    "answer_at_once",
    "close_unrated",
    "contact",
    "dispatch",
    "import_closed",
    "import_closed_many",
    "rate",
    "receive",
    "refuse",
    "reply",
    "return_to_desk",
    "review_pass",
    "review_reject",
    "sign",
    "withdraw",
]
