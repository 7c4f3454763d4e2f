"""Where the pages of the channels stand in the navigation, and how their lines of trail read."""

from django.utils.translation import gettext_lazy as _

from zhilian.channels.permissions import CHECK_CHANNEL, RECORD_VISIT
from zhilian.core.registry import NavItem, Sentence

PLACES = (
    NavItem("channels_manage", _("Manage channels"), "settings", CHECK_CHANNEL.roles, 52, "/channels/manage/"),
    NavItem("visits", _("Log of visits"), "users", RECORD_VISIT.roles, 30, "/stations/visits/"),
)
SENTENCES = {
    "channel.added": Sentence(_("Channel %(no)s added: %(name)s")),
    "channel.changed": Sentence(_("Channel %(no)s changed: %(name)s")),
    "channel.checked": Sentence(_("Contact of channel %(no)s checked"), detail="text"),
    "channel.not_reached": Sentence(_("Contact of channel %(no)s not reached"), detail="text"),
    "channel.retired": Sentence(_("Channel %(no)s retired: %(name)s"), detail="text"),
    "channel.restored": Sentence(_("Channel %(no)s in service again: %(name)s")),
    "channel.reminded": Sentence(_("Reminded of the check of channel %(no)s")),
    "visit.recorded": Sentence(_("Visit recorded at %(station)s")),
    "visit.noted": Sentence(_("Added to a visit"), detail="text"),
    "visit.void": Sentence(_("Visit declared void"), detail="text"),
}
