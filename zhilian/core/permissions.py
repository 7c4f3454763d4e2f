"""Powers over what every room stands on: one table."""

from django.utils.translation import gettext_lazy as _

from zhilian.core.powers import power
from zhilian.core.roles import ADMINISTRATORS, Role

SEE_CALENDAR = power(
    "core.calendar", _("See the working calendar"), *sorted(set(Role.values) - ADMINISTRATORS - {Role.ENTERPRISE_USER}),
    Role.SYSTEM_ADMIN,
)  # fmt: skip
DECLARE_DAY = power("core.declare_day", _("Declare working and rest days"), Role.DISPATCHER, Role.SYSTEM_ADMIN)
