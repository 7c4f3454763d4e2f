"""Secrecy: confidentiality, recusal, questions to a firm that stays unnamed."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.forms import secrecy as forms
from zhilian.cases.models import Case
from zhilian.cases.queries.secrecy import question_open
from zhilian.cases.rules import Level, Stage
from zhilian.cases.views.steps.step import Step
from zhilian.core.actor import Actor

_AT_WORK = frozenset({Stage.PROCESSING, Stage.JOINT, Stage.REWORK})


def _leads_unnamed(case: Case, actor: Actor, at: datetime) -> bool:
    return bool(case.veil) and case.unit_id == actor.organisation_id and case.stage in _AT_WORK


def _unnamed_at_a_unit(case: Case, actor: Actor, at: datetime) -> bool:
    return case.confidentiality == Level.ANONYMOUS and case.is_open and case.unit_id is not None


STEPS = (
    Step(
        "question", "", permissions.HANDLE, forms.QuestionForm,
        _("Ask the firm something more"), _("Send to the federation"), _("Sent to the federation."), False,
        when=_leads_unnamed,
    ),
    Step(
        "firm-answer", "", permissions.SET_LEVEL, forms.FirmAnswerForm,
        _("Pass on what the firm answers"), _("Pass the answer on"), _("Passed on to the unit."), rare=True,
        when=_unnamed_at_a_unit, pressing=question_open,
    ),
    Step(
        "level", "", permissions.SET_LEVEL, forms.LevelForm,
        _("Confidentiality"), _("Set"), _("The confidentiality has been set."), False, rare=True,
    ),
    Step(
        "recusal", "", permissions.RECUSE, forms.RecusalForm,
        _("Recusal"), _("Recuse"), _("Recused: the case is closed to that person."), False, rare=True,
    ),
)  # fmt: skip
