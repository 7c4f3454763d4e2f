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
RECORD_RATING = power("cases.record_rating", _("Record a firm's word for it"), Role.DISPATCHER, Role.STATION_CLERK)
CLOSE_UNRATED = power("cases.close_unrated", _("Close without the firm's word"), Role.DISPATCHER)
WITHDRAW = power("cases.withdraw", _("Withdraw"), Role.ENTERPRISE_USER)
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
