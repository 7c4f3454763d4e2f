"""How channels and time limits read where one is to be chosen."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from zhilian.channels.models import DirectChannel
from zhilian.channels.words import working_time
from zhilian.kit.worktime import Limit


def told(channel: DirectChannel) -> str:
    """A channel in a choice: name, unit, and what it promises."""
    promise = _("%(unit)s, contact within %(contact)s, answer within %(close)s")
    facts = {
        "unit": channel.unit.short_name,
        "contact": amount(Limit(channel.contact_minutes, "minutes")),
        "close": amount(Limit(channel.close_days, "days")),
    }
    return f"{channel.name} · {str(promise) % facts}"


def amount(limit: Limit) -> str:
    """A time limit in words."""
    if limit.unit == "minutes":
        return working_time(limit.amount)
    return ngettext("%(n)s working day", "%(n)s working days", limit.amount) % {"n": limit.amount}
