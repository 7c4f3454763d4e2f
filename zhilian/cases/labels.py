"""What stages, clocks, grades and results are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhilian.cases.rules import Act, Clock, Level, Party, Stage, Who

STAGES = {
    Stage.SUBMITTED: _("Waiting for acceptance"),
    Stage.SUPPLEMENT: _("Waiting for more from the firm"),
    Stage.REFUSED: _("Not accepted"),
    Stage.ACCEPTED: _("Waiting for dispatch"),
    Stage.DISPATCHED: _("Waiting to be signed for"),
    Stage.RETURNED: _("Returned, to be dispatched anew"),
    Stage.SIGNED: _("Waiting for first contact"),
    Stage.PROCESSING: _("Being handled"),
    Stage.JOINT: _("Joint handling"),
    Stage.ON_HOLD: _("On hold"),
    Stage.SYSTEMIC: _("With its systemic issue"),
    Stage.REPLIED: _("Waiting for review"),
    Stage.AWAITING_RATING: _("Waiting for the firm's word"),
    Stage.REWORK: _("Being reworked"),
    Stage.ESCALATED: _("Waiting for a leader's decision"),
    Stage.CLOSED: _("Closed"),
    Stage.WITHDRAWN: _("Withdrawn"),
    Stage.MERGED: _("Merged"),
}
CLOCKS = {
    Clock.ACCEPT: _("Accept"),
    Clock.SUPPLEMENT: _("The firm's addition"),
    Clock.DISPATCH: _("Dispatch"),
    Clock.SIGN: _("Sign for"),
    Clock.CONTACT: _("First contact"),
    Clock.CLOSE: _("Answer"),
    Clock.ASSIST: _("Assisting unit's part"),
    Clock.HOLD: _("Look at the hold again"),
    Clock.REVIEW: _("Review"),
    Clock.RATE: _("Firm's word"),
    Clock.DECIDE: _("Leader's decision"),
}
EXTENSION = _("Extension at most")
PAUSES = {  # why a clock stood still
    Stage.SUPPLEMENT: _("material from the firm was awaited"),
    Stage.ON_HOLD: _("on hold"),
}
PARTIES = {
    Party.FEDERATION: _("the federation"),
    Party.UNIT: _("the department"),
    Party.FIRM: _("the firm"),
}
GRADES = {
    "urgent": _("Urgent"),
    "simple": _("Simple question"),
    "normal": _("Normal"),
    "complex": _("Complex"),
    "major": _("Major"),
}
RESULTS = {
    "solved": _("Solved"),
    "partly": _("Partly solved"),
    "explained": _("Explained: law or policy does not allow it"),
    "planned": _("Planned"),
    "referred": _("Referred to another channel"),
}
SOLVED = {"yes": _("Yes, solved"), "partly": _("Partly"), "no": _("No, not solved")}
SCORES = {
    5: _("Very satisfied"),
    4: _("Satisfied"),
    3: _("Mostly satisfied"),
    2: _("Dissatisfied"),
    1: _("Very dissatisfied"),
}
SOURCES = {
    "web": _("By the firm"),
    "station": _("Taken down for the firm"),
    "import": _("Imported"),
    "split": _("Split from another case"),
    "relapse": _("Not solved after all"),
}
LEVELS = {
    Level.OPEN: pgettext_lazy("confidentiality", "Open"),
    Level.INTERNAL: _("Internal"),
    Level.ANONYMOUS: _("Anonymous"),
    Level.RESTRICTED: _("Restricted"),
}
LEVEL_HINTS = {
    Level.OPEN: _("may be quoted with the firm's name"),
    Level.INTERNAL: _("only those who handle it; the usual level"),
    Level.ANONYMOUS: _("the unit reads the matter, never who told it; the federation speaks with the firm"),
    Level.RESTRICTED: _("only the people named, nobody else"),
}
ASSIGNMENT_ROLES = {"lead": _("Lead"), "assist": _("Assisting")}
ACTS = {
    Act.REMIND: _("Reminder"),
    Act.LETTER: _("Letter of reminder"),
    Act.ORDER: _("Supervision order"),
    Act.COPY: _("Copy to the supervision office"),
    Act.LIST: _("Listed in the bulletin"),
    Act.TALK: _("Talk with the unit's leader"),
}
EXCLUSIONS = {
    "unreachable": _("The firm cannot be reached"),
    "unreasonable": _("What is asked is against law or policy"),
}
DECISIONS = {
    "decide_close": _("Close: everything possible was done"),
    "decide_rework": _("Work on it again"),
    "decide_joint": _("Joint handling"),
}
GROUNDS = {
    1: _("Outside the city's jurisdiction"),
    2: _("In, or belonging to, litigation, arbitration, discipline inspection, reconsideration or disclosure"),
    3: _("Already in the petition channel"),
    4: _("Touches state secrets, trade secrets or privacy"),
    5: _("Unlawful, malicious, harassing or without substance"),
    6: _("The same matter again while it is handled or lawfully finished"),
    7: _("Another ground in law"),
}
MOVES = {
    "ask_supplement": _("Ask for more"),
    "supplement": _("Add what was missing"),
    "lapse": _("Lapse"),
    "refuse": _("Do not accept"),
    "answer_at_once": _("Answer on the spot"),
    "accept": _("Accept"),
    "dispatch": _("Dispatch"),
    "return": _("Return"),
    "designate": _("Designate"),
    "recall": _("Take back"),
    "sign": _("Sign for"),
    "contact": _("First contact"),
    "extend": _("Extend"),
    "assist": _("Ask a unit to assist"),
    "part": _("Part of an assisting unit"),
    "excuse": _("Go on without a part"),
    "call_joint": _("Call for joint handling"),
    "meet": _("Call a meeting"),
    "joint_decided": _("Joint decision"),
    "hold": _("Put on hold"),
    "hold_on": _("Leave on hold"),
    "resume": _("Resume"),
    "reply": _("Reply"),
    "review_pass": _("Pass the review"),
    "review_reject": _("Back from review"),
    "rate_close": _("Rating: closed"),
    "rate_rework": _("Rating: rework"),
    "rate_reopen": _("Rating: to a unit"),
    "rate_escalate": _("Rating: to a leader"),
    "decide_close": _("Decided: closed"),
    "decide_rework": _("Decided: rework"),
    "decide_joint": _("Decided: joint handling"),
    "call": _("Call back, nobody reached"),
    "close_unrated": _("Close without the firm's word"),
    "split": _("Split"),
    "merge": _("Merge"),
    "unmerge": _("Undo the merge"),
    "unmerge_unread": _("Undo the merge, not yet accepted"),
    "hang": _("Hang on a systemic issue"),
    "unhang": _("Take off the systemic issue"),
    "answer_systemic": _("Answered by the systemic issue"),
    "withdraw": _("Withdraw"),
}
WHO = {
    Who.FIRM: _("the firm"),
    Who.FEDERATION: _("the federation"),
    Who.LEADER: _("a federation leader"),
    Who.UNIT: _("the unit"),
    Who.ASSISTING: _("an assisting unit"),
    Who.CALLER: _("a caller who did not handle it"),
    Who.SYSTEM: _("the system"),
}
