"""Splitting: several wishes told in one become several cases that keep their origin."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.actions.intake import Intake, receive
from zhilian.cases.actions.steps import claim, people_of_firm, tell
from zhilian.cases.models import Case, CasePerson
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid
from zhilian.core.powers import require
from zhilian.core.trail import record

MOST_PARTS: Final = 5  # further wishes in one submission


@transaction.atomic
def split(*, case: Case, parts: Sequence[str], actor: Actor, at: datetime) -> list[Case]:
    """拆分: each further wish becomes a case of its own, whose time counts from when the firm told it first.

    The case keeps all its words and goes on. Raises Invalid for no wish, and for more than five.
    """
    require(actor, permissions.POOL)
    wishes = [text.strip() for text in parts if text.strip()]
    if not wishes or len(wishes) > MOST_PARTS:
        raise Invalid(_("Please write at least one further wish, and at most %(n)s.") % {"n": MOST_PARTS}, ["part_1"])
    claim(case, "split", actor=actor)
    new = [receive(intake=_part(case, text), key=None, actor=actor, at=at) for text in wishes]
    _same_people(case, new, at)
    numbers = ", ".join(one.number for one in new)
    tell("split", people_of_firm(case), case, at, numbers=numbers)
    record("case.split", case, actor=actor, at=at, number=case.number, parts=numbers)
    for one in new:
        record("case.split_off", one, actor=actor, at=at, number=one.number, origin=case.number)
    return new


def _part(case: Case, text: str) -> Intake:
    """One wish as it comes in: by the same firm, at the same moment, as confidential as the whole."""
    return Intake(
        text=text,
        source="split",
        origin=case,
        told_at=case.received_at,
        kind=case.kind,
        enterprise=case.enterprise,
        reporter=case.reporter,
        contact_name=case.contact_name,
        contact_phone=case.contact_phone,
        street=case.street,
        station=case.station,
        confidentiality=case.confidentiality,
        complained_of=case.complained_of,
    )


def _same_people(case: Case, parts: Sequence[Case], at: datetime) -> None:
    """Whoever was named for the case, or is recused from it, is so for its parts."""
    rows = list(case.people.all())
    CasePerson.objects.bulk_create(
        CasePerson(federation_id=case.federation_id, case=part, user_id=row.user_id, part=row.part, reason=row.reason,
                   by_id=row.by_id, at=at)
        for part in parts for row in rows
    )  # fmt: skip
