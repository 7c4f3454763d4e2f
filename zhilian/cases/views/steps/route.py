"""Route: dispatch and return."""

from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.forms import desk as forms
from zhilian.cases.views.steps.step import Step

STEPS = (
    Step(
        "dispatch", "dispatch", permissions.DISPATCH, forms.DispatchForm,
        _("Dispatch this case"), _("Dispatch"), _("Dispatched. The unit has been told."),
    ),
    Step(
        "return", "return", permissions.SIGN, forms.ReturnForm,
        _("Not our matter: return it"), _("Return"), _("Returned. The federation dispatches it anew."), False,
    ),
)  # fmt: skip
