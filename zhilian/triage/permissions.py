"""Powers over what the reader has learned: one table."""

from django.utils.translation import gettext_lazy as _

from zhilian.core.powers import power
from zhilian.core.roles import Role

SEE_MODELS = power(
    "triage.models",
    _("See how good the proposals are"),
    Role.DISPATCHER,
    Role.FEDERATION_LEADER,
    Role.SYSTEM_ADMIN,
)
TRAIN = power("triage.train", _("Retrain the proposals, put an earlier model back"), Role.DISPATCHER, Role.SYSTEM_ADMIN)
