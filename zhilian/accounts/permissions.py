"""Powers over accounts."""

from django.utils.translation import gettext_lazy as _

from zhilian.core.powers import power
from zhilian.core.roles import Role

MANAGE_PEOPLE = power("accounts.manage", _("Manage people and roles"), Role.SYSTEM_ADMIN)
SEE_SIGN_INS = power("accounts.sign_ins", _("See sign-ins"), Role.SECURITY_ADMIN)
SEE_POWERS = power("accounts.powers", _("See which role may do what"), Role.SECURITY_ADMIN)
UNLOCK = power("accounts.unlock", _("Unlock an account"), Role.SECURITY_ADMIN)
SEE_TRAIL = power("core.trail", _("Read and export the trail"), Role.AUDIT_ADMIN)
