"""Powers over the registry."""

from django.utils.translation import gettext_lazy as _

from zhilian.core.powers import power
from zhilian.core.roles import Role

SEE_REGISTRY = power("members.see", _("See the registry"), Role.DISPATCHER, Role.FEDERATION_LEADER, Role.STATION_CLERK)
EDIT_ENTERPRISE = power("members.edit", _("Add and edit enterprises"), Role.DISPATCHER, Role.STATION_CLERK)
IMPORT_MEMBERS = power("members.import", _("Import enterprises"), Role.DISPATCHER)
SEE_PHONE = power("members.phone", _("See a contact's full phone number"), Role.DISPATCHER, Role.STATION_CLERK)
