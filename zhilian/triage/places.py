"""Where the reader's pages stand in the navigation, and how its lines of trail read."""

from django.utils.translation import gettext_lazy as _

from zhilian.core.registry import NavItem, Sentence
from zhilian.triage.permissions import SEE_MODELS

PLACES = (NavItem("text_models", _("Proposals"), "trend", SEE_MODELS.roles, 69, "/triage/models/"),)
SENTENCES = {
    "model.trained": Sentence(_("Model %(no)s trained")),
    "model.put_back": Sentence(_("Model %(no)s put in use")),
    "model.asked": Sentence(_("Asked for a new model")),
}
