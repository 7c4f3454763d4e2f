"""Powers over cases: one table."""

from django.utils.translation import gettext_lazy as _

from zhilian.core.powers import power
from zhilian.core.roles import Role

_HANDLERS = (Role.DEPARTMENT_HANDLER, Role.DEPARTMENT_HEAD)

SUBMIT = power("cases.submit", _("Tell a difficulty"), Role.ENTERPRISE_USER)
TAKE_DOWN = power("cases.take_down", _("Take a difficulty down for a firm"), Role.STATION_CLERK, Role.DISPATCHER)
IMPORT_CASES = power("cases.import", _("Import cases"), Role.DISPATCHER)
ACCEPT = power("cases.accept", _("Accept or refuse"), Role.DISPATCHER)
ANSWER_AT_ONCE = power("cases.answer_at_once", _("Answer on the spot"), Role.STATION_CLERK, Role.DISPATCHER)
DISPATCH = power("cases.dispatch", _("Dispatch"), Role.DISPATCHER)
SIGN = power("cases.sign", _("Sign for or return"), *_HANDLERS)
HANDLE = power("cases.handle", _("Contact the firm and reply"), *_HANDLERS)
REVIEW = power("cases.review", _("Review a reply"), Role.DISPATCHER, Role.FEDERATION_LEADER)
RATE = power("cases.rate", _("Say whether it is solved"), Role.ENTERPRISE_USER)
RECORD_RATING = power(
    "cases.record_rating",
    _("Record a firm's word for it"),
    Role.DISPATCHER,
    Role.STATION_CLERK,
    Role.FEDERATION_LEADER,
)
REMIND = power("cases.remind", _("Remind a unit"), Role.DISPATCHER, Role.FEDERATION_LEADER)
ORDER = power("cases.order", _("Issue a supervision order"), Role.DISPATCHER, Role.FEDERATION_LEADER)
ANSWER_ORDER = power("cases.answer_order", _("Answer a supervision order"), *_HANDLERS)
SEE_ORDERS = power("cases.orders", _("See the supervision orders"), Role.DISPATCHER, Role.FEDERATION_LEADER, *_HANDLERS)
SET_LADDER = power("cases.ladder", _("Set the steps of the ladder"), Role.DISPATCHER, Role.FEDERATION_LEADER)
REFERENCE = power(
    "cases.reference",
    _("Set grades, kinds, time limits and the dispatch catalogue"),
    Role.DISPATCHER,
    Role.FEDERATION_LEADER,
)
CLOSE_UNRATED = power(
    "cases.close_unrated", _("Close without the firm's word"), Role.DISPATCHER, Role.FEDERATION_LEADER
)
DECIDE = power("cases.decide", _("Decide in writing after two reworks"), Role.FEDERATION_LEADER)
ASK_EXCLUSION = power("cases.ask_exclusion", _("Ask to leave a firm's word out of the rates"), Role.DISPATCHER)
DECIDE_EXCLUSION = power(
    "cases.decide_exclusion", _("Decide on leaving a firm's word out"), Role.DISPATCHER, Role.FEDERATION_LEADER
)
WITHDRAW = power("cases.withdraw", _("Withdraw"), Role.ENTERPRISE_USER)
SUPPLEMENT = power("cases.supplement", _("Add what was missing"), Role.ENTERPRISE_USER)
RECORD_SUPPLEMENT = power("cases.record_supplement", _("Note what a firm added"), Role.DISPATCHER, Role.STATION_CLERK)
LAPSE = power("cases.lapse", _("Let time take its course"))  # the system alone
ASK_EXTENSION = power("cases.ask_extension", _("Ask for more time"), *_HANDLERS)
DECIDE_EXTENSION = power("cases.decide_extension", _("Decide on more time"), Role.DISPATCHER, Role.FEDERATION_LEADER)
EXTEND_MAJOR = power("cases.extend_major", _("Decide on more time for major cases"), Role.FEDERATION_LEADER)
ASK_HOLD = power("cases.ask_hold", _("Ask for a hold"), Role.DISPATCHER, *_HANDLERS)
DECIDE_HOLD = power("cases.decide_hold", _("Decide on holds"), Role.FEDERATION_LEADER)
RESUME = power("cases.resume", _("Take up a case on hold"), Role.DISPATCHER, Role.FEDERATION_LEADER)
SEE_HOLDS = power("cases.holds", _("See the ledger of holds"), Role.DISPATCHER, Role.FEDERATION_LEADER, *_HANDLERS)
SEE_REQUESTS = power("cases.requests", _("See what waits for a decision"), Role.DISPATCHER, Role.FEDERATION_LEADER)
SET_LEVEL = power("cases.set_level", _("Set how confidential a case is"), Role.DISPATCHER, Role.FEDERATION_LEADER)
RECUSE = power(
    "cases.recuse",
    _("Recuse oneself; the federation and heads also others"),
    Role.DISPATCHER,
    Role.FEDERATION_LEADER,
    Role.STATION_CLERK,
    *_HANDLERS,
)
SEE_READINGS = power("cases.readings", _("See who has read confidential cases"), Role.AUDIT_ADMIN)
POOL = power("cases.pool", _("Merge, split, gather under systemic issues"), Role.DISPATCHER)
SEE_ISSUES = power("cases.issues", _("See systemic issues"), Role.DISPATCHER, Role.FEDERATION_LEADER, *_HANDLERS)
ASSIST = power("cases.assist", _("Ask a unit to assist"), Role.DISPATCHER, *_HANDLERS)
PART = power("cases.part", _("Do an assisting unit's part"), *_HANDLERS)
REMIND_PART = power(
    "cases.remind_part", _("Remind an assisting unit"), Role.DISPATCHER, Role.FEDERATION_LEADER, *_HANDLERS
)
JOINT = power(
    "cases.joint", _("Lead joint handling: meetings, minutes, excuses"), Role.DISPATCHER, Role.FEDERATION_LEADER
)
SEE_MEETINGS = power("cases.meetings", _("See joint meetings"), Role.DISPATCHER, Role.FEDERATION_LEADER, *_HANDLERS)
DECISION_DONE = power(
    "cases.decision_done", _("Report a decision as done"), Role.DISPATCHER, Role.FEDERATION_LEADER, *_HANDLERS
)
SEE_SHEETS = power(
    "cases.sheets", _("Take out order sheets and minutes"), Role.DISPATCHER, Role.FEDERATION_LEADER, *_HANDLERS
)
SEE_LIST = power(
    "cases.list",
    _("See the list of cases"),
    Role.STATION_CLERK,
    Role.DISPATCHER,
    Role.FEDERATION_LEADER,
    Role.CITY_OBSERVER,
    *_HANDLERS,
)
SEE_PHONE = power("cases.phone", _("See the firm's phone number"), Role.DISPATCHER, Role.STATION_CLERK, *_HANDLERS)
SEE_RATES = power(
    "cases.rates",
    _("See the rates"),
    Role.DISPATCHER,
    Role.FEDERATION_LEADER,
    Role.CITY_OBSERVER,
    *_HANDLERS,
)
EXPORT = power("cases.export", _("Export lists of cases"), Role.DISPATCHER, Role.FEDERATION_LEADER, *_HANDLERS)
SEE_EXPORTS = power("cases.exports", _("See what was exported"), Role.AUDIT_ADMIN)
NOTE = power("cases.note", _("Write notes for colleagues"), Role.DISPATCHER, Role.FEDERATION_LEADER, *_HANDLERS)
TEMPLATES = power("cases.templates", _("Keep answer templates"), Role.DISPATCHER, *_HANDLERS)
PUBLISH = power("cases.publish", _("Publish answers for all firms"), Role.DISPATCHER, Role.FEDERATION_LEADER)
SAY_HELPED = power(
    "cases.helped",
    _("Say that a published answer helped"),
    Role.ENTERPRISE_USER,
    Role.STATION_CLERK,
    Role.DISPATCHER,
)
SEE_HOT = power("cases.hot", _("See hot issues"), Role.DISPATCHER, Role.FEDERATION_LEADER)
