"""Outcome: review, the firm's word, closing."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.forms import desk as forms
from zhilian.cases.models import Case
from zhilian.cases.views.steps.step import Step
from zhilian.core.actor import Actor


def _time_is_over(case: Case, actor: Actor, at: datetime) -> bool:
    return case.due_at is None or at >= case.due_at


STEPS = (
    Step(
        "review", "review_pass", permissions.REVIEW, forms.ReviewForm,
        _("Review this answer"), _("Pass: send it to the firm"),
        _("Passed. The firm has the answer and is asked whether it helps."),
    ),
    Step(
        "rating-by-call", "rate_close", permissions.RECORD_RATING, forms.RatingByCallForm,
        _("Call the firm and record its word"), _("Record"), _("Recorded."),
    ),
    Step(
        "closure", "close_unrated", permissions.CLOSE_UNRATED, forms.ClosureForm,
        _("Close without the firm's word"), _("Close"), _("Closed."), False, when=_time_is_over,
    ),
)  # fmt: skip
