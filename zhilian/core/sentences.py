"""How the core's own lines of the trail read."""

from django.utils.translation import gettext_lazy as _

from zhilian.core.registry import Sentence

SENTENCES = {
    "calendar.free": Sentence(_("Declared a rest day: %(date)s"), detail="note"),
    "calendar.worked": Sentence(_("Declared a working day: %(date)s"), detail="note"),
    "calendar.withdrawn": Sentence(_("Taken back: what was declared for %(date)s"), detail="note"),
}
