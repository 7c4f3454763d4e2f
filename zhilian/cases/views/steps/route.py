"""Route: dispatch, return, designate, take back."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.forms import desk as forms
from zhilian.cases.forms.route import DesignateForm, RecallForm, ReturnForm
from zhilian.cases.models import Case
from zhilian.cases.queries import may_be_returned
from zhilian.cases.rules import MAX_RETURNS
from zhilian.cases.views.steps.step import Step
from zhilian.core.actor import Actor


def _not_yet_twice(case: Case, actor: Actor, at: datetime) -> bool:
    return case.return_count < MAX_RETURNS


def _may_return(case: Case, actor: Actor, at: datetime) -> bool:
    return may_be_returned(case, at)


STEPS = (
    Step(
        "dispatch", "dispatch", permissions.DISPATCH, forms.DispatchForm,
        _("Dispatch this case"), _("Dispatch"), _("Dispatched. The unit has been told."), when=_not_yet_twice,
    ),
    Step(
        "designation", "designate", permissions.DISPATCH, DesignateForm,
        _("Designate a unit, which cannot return it"), _("Designate"), _("Designated. The unit has been told."), False,
    ),
    Step(
        "return", "return", permissions.SIGN, ReturnForm,
        _("Not our matter: return it"), _("Return"), _("Returned. The federation dispatches it anew."), False,
        when=_may_return,
    ),
    Step(
        "recall", "recall", permissions.DISPATCH, RecallForm,
        _("Take it back from the unit"), _("Take back"), _("Taken back. Next: dispatch it anew."), False, rare=True,
    ),
)  # fmt: skip
