"""Outcome: the answer is reviewed, the firm says solved? and satisfied?, the case closes or is reworked."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.actions.clocks import Clocks, derive_again, show_all, show_due
from zhilian.cases.actions.steps import claim, dispatchers, leaders, people_of, people_of_firm, tell
from zhilian.cases.models import Case, Deadline, Rating, Reply
from zhilian.cases.rules import Clock, after_rating, rework_limit
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid, NotPossible
from zhilian.core.powers import require
from zhilian.core.trail import record
from zhilian.kit.worktime import Limit


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
        tell("review_rejected", people_of(case.unit), case, at)
    record("case.review_reject", case, actor=actor, at=at, number=case.number, text=reason)


@transaction.atomic
def rate(*, case: Case, solved: str, score: int, comment: str, actor: Actor, at: datetime) -> Rating:
    """评价: the firm says whether it is solved and how satisfied it is; that closes the case or has it reworked.

    An official may record the firm's word from a call (``RECORD_RATING``); the trail says who did.
    """
    require(actor, permissions.RECORD_RATING if actor.has(permissions.RECORD_RATING) else permissions.RATE)
    round_ = case.rework_count
    move = after_rating(solved=solved, score=score, reworks=round_, has_unit=case.unit is not None)
    _claim_rated(case, move, actor, at, {"solved": solved, "rating": score})
    rating = Rating.objects.create(
        federation_id=case.federation_id,
        case=case,
        round=round_,
        solved=solved,
        score=score,
        comment=comment,
        by_id=actor.user_id,
        at=at,
    )
    _tell_of_rating(case, move, at)
    record(f"case.{move}", case, actor=actor, at=at, number=case.number, solved=solved, score=score, text=comment)
    return rating


def _claim_rated(case: Case, move: str, actor: Actor, at: datetime, facts: dict[str, Any]) -> None:
    """Move the case as the rating says and change its clocks accordingly."""
    clocks, again = Clocks(case, at), case.rework_count + 1
    if move == "rate_escalate":
        clock = clocks.start(Clock.DECIDE, at)
        claim(case, move, actor=actor, **facts, **show_due(case, clock))
        clocks.stop(Clock.RATE)
        clock.save(force_insert=True)
        return
    if move == "rate_close":
        claim(case, move, actor=actor, closed_at=at, **facts, **show_due(case, None))
        clocks.stop(Clock.RATE)
        return
    if move == "rate_rework":
        clock = clocks.start(Clock.CLOSE, at, _rework_limit(case), basis="rework", round=again)
    else:
        clock = clocks.start(Clock.DISPATCH, at, round=again)
    columns = show_all(case, [clock], clocks.calendar, at) if move == "rate_rework" else {}
    claim(case, move, actor=actor, rework_count=again, **facts, **columns, **show_due(case, clock))
    clocks.stop(Clock.RATE)
    clock.save(force_insert=True)


def _rework_limit(case: Case) -> Limit:
    first = Deadline.objects.filter(case=case, clock=Clock.CLOSE, dropped_at=None).order_by("start_at", "id").first()
    return rework_limit(
        Limit(first.amount, "days" if first.unit == "days" else "minutes") if first else Limit(5, "days")
    )


def _tell_of_rating(case: Case, move: str, at: datetime) -> None:
    if move == "rate_rework" and case.unit:
        tell("rework", people_of(case.unit), case, at)
        tell("rework", dispatchers(case), case, at)
    elif move == "rate_reopen":
        tell("rework", dispatchers(case), case, at)
    elif move == "rate_escalate":
        tell("escalated", [*leaders(case), *dispatchers(case)], case, at)


@transaction.atomic
def close_unrated(*, case: Case, note: str, actor: Actor, at: datetime) -> None:
    """未评价办结: the firm gave no word within its time, nor on the call noted here. Raises NotPossible before then."""
    require(actor, permissions.CLOSE_UNRATED)
    if case.due_at and at < case.due_at:
        raise NotPossible(_("The firm still has time to answer. Please call it, or wait until the time is over."))
    if not note.strip():
        raise Invalid(_("Please note when and how you tried to reach the firm."), ["note"])
    claim(case, "close_unrated", actor=actor, closed_at=at, **show_due(case, None))
    Clocks(case, at).drop(Clock.RATE)
    record("case.close_unrated", case, actor=actor, at=at, number=case.number, text=note)
