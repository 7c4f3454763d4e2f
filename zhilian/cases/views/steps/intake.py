"""Intake: accept, answer, refuse."""

from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.forms import accept as forms
from zhilian.cases.views.steps.step import Step

STEPS = (
    Step(
        "acceptance", "accept", permissions.ACCEPT, forms.AcceptForm,
        _("Accept this case"), _("Accept"), _("Accepted."),
    ),
    Step(
        "answer", "answer_at_once", permissions.ANSWER_AT_ONCE, forms.AnswerForm,
        _("Answer on the spot"), _("Send the answer"), _("Answered. The firm is asked whether that helps."), False,
    ),
    Step(
        "refusal", "refuse", permissions.ACCEPT, forms.RefuseForm,
        _("Do not accept"), _("Do not accept"), _("Not accepted. The firm has been told why."), False,
    ),
)  # fmt: skip
