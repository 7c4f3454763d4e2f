"""Delay: supplements, extensions, holds."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.forms import delay as forms
from zhilian.cases.models import Case
from zhilian.cases.queries.delay import may_decide, open_hold, pending_extension
from zhilian.cases.queries.limits import extension_days
from zhilian.cases.views.steps.step import Step
from zhilian.core.actor import Actor


def _leads(case: Case, actor: Actor) -> bool:
    return not actor.in_unit or case.unit_id == actor.organisation_id


def _may_ask_time(case: Case, actor: Actor, at: datetime) -> bool:
    """Whether more time may be asked for; that the time is over already, the action says."""
    allowed = bool(extension_days(case.federation, case.grade, at))
    return allowed and not case.extended and _leads(case, actor) and pending_extension(case) is None


def _decides_time(case: Case, actor: Actor, at: datetime) -> bool:
    asked = pending_extension(case)
    return asked is not None and may_decide(actor, asked)


def _may_ask_hold(case: Case, actor: Actor, at: datetime) -> bool:
    return _leads(case, actor) and open_hold(case) is None


def _decides_hold(case: Case, actor: Actor, at: datetime) -> bool:
    asked = open_hold(case)
    return asked is not None and asked.granted is None


STEPS = (
    Step(
        "supplement-request", "ask_supplement", permissions.ACCEPT, forms.AskSupplementForm,
        _("Something is missing: ask the firm"), _("Ask the firm"),
        _("The firm has been asked. The clock to accept stands still."), False,
    ),
    Step(
        "addition", "supplement", permissions.RECORD_SUPPLEMENT, forms.RecordSupplementForm,
        _("Note what the firm added"), _("Note it"), _("Noted. The clock to accept goes on."), False,
    ),
    Step(
        "extension", "extend", permissions.DECIDE_EXTENSION, forms.DecideExtensionForm,
        _("Decide on more time"), _("Decide"), _("Decided."), when=_decides_time,
    ),
    Step(
        "hold", "hold", permissions.DECIDE_HOLD, forms.DecideHoldForm,
        _("Decide on the hold"), _("Decide"), _("Decided."), when=_decides_hold,
    ),
    Step(
        "extension-request", "extend", permissions.ASK_EXTENSION, forms.AskExtensionForm,
        _("Ask for more time"), _("Ask for more time"), _("Asked. Until it is decided the clock goes on."), False,
        rare=True, when=_may_ask_time,
    ),
    Step(
        "hold-request", "hold", permissions.ASK_HOLD, forms.AskHoldForm,
        _("Ask for a hold"), _("Ask for a hold"), _("Asked. A leader decides; until then the clock goes on."), False,
        rare=True, when=_may_ask_hold,
    ),
    Step(
        "resumption", "resume", permissions.RESUME, forms.ResumeForm,
        _("Take it up again"), _("Take it up again"), _("Taken up. The unit and the firm have been told."), False,
    ),
    Step(
        "hold-review", "hold_on", permissions.DECIDE_HOLD, forms.RenewHoldForm,
        _("Still not possible: set a new date"), _("Leave it on hold"), _("It stays on hold until the new date."),
        False,
    ),
)  # fmt: skip
