"""Joint handling: the parts of assisting units, meetings, what they decided; and what of it is open."""

from datetime import date, datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhilian.cases.models import Assignment, Case, Deadline, Decision, Meeting
from zhilian.cases.queries.reference import handling_units
from zhilian.cases.queries.secrecy import may_hold, veil, veil_rows
from zhilian.cases.rules import Clock, Stage
from zhilian.core.actor import Actor
from zhilian.core.models import Organisation
from zhilian.core.numbers import SHANGHAI
from zhilian.files.models import Attachment

_OWN = {"case": OuterRef("pk")}
# Said with the case itself, so that its page asks for these rows only where there are some.
JOINED: dict[str, Any] = {
    "has_parts": Exists(Assignment.objects.filter(**_OWN, role="assist")),
    "has_meetings": Exists(Meeting.objects.filter(**_OWN)),
}
_PART: Final = Assignment._meta.label_lower
AT_ONCE: Final = 200  # late parts told of in one round of the worker
SHOWN: Final = 100  # meetings and decisions on their page


# ---- of one case


def parts(case: Case) -> list[Deadline]:
    """The parts of assisting units in order, each as its deadline with assignment and unit; read once for a page."""
    if "_parts" not in vars(case):
        rows = Deadline.objects.filter(case_id=case.pk, clock=Clock.ASSIST).order_by("assignment_id", "id")
        found = rows.select_related("assignment__unit", "assignment__answered_by", "assignment__dispatched_by")
        vars(case)["_parts"] = list(found) if getattr(case, "has_parts", True) else []
        veil_rows(case, [one.assignment for one in vars(case)["_parts"]])
    known: list[Deadline] = vars(case)["_parts"]
    return known


def owing(case: Case) -> list[Assignment]:
    """The parts that are still owed."""
    rows = [one.assignment for one in parts(case) if one.assignment]
    return [one for one in rows if not (one.ended_at or one.returned_at or one.answered_at or one.excused_at)]


def own_part(case: Case, actor: Actor) -> Assignment | None:
    """What the actor's unit still owes."""
    mine = (one for one in owing(case) if one.unit_id == actor.organisation_id)
    return next(mine, None) if actor.in_unit else None


def owing_names(case: Case) -> list[str]:
    """The units that still owe their part, as the database has it now."""
    rows = Assignment.objects.owing().filter(case_id=case.pk).select_related("unit")
    return [row.unit.name for row in rows]


def working_units(case: Case) -> list[Organisation]:
    """The units that have the case: the lead first, then those that assist."""
    rows = Assignment.objects.filter(case_id=case.pk, returned_at=None, ended_at=None).select_related("unit")
    return [row.unit for row in sorted(rows, key=lambda row: (row.role != "lead", row.pk))]


def helpers(case: Case) -> list[Organisation]:
    """The units that can be asked to assist: neither the lead nor the one complained of, nor one that owes its part."""
    busy = {one.unit_id for one in owing(case)} | {case.unit_id}
    return [one for one in handling_units(case.federation) if one.pk not in busy and may_hold(case, one)]


def lead_clock(case: Case) -> Deadline | None:
    """The lead's running time to answer."""
    rows = Deadline.objects.filter(case_id=case.pk, clock=Clock.CLOSE, met_at=None, dropped_at=None)
    return rows.order_by("-start_at", "-id").first()


def charged(case: Case) -> list[Organisation]:
    """Whom a meeting may charge: the units that have the case, and the federation's own offices."""
    offices = Organisation.objects.filter(federation_id=case.federation_id, kind=Organisation.Kind.OFFICE, active=True)
    return [*working_units(case), *offices.order_by("code")]


def meetings(case: Case) -> list[Meeting]:
    """The case's meetings with what they decided, in the order they were called; read once for a page."""
    if "_meetings" not in vars(case):
        rows = Meeting.objects.filter(case_id=case.pk).order_by("called_at", "id")
        rows = rows.select_related("called_by", "held_by").prefetch_related(
            "units", "decisions__unit", "decisions__done_by"
        )
        vars(case)["_meetings"] = list(rows) if getattr(case, "has_meetings", True) else []
        for one in veil_rows(case, vars(case)["_meetings"]):
            veil_rows(case, one.decisions.all())
    known: list[Meeting] = vars(case)["_meetings"]
    return known


def open_meeting(case: Case) -> Meeting | None:
    """The meeting that is still to be held."""
    return next((one for one in meetings(case) if one.held_at is None), None)


