"""Publishing the answer of a closed case for all firms."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.forms.published import PublishForm
from zhilian.cases.models import Case
from zhilian.cases.queries.published import publishable
from zhilian.cases.views import kept
from zhilian.cases.views.steps.step import Step
from zhilian.core.actor import Actor


def _publishable(case: Case, actor: Actor, at: datetime) -> bool:
    return publishable(case) and kept.answer_published(case) is None


STEPS = (
    Step(
        "publication", "", permissions.PUBLISH, PublishForm,
        _("Publish the answer for all firms"), _("Publish"), _("Published. The firm has been told."),
        False, True, when=_publishable,
    ),
)  # fmt: skip
