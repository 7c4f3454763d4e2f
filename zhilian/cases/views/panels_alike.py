"""The panel of what was told before: asked for by the page once it is there, so that the page waits for nothing."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from zhilian.cases.models import Case
from zhilian.cases.rules import WATCHED
from zhilian.cases.views.alike import offers
from zhilian.cases.views.panels import Panel
from zhilian.core.actor import Actor


def told_before(case: Case, actor: Actor, at: datetime) -> dict[str, Any] | None:
    """Where to ask. Of a case whose reads are logged only on a click, which is one more read."""
    offer = offers(case, actor)
    address = reverse("case_alike", args=[case.number])
    return {"url": address, "offer": offer, "lazy": case.confidentiality not in WATCHED} if offer else None


DESK = (Panel("alike", "cases/alike/_panel.html", "before", told_before),)