def decided(case: Case) -> list[Decision]:
    """What the last meeting of this round decided; empty where it is still to be held, or where none was called."""
    last = Meeting.objects.filter(case_id=case.pk).order_by("called_at", "id").last()
    began = lead_clock(case)
    if last is None or last.held_at is None or (began and last.called_at < began.start_at):
        return []
    return list(last.decisions.select_related("unit"))


def files_of_parts(case: Case) -> dict[int, list[Attachment]]:
    """The files of the parts, by the key of their assignment."""
    keys = [str(one.assignment_id) for one in parts(case) if one.assignment and one.assignment.answered_at]
    rows = Attachment.objects.filter(subject_type=_PART, subject_id__in=keys).order_by("id") if keys else ()
    found: dict[int, list[Attachment]] = {}
    for row in rows:
        found.setdefault(int(row.subject_id), []).append(row)
    return found


def may_read_part(actor: Actor, subject_id: str, attachment_id: int) -> bool:
    """Whether the actor may read files of this part: the federation and the units that have its case, nobody else."""
    if not (actor.in_federation or actor.in_unit):
        return False
    return Case.objects.visible_to(actor).filter(assignments__pk=int(subject_id)).exists()


# ---- of many


def parts_owed(actor: Actor) -> int:
    """How many parts the actor's unit owes."""
    return Case.objects.helped_by(actor).count() if actor.in_unit else 0


def late_parts(at: datetime) -> list[Deadline]:
    """Parts whose time is over and of which nobody was told yet, the oldest first."""
    rows = Deadline.objects.filter(clock=Clock.ASSIST, met_at=None, dropped_at=None, due_at__lt=at)
    owed = rows.filter(assignment__told_late_at=None, assignment__in=Assignment.objects.owing())
    awake = owed.exclude(case__stage=Stage.ON_HOLD)
    related = ("assignment__unit", "case__federation", "case__unit", "case__enterprise", "case__complained_of")
    return list(awake.select_related(*related).order_by("due_at", "id")[:AT_ONCE])


def meetings_ahead(actor: Actor) -> list[Meeting]:
    """The meetings called and not yet held, the next first."""
    rows = _meetings(actor).filter(held_at=None, case__stage=Stage.JOINT)
    return _shown(rows.order_by("meets_at", "id")[:SHOWN], actor)


def meetings_held(actor: Actor) -> list[Meeting]:
    """The meetings held, the latest first."""
    return _shown(_meetings(actor).exclude(held_at=None).order_by("-meets_at", "-id")[:SHOWN], actor)


def open_decisions(actor: Actor) -> list[Decision]:
    """What meetings decided and nobody has reported as done, by date."""
    rows = Decision.objects.filter(_concerns(actor, "meeting__"), done_at=None, federation_id=actor.federation_id)
    seen = rows.filter(meeting__case__in=Case.objects.visible_to(actor)).order_by("due_on", "id")
    found = list(seen.select_related("unit", "meeting__case")[:SHOWN])
    for one in found:
        case = veil(one.meeting.case, actor)
        veil_rows(case, [one, one.meeting])
    return found


def decision_for(actor: Actor, pk: int) -> Decision | None:
    """One decision, if the actor may see the case it is about."""
    rows = Decision.objects.filter(pk=pk, federation_id=actor.federation_id).filter(_concerns(actor, "meeting__"))
    seen = rows.filter(meeting__case__in=Case.objects.visible_to(actor))
    return seen.select_related("unit", "meeting__case__federation", "meeting__case__unit").first()


def _meetings(actor: Actor) -> "QuerySet[Meeting]":
    rows = Meeting.objects.filter(federation_id=actor.federation_id).filter(_concerns(actor))
    seen = rows.filter(case__in=Case.objects.visible_to(actor))
    return seen.select_related("case").prefetch_related("units")


def _concerns(actor: Actor, path: str = "") -> Q:
    """A unit is concerned by the meetings of cases it leads, and by those it was asked to."""
    if not actor.in_unit:
        return Q()
    asked = Meeting.units.through.objects.filter(organisation_id=actor.organisation_id).values("meeting_id")
    return Q(**{f"{path}case__unit_id": actor.organisation_id}) | Q(**{f"{path}pk__in": asked})


def _shown(rows: "QuerySet[Meeting]", actor: Actor) -> list[Meeting]:
    found = list(rows)
    for one in found:
        veil_rows(veil(one.case, actor), [one])
    return found


def today(at: datetime) -> date:
    """The day in Shanghai."""
    return at.astimezone(SHANGHAI).date()
