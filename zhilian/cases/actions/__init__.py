"""Every write of the spine, one file per part of the way: intake, route, handle, outcome."""

from zhilian.cases.actions.exclusion import ask_exclusion, decide_exclusion
from zhilian.cases.actions.extension import ask_extension, decide_extension
from zhilian.cases.actions.handle import contact, reply, return_to_desk, sign
from zhilian.cases.actions.history import import_closed, import_closed_many
from zhilian.cases.actions.hold import ask_hold, decide_hold, renew_hold, resume, tell_of_review
from zhilian.cases.actions.intake import Intake, accept, answer_at_once, receive, refuse, withdraw
from zhilian.cases.actions.outcome import review_pass, review_reject
from zhilian.cases.actions.relapse import answer_again, ask_again, relapse
from zhilian.cases.actions.route import designate, dispatch, recall
from zhilian.cases.actions.supplement import ask_supplement, lapse, supplement
from zhilian.cases.actions.word import close_unrated, decide, rate, record_call

__all__ = [
    "Intake",
    "accept",
    "answer_again",
    "answer_at_once",
    "ask_again",
    "ask_exclusion",
    "ask_extension",
    "ask_hold",
    "ask_supplement",
    "close_unrated",
    "contact",
    "decide",
    "decide_exclusion",
    "decide_extension",
    "decide_hold",
    "designate",
    "dispatch",
    "import_closed",
    "import_closed_many",
    "lapse",
    "rate",
    "recall",
    "receive",
    "record_call",
    "refuse",
    "relapse",
    "renew_hold",
    "reply",
    "resume",
    "return_to_desk",
    "review_pass",
    "review_reject",
    "sign",
    "supplement",
    "tell_of_review",
    "withdraw",
]
