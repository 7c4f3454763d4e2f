"""Where the registry stands in the navigation, and how its lines of trail read."""

from django.utils.translation import gettext_lazy as _

from zhilian.core.registry import NavItem, Sentence
from zhilian.members.permissions import SEE_REGISTRY

PLACES = (NavItem("members", _("Enterprises"), "factory", SEE_REGISTRY.roles, 60, "/members/"),)
SENTENCES = {
    "enterprise.added": Sentence(_("Entered in the registry")),
    "enterprise.changed": Sentence(_("Facts changed")),
    "enterprise.representative_added": Sentence(_("%(name)s may speak for the enterprise")),
}
