"""The stations' visits: written once, corrected by notes."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhilian.channels import permissions
from zhilian.channels.facts import VisitFacts
from zhilian.channels.models import Station, StationVisit, VisitNote
from zhilian.channels.queries import own_station
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid, NotPossible
from zhilian.core.powers import require
from zhilian.core.trail import record

OLDEST = timedelta(days=31)
"""A visit noted on paper can be entered so long afterwards."""


@transaction.atomic
def record_visit(*, visit: VisitFacts, actor: Actor, at: datetime, key: UUID | None = None) -> StationVisit:
    """来访登记: somebody came to the clerk's own station. ``key`` is the form's own: sent twice it is one visit.

    Raises NotPossible for a clerk whose organisation is no station, Invalid for a time to come or long past.
    """
    require(actor, permissions.RECORD_VISIT)
    station = own_station(actor)
    if station is None:
        raise NotPossible(_("Your organisation is not entered as a station."))
    if visit.visited_at > at or visit.visited_at < at - OLDEST:
        raise Invalid(_("The time of the visit is to come, or more than a month ago."), ["visited_at"])
    if visit.enterprise and visit.enterprise.federation_id != actor.federation_id:
        raise Invalid(_("That belongs to another federation."), ["firm"])
    row, created = _entered(visit, station, actor, at, key)
    if created:
        # A case may be anonymous: the line that names one does not name the firm.
        facts = {"case": row.case_number} if row.case_number else {"firm": row.firm}
        record("visit.recorded", row, actor=actor, at=at, station=str(station), purpose=row.purpose, **facts)
    return row


def _entered(
    visit: VisitFacts, station: Station, actor: Actor, at: datetime, key: UUID | None
) -> tuple[StationVisit, bool]:
    """The row, and whether it is new."""
    values = {
        "federation_id": actor.federation_id,
        "by_id": actor.user_id,
        "recorded_at": at,
        **{name: getattr(visit, name) for name in VisitFacts.__dataclass_fields__},
    }
    if key is None:
        return StationVisit.objects.create(station=station, **values), True
    return StationVisit.objects.get_or_create(station=station, submission_key=key, defaults=values)


@transaction.atomic
def note_on_visit(*, visit: StationVisit, text: str, actor: Actor, at: datetime, void: bool = False) -> VisitNote:
    """补记: add something to a visit, or declare it void so that it counts nowhere; what was written stays."""
    require(actor, permissions.RECORD_VISIT)
    if not text.strip():
        raise Invalid(_("Please write what is to be added."), ["text"])
    if void and StationVisit.objects.visible_to(actor).filter(pk=visit.pk, void=False).update(void=True) != 1:
        raise NotPossible(_("This visit is void already."))
    note = VisitNote.objects.create(
        federation_id=visit.federation_id, visit=visit, text=text.strip(), at=at, by_id=actor.user_id
    )
    record("visit.void" if void else "visit.noted", visit, actor=actor, at=at, text=text.strip())
    return note
