"""Joint handling: assisting units, meetings."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.forms import joint as forms
from zhilian.cases.models import Case
from zhilian.cases.queries.joint import decided, open_meeting, owing, own_part
from zhilian.cases.rules import Stage
from zhilian.cases.views.steps.step import Step
from zhilian.core.actor import Actor


def _owes(case: Case, actor: Actor, at: datetime) -> bool:
    return own_part(case, actor) is not None


def _may_ask(case: Case, actor: Actor, at: datetime) -> bool:
    """The federation, and in joint handling the lead."""
    return not actor.in_unit or (case.stage == Stage.JOINT and case.unit_id == actor.organisation_id)


def _waits(case: Case, actor: Actor, at: datetime) -> bool:
    """Whether a part is owed to the actor's side."""
    return (not actor.in_unit or case.unit_id == actor.organisation_id) and bool(owing(case))


def _meets(case: Case, actor: Actor, at: datetime) -> bool:
    return open_meeting(case) is not None


def _met(case: Case, actor: Actor, at: datetime) -> bool:
    return open_meeting(case) is None


def _decided(case: Case, actor: Actor, at: datetime) -> bool:
    return open_meeting(case) is None and bool(decided(case))


STEPS = (
    Step(
        "part", "part", permissions.PART, forms.PartForm,
        _("Your unit assists: do your part"), _("Send to the lead"),
        _("Sent. The lead and the federation have been told."), when=_owes,
    ),
    Step(
        "minutes", "joint_decided", permissions.JOINT, forms.MinutesForm,
        _("Enter the minutes of the meeting"), _("Enter the minutes"),
        _("The minutes are in. The lead goes on with what was decided."), when=_meets,
    ),
    Step(
        "conclusion", "joint_decided", permissions.JOINT, forms.ConcludeForm,
        _("All is decided: let the lead go on"), _("Let the lead go on"), _("The lead goes on with it."), when=_decided,
    ),
    Step(
        "meeting", "meet", permissions.JOINT, forms.MeetingForm,
        _("Call a joint meeting"), _("Call the meeting"), _("Called. The units have been told."), False, when=_met,
    ),
    Step(
        "joint", "call_joint", permissions.JOINT, forms.MeetingForm,
        _("Several must act: call for joint handling"), _("Call for joint handling"),
        _("Called. The units and the firm have been told."), False, rare=True,
    ),
    Step(
        "assistance", "assist", permissions.ASSIST, forms.AssistForm,
        _("Ask another unit to assist"), _("Ask the unit"), _("Asked. The unit has been told."), False, rare=True,
        when=_may_ask,
    ),
    Step(
        "part-reminder", "part", permissions.REMIND_PART, forms.RemindPartForm,
        _("Remind an assisting unit"), _("Remind"), _("Reminded."), False, rare=True, when=_waits,
    ),
    Step(
        "excuse", "excuse", permissions.JOINT, forms.ExcuseForm,
        _("Go on without the part of a unit"), _("Go on without it"), _("It goes on without this part."), False,
        rare=True, when=_waits,
    ),
)  # fmt: skip
