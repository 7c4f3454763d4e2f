"""Outcome: the answer is reviewed; it goes to the firm, or back to the unit."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.actions.clocks import Clocks, derive_again, show_due
from zhilian.cases.actions.merging import tell_merged
from zhilian.cases.actions.steps import claim, people_of, people_of_firm, tell
from zhilian.cases.models import Case, Deadline, Reply
from zhilian.cases.rules import Clock
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid
from zhilian.core.powers import require
from zhilian.core.trail import record


@transaction.atomic
def review_pass(*, case: Case, actor: Actor, at: datetime) -> None:
    """审核通过: the answer goes to the firm; the time for its word starts."""
    require(actor, permissions.REVIEW)
    clocks = Clocks(case, at)
    clock = clocks.start(Clock.RATE, at)
    answered = {} if case.answered_at else {"answered_at": case.replied_at}
    claim(case, "review_pass", actor=actor, **answered, **show_due(case, clock))
    clocks.stop(Clock.REVIEW)
    clock.save(force_insert=True)
    Reply.objects.filter(case=case, reviewed_at=None).update(reviewed_at=at, reviewed_by_id=actor.user_id, passed=True)
    tell("answered", people_of_firm(case), case, at)
    tell_merged(case, "answered", at)
    record("case.review_pass", case, actor=actor, at=at, number=case.number)


@transaction.atomic
def review_reject(*, case: Case, reason: str, actor: Actor, at: datetime) -> None:
    """审核退回: back to the unit with the reason; its answering clock runs on as if it had not stopped."""
    require(actor, permissions.REVIEW)
    if not reason.strip():
        raise Invalid(_("Please say what the answer lacks."), ["reason"])
    stopped = (
        Deadline.objects.filter(case=case, clock=Clock.CLOSE, dropped_at=None).order_by("-start_at", "-id").first()
    )
    claim(case, "review_reject", actor=actor, replied_at=None, result="", **show_due(case, stopped))
    Clocks(case, at).stop(Clock.REVIEW)
    if stopped:
        Deadline.objects.filter(pk=stopped.pk).update(met_at=None)
        Case.objects.filter(pk=case.pk).update(**derive_again(case, at))
    Reply.objects.filter(case=case, reviewed_at=None).update(
        reviewed_at=at, reviewed_by_id=actor.user_id, passed=False, review_note=reason
    )
    if case.unit:
        tell("review_rejected", people_of(case.unit, at), case, at)
    record("case.review_reject", case, actor=actor, at=at, number=case.number, text=reason)
