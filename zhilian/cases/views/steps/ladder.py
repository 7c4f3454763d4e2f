"""Ladder: reminders, supervision orders."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.actions.clocks import CLIMBED
from zhilian.cases.forms import ladder as forms
from zhilian.cases.models import Case
from zhilian.cases.queries.orders import order_owed
from zhilian.cases.rules import Stage
from zhilian.cases.views.steps.step import Step
from zhilian.core.actor import Actor


def _works(case: Case, actor: Actor, at: datetime) -> bool:
    """Whether a unit owes its answer."""
    return Stage(case.stage) in CLIMBED


def _owes(case: Case, actor: Actor, at: datetime) -> bool:
    """Whether the actor's unit has an order to answer."""
    return case.is_open and order_owed(case, actor) is not None


STEPS = (
    Step(
        "order-answer", "", permissions.ANSWER_ORDER, forms.AnswerOrderForm,
        _("Answer the supervision order"), _("Send the answer"), _("Answered. The federation has been told."),
        when=_owes,
    ),
    Step(
        "reminder", "", permissions.REMIND, forms.RemindForm,
        _("Ask the unit to hurry"), _("Remind"), _("The unit has been reminded."), False, rare=True, when=_works,
    ),
    Step(
        "order", "", permissions.ORDER, forms.OrderForm,
        _("Issue a supervision order"), _("Issue the order"), _("Issued. The head of the unit has been told."), False,
        rare=True, when=_works,
    ),
)  # fmt: skip
