"""One pool: merge, split, hang on a systemic issue, and the ways back."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.forms import pool as forms
from zhilian.cases.models import Case
from zhilian.cases.rules import Level
from zhilian.cases.views.steps.step import Step
from zhilian.core.actor import Actor


def _not_restricted(case: Case, actor: Actor, at: datetime) -> bool:
    return case.confidentiality != Level.RESTRICTED


STEPS = (
    Step(
        "merger", "merge", permissions.POOL, forms.MergeForm,
        _("The same matter as another: merge"), _("Merge"), _("Merged. The firm has been told."), False, True,
        when=_not_restricted,
    ),
    Step(
        "separation", "unmerge", permissions.POOL, forms.UnmergeForm,
        _("Not the same matter: undo the merge"), _("Undo the merge"), _("It goes on by itself."), False, True,
    ),
    Step(
        "parts", "split", permissions.POOL, forms.SplitForm,
        _("Several wishes in one: split"), _("Split"), _("Split. The firm has been told."), False, True,
    ),
    Step(
        "issue", "hang", permissions.POOL, forms.HangForm,
        _("One of many: hang on a systemic issue"), _("Hang on the issue"), _("It hangs on the issue now."),
        False, True, when=_not_restricted,
    ),
    Step(
        "own-way", "unhang", permissions.POOL, forms.UnhangForm,
        _("A matter of its own: take it off the issue"), _("Take it off"),
        _("Taken off. It waits to be dispatched."), False, True,
    ),
)  # fmt: skip
