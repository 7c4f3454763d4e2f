"""The firm's word: calls, the end without it, a leader's decision, leaving it out of the rates."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.forms import word as forms
from zhilian.cases.models import Case
from zhilian.cases.queries.word import days_tried, may_be_excluded
from zhilian.cases.rules import CALLS_NEEDED
from zhilian.cases.views import kept
from zhilian.cases.views.steps.step import Step
from zhilian.core.actor import Actor
from zhilian.core.roles import Role


def _may_call(case: Case, actor: Actor, at: datetime) -> bool:
    """Whoever did not work on it; a leader only where nobody has called in time."""
    early = actor.role == Role.FEDERATION_LEADER and not _time_is_over(case, at)
    return not early and not kept.handled(case, actor)


def _may_close(case: Case, actor: Actor, at: datetime) -> bool:
    tried = _time_is_over(case, at) and len(days_tried(kept.calls(case))) >= CALLS_NEEDED
    return tried and not kept.handled(case, actor)


def _time_is_over(case: Case, at: datetime) -> bool:
    return case.due_at is None or at >= case.due_at


def _may_ask_exclusion(case: Case, actor: Actor, at: datetime) -> bool:
    return may_be_excluded(case) and kept.pending(case) is None


def _may_decide_exclusion(case: Case, actor: Actor, at: datetime) -> bool:
    pending = kept.pending(case) if may_be_excluded(case) else None
    return pending is not None and pending.asked_by_id != actor.person_id


STEPS = (
    Step(
        "rating-by-call", "rate_close", permissions.RECORD_RATING, forms.RatingByCallForm,
        _("Call the firm and record its word"), _("Record"), _("Recorded."), when=_may_call,
    ),
    Step(
        "call", "call", permissions.RECORD_RATING, forms.NotReachedForm,
        _("Nobody reached"), _("Note the call"), _("Noted. Try again on the next working day."), False, when=_may_call,
    ),
    Step(
        "closure", "close_unrated", permissions.CLOSE_UNRATED, forms.ClosureForm,
        _("Close without the firm's word"), _("Close it unrated"), _("Closed."), False, when=_may_close,
    ),
    Step(
        "decision", "decide_close", permissions.DECIDE, forms.DecisionForm,
        _("Decide in writing"), _("Sign the decision"), _("Decided. The firm and the unit have been told."),
    ),
    Step(
        "exclusion-decision", "", permissions.DECIDE_EXCLUSION, forms.ExclusionDecisionForm,
        _("Is the firm's word left out of the rates?"), _("Decide"), _("Decided."), when=_may_decide_exclusion,
    ),
    Step(
        "exclusion", "", permissions.ASK_EXCLUSION, forms.ExclusionForm,
        _("Ask to leave the firm's word out of the rates"), _("Ask"),
        _("Asked. A second person decides on it."), False, rare=True, when=_may_ask_exclusion,
    ),
)  # fmt: skip
