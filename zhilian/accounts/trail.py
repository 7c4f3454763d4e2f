"""How the trail reads: every room says it for its own lines; here are those of the accounts."""

import json
import re

from django.utils.translation import gettext_lazy as _

from zhilian.core.chain import is_veiled
from zhilian.core.models import TrailEntry
from zhilian.core.registry import SENTENCES, Sentence

OWN = {
    "account.added": Sentence(_("Account opened: %(name)s (%(username)s)")),
    "account.unlocked": Sentence(_("Account unlocked: %(username)s")),
    "account.closed": Sentence(_("Account closed: %(name)s (%(username)s)"), detail="reason"),
    "account.reopened": Sentence(_("Account reopened: %(name)s (%(username)s)")),
    "password.changed": Sentence(_("Password changed: %(username)s")),
    "role.given": Sentence(_("Role given to %(name)s at %(organisation)s")),
    "role.ended": Sentence(_("Role of %(name)s at %(organisation)s ends with %(until)s"), detail="reason"),
    "handover.begun": Sentence(_("%(deputy)s stands in for %(name)s from %(since)s to %(until)s"), detail="reason"),
    "handover.ended": Sentence(_("%(deputy)s no longer stands in for %(name)s")),
    "trail.exported": Sentence(_("Trail exported")),
    "trail.unveiled": Sentence(_("Trail exported with everything confidential")),
}

_FACT = re.compile(r"%\(\w+\)s")


class _Facts(dict[str, object]):
    def __missing__(self, key: str) -> object:
        return ""


def sentence_of(line: TrailEntry) -> str:
    """A line in words, … for what a veil hides; its verb where no room has words for it."""
    if line.verb in SENTENCES and is_veiled({"facts": line.facts}):
        return step_name(line.verb)
    sentence = SENTENCES.get(line.verb)
    return str(sentence.inside) % _Facts(json.loads(line.facts)) if sentence else line.verb


def step_name(verb: str) -> str:
    """A kind of step in words, with … for what differs from line to line."""
    return _FACT.sub("…", str(SENTENCES[verb].inside))
