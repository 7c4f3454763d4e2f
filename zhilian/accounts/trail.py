"""How the trail reads: every room says it for its own lines; here are those of the accounts."""

import json
import re

from django.utils.translation import gettext_lazy as _

from zhilian.core.models import TrailEntry
from zhilian.core.registry import SENTENCES, Sentence

OWN = {
    "account.added": Sentence(_("Account opened: %(name)s (%(username)s)")),
    "account.unlocked": Sentence(_("Account unlocked: %(username)s")),
    "role.given": Sentence(_("Role given to %(name)s at %(organisation)s")),
    "trail.exported": Sentence(_("Trail exported")),
}

_FACT = re.compile(r"%\(\w+\)s")


class _Facts(dict[str, object]):
    def __missing__(self, key: str) -> object:
        return ""


def sentence_of(line: TrailEntry) -> str:
    """A line in words; its verb where no room has words for it."""
    sentence = SENTENCES.get(line.verb)
    return str(sentence.inside) % _Facts(json.loads(line.facts)) if sentence else line.verb


def step_name(verb: str) -> str:
    """A kind of step in words, with … for what differs from line to line."""
    return _FACT.sub("…", str(SENTENCES[verb].inside))
