"""Enters the invented firms into the registry, all at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from random import Random

from zhilian.config.demo.ground import Ground
from zhilian.config.demo.people import Firm
from zhilian.core.actor import system_actor
from zhilian.core.trail import record_many
from zhilian.members.facts import EnterpriseFacts, build, shown
from zhilian.members.models import Contact, Enterprise

MEMBERS = 0.62
"""How many of the firms have joined the federation; all may tell their difficulties."""
AT_ONCE = 500


def enter_firms(ground: Ground, firms: Sequence[Firm], at: datetime) -> dict[str, Enterprise]:
    """Write all firms with their first contacts, a line of trail for each; returns them by credit code."""
    rng = Random(len(firms))
    facts = [_facts(firm, ground, rng) for firm in firms]
    rows = [build(ground.district, known, at) for known in facts]
    Enterprise.objects.bulk_create(rows, batch_size=AT_ONCE)
    pairs = zip(rows, firms, strict=True)
    Contact.objects.bulk_create((_contact(row, firm) for row, firm in pairs), batch_size=AT_ONCE)
    told = zip(rows, map(shown, facts), strict=True)
    record_many("enterprise.added", told, actor=system_actor(ground.district), at=at)
    return {firm.credit_code: row for row, firm in zip(rows, firms, strict=True)}


def _facts(firm: Firm, ground: Ground, rng: Random) -> EnterpriseFacts:
    return EnterpriseFacts(
        name=firm.name,
        credit_code=firm.credit_code,
        street=ground.streets[firm.street],
        address=firm.address,
        industry=firm.division,
        size=firm.size,
        is_member=bool(firm.ref) or rng.random() < MEMBERS,
    )


def _contact(enterprise: Enterprise, firm: Firm) -> Contact:
    return Contact(
        federation=enterprise.federation,
        enterprise=enterprise,
        name=firm.contact_name,
        post=firm.contact_post,
        phone=firm.phone,
        is_primary=True,
    )
