"""Where the spine's pages stand in the navigation."""

from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.channels.permissions import SEE_USE, SEE_VISITS
from zhilian.core.permissions import SEE_CALENDAR
from zhilian.core.registry import NavItem
from zhilian.core.roles import UNIT_ROLES, Role

_FIRM = frozenset({Role.ENTERPRISE_USER})
_READERS = frozenset({Role.STATION_CLERK}) | UNIT_ROLES

PLACES = (
    NavItem(
        "templates", _("Answer templates"), "edit", permissions.TEMPLATES.roles, order=65, prefix="/cases/templates/"
    ),
    NavItem("published_answers", _("Published answers"), "speak", _FIRM, order=40, prefix="/answers/"),
    NavItem(
        "manage_answers", _("Published answers"), "speak", permissions.PUBLISH.roles, order=63, prefix="/cases/answers/"
    ),
    NavItem("published_answers", _("Published answers"), "speak", _READERS, order=63, prefix="/answers/"),
    NavItem("export_log", _("Exports"), "download", permissions.SEE_EXPORTS.roles, order=115),
    NavItem("intake", _("Tell us"), "plus", _FIRM, order=20),
    NavItem("cases", _("My cases"), "list", _FIRM, order=30, prefix="/cases/"),
    NavItem("cases", _("Cases"), "list", permissions.SEE_LIST.roles, order=20, prefix="/cases/"),
    NavItem("issues", _("Systemic issues"), "link", permissions.SEE_ISSUES.roles, order=24, prefix="/cases/issues/"),
    NavItem("hot_issues", _("Hot issues"), "trend", permissions.SEE_HOT.roles, order=23, prefix="/cases/hot/"),
    NavItem("take_down", _("Take down for a firm"), "edit", permissions.TAKE_DOWN.roles, order=25),
    NavItem("calls", _("Call-backs"), "phone", permissions.RECORD_RATING.roles, order=27, prefix="/cases/calls/"),
    NavItem(
        "meetings", _("Joint meetings"), "building", permissions.SEE_MEETINGS.roles, order=28, prefix="/cases/meetings/"
    ),
    NavItem(
        "requests", _("Decisions"), "check-circle", permissions.SEE_REQUESTS.roles, order=28, prefix="/cases/requests/"
    ),
    NavItem("holds", _("On hold"), "pause", permissions.SEE_HOLDS.roles, order=29, prefix="/cases/holds/"),
    NavItem("calendar", _("Working calendar"), "calendar", SEE_CALENDAR.roles, order=65, prefix="/calendar/"),
    NavItem(
        "orders", _("Supervision orders"), "gavel", permissions.SEE_ORDERS.roles, order=29, prefix="/cases/orders/"
    ),
    NavItem("ladder", _("The ladder"), "trend", permissions.SET_LADDER.roles, order=67, prefix="/cases/ladder/"),
    NavItem(
        "settings", _("Rules of handling"), "list", permissions.REFERENCE.roles, order=68, prefix="/cases/settings/"
    ),
    NavItem("channel_use", _("Channels at work"), "phone", SEE_USE.roles, order=50, prefix="/cases/channels/"),
    NavItem("station_use", _("Service stations"), "station", SEE_VISITS.roles, order=54, prefix="/cases/stations/"),
    NavItem("readings", _("Reads of confidential cases"), "eye", permissions.SEE_READINGS.roles, order=110),
    NavItem("rates", _("How well it goes"), "chart", permissions.SEE_RATES.roles, order=60, prefix="/cases/rates/"),
)
