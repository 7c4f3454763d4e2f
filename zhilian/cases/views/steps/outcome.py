"""Outcome: the review of an answer."""

from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.forms import desk as forms
from zhilian.cases.views.steps.step import Step

STEPS = (
    Step(
        "review", "review_pass", permissions.REVIEW, forms.ReviewForm,
        _("Review this answer"), _("Pass: send it to the firm"),
        _("Passed. The firm has the answer and is asked whether it helps."),
    ),
)  # fmt: skip
