"""Concluding a systemic issue: the owner proposes, the federation reviews, all hanging cases are answered in one go."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhilian.accounts.queries import everybody_with
from zhilian.cases import permissions
from zhilian.cases.actions.clocks import Clocks, show_due
from zhilian.cases.actions.merging import tell_merged
from zhilian.cases.actions.steps import claim, people_of, people_of_firm, tell
from zhilian.cases.actions.systemic import refuse_hidden, tell_of
from zhilian.cases.models import Case, Deadline, Reply, SystemicIssue
from zhilian.cases.rules import Clock, Stage
from zhilian.core.actor import Actor, system_actor
from zhilian.core.errors import Forbidden, Invalid, NotPossible
from zhilian.core.numbers import SHANGHAI
from zhilian.core.powers import require
from zhilian.core.roles import Role
from zhilian.core.trail import record, record_many

AT_ONCE: Final = 50  # cases answered in one transaction


@dataclass(frozen=True, slots=True)
class Concluded:
    """How many cases were answered now, and the numbers of those withdrawn meanwhile."""

    answered: int
    withdrawn: tuple[str, ...]


@transaction.atomic
def propose_outcome(*, issue: SystemicIssue, text: str, result: str, actor: Actor, at: datetime) -> None:
    """提出处理结果: the owner's unit says what came of it, in the words all firms will read; to be reviewed."""
    require(actor, permissions.HANDLE)
    if actor.organisation_id != issue.unit_id and not actor.is_system:
        raise Forbidden(_("The unit that owns the issue proposes its outcome."))
    if not text.strip():
        raise Invalid(_("Please write the answer."), ["text"])
    _change(issue, outcome=text.strip(), result=result, proposed_at=at, proposed_by_id=actor.user_id)
    dispatchers = everybody_with(issue.federation, Role.DISPATCHER, at.astimezone(SHANGHAI).date())
    tell_of(issue, "issue_proposed", dispatchers, at)
    record("issue.proposed", issue, actor=actor, at=at, number=issue.number, result=result, text=issue.outcome)


@transaction.atomic
def send_back_outcome(*, issue: SystemicIssue, reason: str, actor: Actor, at: datetime) -> None:
    """退回: the proposed outcome does not answer the matter yet; back to the owner with the reason."""
    require(actor, permissions.REVIEW)
    if not reason.strip():
        raise Invalid(_("Please say what the answer lacks."), ["reason"])
    refuse_hidden(issue, actor)
    _change(issue, proposed=True, proposed_at=None)
    tell_of(issue, "issue_back", people_of(issue.unit, at), at)
    record("issue.sent_back", issue, actor=actor, at=at, number=issue.number, text=reason)


# house: allow action: it is concluded in one transaction and the cases answered in several, as answer_hanging says
def conclude(*, issue: SystemicIssue, actor: Actor, at: datetime) -> Concluded:
    """办结共性问题: the reviewed outcome is the answer to every case that hangs on it.

    The issue is concluded first: from then on its words stand and nothing more can be hung on it. Should answering be
    interrupted, asking again, or the worker, finishes what is left. Raises NotPossible when nothing is left to do.
    """
    require(actor, permissions.REVIEW)
    refuse_hidden(issue, actor)
    gone = Case.objects.filter(systemic=issue, stage=Stage.WITHDRAWN).order_by("pk")
    new = _concluded(issue, actor, at)
    answered = answer_hanging(issue=issue, actor=actor, at=at)
    if not new and not answered:
        raise NotPossible(_("Issue %(number)s has been concluded already.") % {"number": issue.number})
    return Concluded(answered, tuple(gone.values_list("number", flat=True)))


# house: allow action: each batch is a transaction of its own; a case is answered wholly or not at all
def answer_hanging(*, issue: SystemicIssue, actor: Actor, at: datetime) -> int:
    """Answer the cases that still hang on a concluded issue, batch by batch; returns how many."""
    answered = 0
    while some := _answer_some(issue, actor, at):
        answered += some
    return answered


@transaction.atomic
def _concluded(issue: SystemicIssue, actor: Actor, at: datetime) -> bool:
    """Close the issue; False if it was before. Raises NotPossible where no outcome waits for review."""
    issue.refresh_from_db()
    if issue.concluded_at:
        return False
    _change(issue, proposed=True, concluded_at=at, concluded_by_id=actor.user_id)
    if issue.proposed_by_id != actor.user_id:
        tell_of(issue, "issue_concluded", people_of(issue.unit, at), at)
    record("issue.concluded", issue, actor=actor, at=at, number=issue.number, result=issue.result, text=issue.outcome)
    return True


@transaction.atomic
def _answer_some(issue: SystemicIssue, actor: Actor, at: datetime) -> int:
    """Answer the next batch in one transaction; the rows are held first, so that none is answered twice."""
    rows = Case.objects.select_for_update(of=("self",)).filter(systemic=issue, stage=Stage.SYSTEMIC)
    cases = list(rows.select_related("federation", "enterprise").order_by("pk")[:AT_ONCE])
    if not cases:
        return 0
    Deadline.objects.bulk_create([_answered(case, issue, at) for case in cases])
    Reply.objects.bulk_create([_reply(case, issue, at) for case in cases])
    for case in cases:
        tell("answered", people_of_firm(case), case, at)
        tell_merged(case, "answered", at)
    facts = {"issue": issue.number, "result": issue.result}
    record_many(
        "case.answer_systemic", ((case, {"number": case.number, **facts}) for case in cases), actor=actor, at=at
    )
    return len(cases)


def _answered(case: Case, issue: SystemicIssue, at: datetime) -> Deadline:
    """Move one case; returns the unsaved clock for the firm's word. By the system: the federation decided for all."""
    clocks = Clocks(case, at)
    clock = clocks.start(Clock.RATE, at)
    first = {} if case.answered_at else {"answered_at": at}
    claim(case, "answer_systemic", actor=system_actor(case.federation), replied_at=at, result=issue.result,
          ladder_at=None, **first, **show_due(case, clock))  # fmt: skip
    clocks.stop(Clock.CLOSE)
    return clock


def _reply(case: Case, issue: SystemicIssue, at: datetime) -> Reply:
    return Reply(
        federation_id=case.federation_id, case=case, unit_id=issue.unit_id, text=issue.outcome, result=issue.result,
        round=case.rework_count, by_id=issue.proposed_by_id, at=at, passed=True,
        reviewed_at=at, reviewed_by_id=issue.concluded_by_id,
    )  # fmt: skip


def _change(issue: SystemicIssue, *, proposed: bool = False, **columns: object) -> None:
    """Change an open issue with one UPDATE, where ``proposed`` one whose outcome waits for review."""
    rows = SystemicIssue.objects.filter(pk=issue.pk, concluded_at=None)
    rows = rows.filter(proposed_at__isnull=False) if proposed else rows
    if rows.update(**columns) != 1:
        raise NotPossible(_("The issue has changed meanwhile. Please look at it again."))
    for name, value in columns.items():
        setattr(issue, name, value)
