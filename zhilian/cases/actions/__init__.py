"""Every write of the spine, one file per part of the way: intake, route, handle, outcome."""

from zhilian.cases.actions.concluding import answer_hanging, conclude, propose_outcome, send_back_outcome
from zhilian.cases.actions.exclusion import ask_exclusion, decide_exclusion
from zhilian.cases.actions.extension import ask_extension, decide_extension
from zhilian.cases.actions.handle import contact, reply, return_to_desk, sign
from zhilian.cases.actions.history import import_closed, import_closed_many
from zhilian.cases.actions.hold import ask_hold, decide_hold, renew_hold, resume, tell_of_review
from zhilian.cases.actions.intake import Intake, accept, answer_at_once, receive, refuse, withdraw
from zhilian.cases.actions.merging import merge, merge_many, unmerge
from zhilian.cases.actions.outcome import review_pass, review_reject
from zhilian.cases.actions.relapse import answer_again, ask_again, relapse
from zhilian.cases.actions.route import designate, dispatch, recall
from zhilian.cases.actions.splitting import split
from zhilian.cases.actions.secrecy import ask_firm, note_reading, note_readings, pass_on, recuse, set_level
from zhilian.cases.actions.supplement import ask_supplement, lapse, supplement
from zhilian.cases.actions.systemic import hand_on_issue, hang, hang_many, note_on_issue, open_issue, unhang
from zhilian.cases.actions.word import close_unrated, decide, rate, record_call

__all__ = [
    "Intake",
    "accept",
    "answer_again",
    "answer_at_once",
    "answer_hanging",
    "ask_again",
    "ask_exclusion",
    "ask_extension",
    "ask_firm",
    "ask_hold",
    "ask_supplement",
    "close_unrated",
    "conclude",
    "contact",
    "decide",
    "decide_exclusion",
    "decide_extension",
    "decide_hold",
    "designate",
    "dispatch",
    "hand_on_issue",
    "hang",
    "hang_many",
    "import_closed",
    "import_closed_many",
    "lapse",
    "merge",
    "merge_many",
    "note_on_issue",
    "open_issue",
    "propose_outcome",
    "note_reading",
    "note_readings",
    "pass_on",
    "rate",
    "recall",
    "receive",
    "record_call",
    "recuse",
    "refuse",
    "relapse",
    "renew_hold",
    "reply",
    "resume",
    "return_to_desk",
    "review_pass",
    "review_reject",
    "send_back_outcome",
    "set_level",
    "sign",
    "split",
    "supplement",
    "tell_of_review",
    "unhang",
    "unmerge",
    "withdraw",
]
