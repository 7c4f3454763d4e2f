"""The roles a person can hold in an organisation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """One word for what a person is there for; powers hang on it."""

    ENTERPRISE_USER = "enterprise_user", _("Enterprise user")
    STATION_CLERK = "station_clerk", _("Station clerk")
    DISPATCHER = "dispatcher", _("Dispatcher")
    DEPARTMENT_HANDLER = "department_handler", _("Department handler")
    DEPARTMENT_HEAD = "department_head", _("Department head")
    FEDERATION_LEADER = "federation_leader", _("Federation leader")
    BANK_OFFICER = "bank_officer", _("Bank officer")
    CITY_OBSERVER = "city_observer", _("City observer")
    SYSTEM_ADMIN = "system_admin", _("System administrator")
    SECURITY_ADMIN = "security_admin", _("Security administrator")
    AUDIT_ADMIN = "audit_admin", _("Audit administrator")


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
UNIT_ROLES = frozenset({Role.DEPARTMENT_HANDLER, Role.DEPARTMENT_HEAD})
FEDERATION_ROLES = frozenset({Role.DISPATCHER, Role.FEDERATION_LEADER})
