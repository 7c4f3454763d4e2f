"""Powers over accounts."""

from django.utils.translation import gettext_lazy as _

from zhilian.core.powers import power
from zhilian.core.roles import FEDERATION_ROLES, UNIT_ROLES, Role

MANAGE_PEOPLE = power("accounts.manage", _("Manage people and roles"), Role.SYSTEM_ADMIN)
SEE_SIGN_INS = power("accounts.sign_ins", _("See sign-ins"), Role.SECURITY_ADMIN)
SEE_POWERS = power("accounts.powers", _("See which role may do what"), Role.SECURITY_ADMIN)
UNLOCK = power("accounts.unlock", _("Unlock an account"), Role.SECURITY_ADMIN)
END_ROLES = power("accounts.end_roles", _("End roles and close accounts"), Role.SECURITY_ADMIN)
HAND_OVER = power(
    "accounts.hand_over",
    _("Hand over one's own role while on leave"),
    *sorted(UNIT_ROLES | FEDERATION_ROLES),
    Role.STATION_CLERK,
    Role.BANK_OFFICER,
)
HAND_OVER_UNIT = power("accounts.hand_over_unit", _("Hand over a role of one's own unit"), Role.DEPARTMENT_HEAD)
HAND_OVER_ANY = power("accounts.hand_over_any", _("Hand over the role of somebody absent"), Role.SECURITY_ADMIN)
SEE_TRAIL = power("core.trail", _("Read and export the trail"), Role.AUDIT_ADMIN)
