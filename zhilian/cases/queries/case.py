"""Reads of one case and what hangs on it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from zhilian.accounts.models import RoleHolding
from zhilian.cases.models import Assignment, Case, Deadline, Rating, Reply
from zhilian.cases.queries.delay import HANGING
from zhilian.cases.queries.joint import JOINED
from zhilian.cases.queries.orders import ON_LADDER
from zhilian.cases.queries.secrecy import veil, veil_trail
from zhilian.cases.rules import MAX_RETURNS, Level, Stage
from zhilian.core.actor import Actor
from zhilian.core.models import TrailEntry
from zhilian.core.queries import trail_of
from zhilian.core.roles import UNIT_ROLES, Role
from zhilian.files.models import Attachment
from zhilian.members.models import Enterprise

LATEST: Final = 10  # of a firm's cases are looked at for the same words
TOLD_AGAIN: Final = timedelta(hours=1)  # after the button "back" the same words come in a new form


def case_or_none(actor: Actor, number: str) -> Case | None:
    """The case with this number if the actor may see it, and as they may see it, with what its page shows."""
    rows = Case.objects.visible_to(actor).select_related(
        "federation", "enterprise", "category", "unit", "street", "station"
    )
    found = rows.filter(number=number).annotate(**HANGING, **JOINED, **ON_LADDER).first()
    return veil(found, actor) if found else None


def handling(case: Case) -> "QuerySet[Assignment]":
    """The units that led the case, in order; those that assist are ``parts``."""
    return case.assignments.filter(role="lead").select_related(
        "unit", "channel", "proposed_unit", "dispatched_by", "signed_by"
    )


def may_be_returned(case: Case, at: datetime) -> bool:
    """Whether its unit may still return it: in time, not twice already, not designated."""
    if case.return_count >= MAX_RETURNS or (case.due_at and at > case.due_at):
        return False
    return not case.assignments.filter(final=True, returned_at=None, ended_at=None).exists()


def deadlines(case: Case) -> "QuerySet[Deadline]":
    """All promised times of the case, in order."""
    return case.deadlines.all()


def answers(case: Case, *, passed_only: bool) -> "QuerySet[Reply]":
    """The answers; the firm sees only those that passed the review."""
    rows = case.replies.select_related("unit", "by", "reviewed_by")
    return rows.filter(passed=True) if passed_only else rows


def ratings(case: Case) -> "QuerySet[Rating]":
    """The firm's words."""
    return case.ratings.all()


def trail(case: Case) -> list[TrailEntry]:
    """The case's lines of the trail, as its reader may see them."""
    return veil_trail(case, trail_of(case))


def reads_files(actor: Actor) -> bool:
    """Whether files are shown: not to the city's observer, for they hold names and numbers of people."""
    return actor.role != Role.CITY_OBSERVER


def may_read_files(actor: Actor, subject_id: str, attachment_id: int) -> bool:
    """Whether the actor may read a file that hangs on this case: whoever may see the case and this file of it."""
    found = Case.objects.visible_to(actor).filter(pk=int(subject_id)).first() if reads_files(actor) else None
    return found is not None and attachments(veil(found, actor)).filter(pk=attachment_id).exists()


def attachments(case: Case) -> "QuerySet[Attachment]":
    """The files that hang on the case, in the order they came; of a veiled one those of the units alone."""
    rows = Attachment.objects.filter(subject_type=case._meta.label_lower, subject_id=str(case.pk))
    if case.veil:
        units = RoleHolding.objects.filter(federation_id=case.federation_id, role__in=sorted(UNIT_ROLES))
        rows = rows.filter(uploaded_by__in=units.values("user_id"), uploaded_at__gt=case.received_at)
    return rows.select_related("uploaded_by").order_by("id")


def is_sent(actor: Actor, key: UUID | None) -> bool:
    """Whether the form with this key has been sent before."""
    rows = Case.objects.of(actor.federation).filter(submission_key=key)
    return key is not None and rows.exists()


def told_before(
    actor: Actor, firm: Enterprise | None, text: str, names: Iterable[str], at: datetime, level: str = Level.INTERNAL
) -> Case | None:
    """The case this person told for the firm within the last hour in the same words, with files of the same names.

    One told openly is not the one told now without a name.
    """
    rows = (
        Case.objects.of(actor.federation).filter(enterprise=firm, confidentiality=level).order_by("-received_at", "-id")
    )
    latest = rows.values_list("pk", "text", "stage", "received_by_id", "received_at")[:LATEST]
    same = (text, Stage.SUBMITTED, actor.user_id)
    known = [pk for pk, *facts, told_at in latest if tuple(facts) == same and told_at > at - TOLD_AGAIN]
    wanted = sorted(names)
    cases = rows.filter(pk__in=known) if known else ()
    return next((case for case in cases if sorted(one.name for one in attachments(case)) == wanted), None)
