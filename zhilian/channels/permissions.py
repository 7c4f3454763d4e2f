"""Powers over channels and stations: one table."""

from django.utils.translation import gettext_lazy as _

from zhilian.core.powers import power
from zhilian.core.roles import Role

SEE_CHANNELS = power("channels.see", _("See whose contact is to be checked"), Role.DISPATCHER, Role.FEDERATION_LEADER)
SEE_USE = power(
    "channels.use",
    _("See how channels are used and keep their promises"),
    Role.DISPATCHER,
    Role.FEDERATION_LEADER,
    Role.DEPARTMENT_HANDLER,
    Role.DEPARTMENT_HEAD,
)
CHECK_CHANNEL = power("channels.check", _("Check a channel's contact"), Role.DISPATCHER)
EDIT_CHANNEL = power("channels.edit", _("Add, change and retire channels"), Role.DISPATCHER)
RECORD_VISIT = power("stations.record", _("Record visits to the station"), Role.STATION_CLERK)
SEE_VISITS = power(
    "stations.visits", _("See the visits to stations"), Role.STATION_CLERK, Role.DISPATCHER, Role.FEDERATION_LEADER
)
