"""What stages, clocks, grades and results are called."""

from django.utils.translation import gettext_lazy as _

from zhilian.cases.rules import Clock, Party, Stage

STAGES = {
    Stage.SUBMITTED: _("Waiting for acceptance"),
    Stage.REFUSED: _("Not accepted"),
    Stage.ACCEPTED: _("Waiting for dispatch"),
    Stage.DISPATCHED: _("Waiting to be signed for"),
    Stage.RETURNED: _("Returned, to be dispatched anew"),
    Stage.SIGNED: _("Waiting for first contact"),
    Stage.PROCESSING: _("Being handled"),
    Stage.REPLIED: _("Waiting for review"),
    Stage.AWAITING_RATING: _("Waiting for the firm's word"),
    Stage.REWORK: _("Being reworked"),
    Stage.CLOSED: _("Closed"),
    Stage.WITHDRAWN: _("Withdrawn"),
}
CLOCKS = {
    Clock.ACCEPT: _("Accept"),
    Clock.DISPATCH: _("Dispatch"),
    Clock.SIGN: _("Sign for"),
    Clock.CONTACT: _("First contact"),
    Clock.CLOSE: _("Answer"),
    Clock.REVIEW: _("Review"),
    Clock.RATE: _("Firm's word"),
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
SOURCES = {"web": _("By the firm"), "station": _("Taken down for the firm"), "import": _("Imported")}
GROUNDS = {
    1: _("Outside the city's jurisdiction"),
    2: _("In, or belonging to, litigation, arbitration, discipline inspection, reconsideration or disclosure"),
    3: _("Already in the petition channel"),
    4: _("Touches state secrets, trade secrets or privacy"),
    5: _("Unlawful, malicious, harassing or without substance"),
    6: _("The same matter again while it is handled or lawfully finished"),
    7: _("Another ground in law"),
}
