"""Every write of the spine, one file per part of the way: intake, route, handle, outcome."""

from zhilian.cases.actions.assisting import add_assist, answer_part, excuse_part, remind_part, tell_of_late_part
from zhilian.cases.actions.concluding import answer_hanging, conclude, propose_outcome, send_back_outcome
from zhilian.cases.actions.exclusion import ask_exclusion, decide_exclusion
from zhilian.cases.actions.extension import ask_extension, decide_extension
from zhilian.cases.actions.handle import contact, reply, return_to_desk, sign
from zhilian.cases.actions.history import import_closed, import_closed_many
from zhilian.cases.actions.hold import ask_hold, decide_hold, renew_hold, resume, tell_of_review
from zhilian.cases.actions.intake import Intake, accept, answer_at_once, receive, refuse, withdraw
from zhilian.cases.actions.joint import Decided, Minutes, call_joint, conclude_joint, decision_done, enter_minutes
from zhilian.cases.actions.listwork import dispatch_many, note_export, remove_filter, save_filter
from zhilian.cases.actions.merging import merge, merge_many, unmerge
from zhilian.cases.actions.notes import note, save_template
from zhilian.cases.actions.orders import answer_order, issue_order, remind, remind_many
from zhilian.cases.actions.outcome import review_pass, review_reject
from zhilian.cases.actions.publishing import change_answer, note_helped, publish_answer, withdraw_answer
from zhilian.cases.actions.relapse import answer_again, ask_again, relapse
from zhilian.cases.actions.route import designate, dispatch, recall
from zhilian.cases.actions.secrecy import ask_firm, note_reading, note_readings, pass_on, recuse, set_level
from zhilian.cases.actions.sheets import take_out
from zhilian.cases.actions.splitting import split
from zhilian.cases.actions.supplement import ask_supplement, lapse, supplement
from zhilian.cases.actions.systemic import hand_on_issue, hang, hang_many, note_on_issue, open_issue, unhang
from zhilian.cases.actions.word import close_unrated, decide, rate, record_call

__all__ = [
    "Decided",
    "Intake",
    "Minutes",
    "accept",
    "add_assist",
    "answer_again",
    "answer_at_once",
    "answer_hanging",
    "answer_order",
    "answer_part",
    "ask_again",
    "ask_exclusion",
    "ask_extension",
    "ask_firm",
    "ask_hold",
    "ask_supplement",
    "call_joint",
    "change_answer",
    "close_unrated",
    "conclude",
    "conclude_joint",
    "contact",
    "decide",
    "decide_exclusion",
    "decide_extension",
    "decide_hold",
    "decision_done",
    "designate",
    "dispatch",
    "dispatch_many",
    "enter_minutes",
    "excuse_part",
    "hand_on_issue",
    "hang",
    "hang_many",
    "import_closed",
    "import_closed_many",
    "issue_order",
    "lapse",
    "merge",
    "merge_many",
    "note",
    "note_export",
    "note_helped",
    "note_on_issue",
    "note_reading",
    "note_readings",
    "open_issue",
    "pass_on",
    "propose_outcome",
    "publish_answer",
    "rate",
    "recall",
    "receive",
    "record_call",
    "recuse",
    "refuse",
    "relapse",
    "remind",
    "remind_many",
    "remind_part",
    "remove_filter",
    "renew_hold",
    "reply",
    "resume",
    "return_to_desk",
    "review_pass",
    "review_reject",
    "save_filter",
    "save_template",
    "send_back_outcome",
    "set_level",
    "sign",
    "split",
    "supplement",
    "take_out",
    "tell_of_late_part",
    "tell_of_review",
    "unhang",
    "unmerge",
    "withdraw",
    "withdraw_answer",
]
