"""The firm's cases on its page in the registry."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from zhilian.cases import permissions
from zhilian.cases.lines import lines
from zhilian.cases.queries.lists import cases_of_firm
from zhilian.core.actor import Actor
from zhilian.members.models import Enterprise
from zhilian.members.panels import Panel

SHOWN = 6


def _values(actor: Actor, enterprise: Enterprise) -> dict[str, Any] | None:
    """The newest cases this reader may see and may know the firm of; None for whoever reads no lists of cases."""
    if not actor.has(permissions.SEE_LIST):
        return None
    found = list(cases_of_firm(actor, enterprise)[: SHOWN + 1])
    # house: allow clock: a panel is part of a page, and says what is due now
    rows = lines(found[:SHOWN], actor, timezone.now(), actor.federation)
    more = urlencode({"view": "all", "words": enterprise.name}) if len(found) > SHOWN else ""
    return {"rows": rows, "more": f"{reverse('cases')}?{more}" if more else ""}


FIRM_CASES = Panel("cases/desk/_firm_cases.html", _values)
