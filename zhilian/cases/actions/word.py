"""The firm's word: given by itself or on a call; what follows from it; what a leader decides when it stays "no"."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.actions.assisting import Parts, ask_parts, check_parts
from zhilian.cases.actions.clocks import Clocks, show_all, show_due
from zhilian.cases.actions.issuing import lift_orders
from zhilian.cases.actions.merging import tell_merged
from zhilian.cases.actions.steps import claim, dispatchers, leaders, people_of, people_of_firm, tell
from zhilian.cases.models import Call, Case, Deadline, LeaderDecision, Rating, Reply
from zhilian.cases.queries.word import handled, tried_enough
from zhilian.cases.rules import ASKED_AGAIN_AFTER, CALLS_NEEDED, MAX_ORDERED, Clock, after_rating, rework_limit
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid, NotPossible
from zhilian.core.models import Organisation
from zhilian.core.powers import require
from zhilian.core.trail import record
from zhilian.kit.worktime import Limit


@dataclass(frozen=True, slots=True)
class _Word:
    """Solved? and satisfied?, two answers that need not agree, and what the firm adds."""

    solved: str
    score: int
    comment: str


@transaction.atomic
def rate(*, case: Case, solved: str, score: int, comment: str, actor: Actor, at: datetime) -> Rating:
    """评价: the firm says whether it is solved and how satisfied it is; the case closes, is reworked, or goes up."""
    require(actor, permissions.RATE)
    return _take(case, _Word(solved, score, comment), actor, at)


@transaction.atomic
def record_call(
    *,
    case: Case,
    reached: bool,
    note: str,
    actor: Actor,
    at: datetime,
    solved: str = "",
    score: int = 0,
    comment: str = "",
) -> Call:
    """回访: somebody who did not work on the case has called the firm; its word counts as if it had written it.

    Nobody reached: only the try is noted. Raises NotPossible for whoever worked on the case, Invalid for a try
    without a note.
    """
    require(actor, permissions.RECORD_RATING)
    _leave_to_others(case, actor)
    round_ = case.rework_count
    if reached:
        _take(case, _Word(solved, score, comment), actor, at, called_back=True)
    else:
        if not note.strip():
            raise Invalid(_("Please note when and how you tried to reach the firm."), ["note"])
        claim(case, "call", actor=actor)
    call = Call.objects.create(
        federation_id=case.federation_id,
        case=case,
        round=round_,
        reached=reached,
        note=note,
        by_id=actor.user_id,
        at=at,
    )
    if not reached:
        record("case.call", case, actor=actor, at=at, number=case.number, text=note)
    return call


@transaction.atomic
def close_unrated(*, case: Case, note: str, actor: Actor, at: datetime) -> None:
    """未评价办结: the firm's time is over, and calls on different days reached nobody.

    Raises NotPossible before then, and for whoever worked on the case.
    """
    require(actor, permissions.CLOSE_UNRATED)
    if case.due_at and at < case.due_at:
        raise NotPossible(_("The firm still has time to answer. Please call it, or wait until the time is over."))
    if not note.strip():
        raise Invalid(_("Please note why the case ends without the firm's word."), ["note"])
    _leave_to_others(case, actor)
    if not tried_enough(case):
        raise NotPossible(
            _("The firm must first have been called on %(days)s different days, and not been reached.")
            % {"days": CALLS_NEEDED}
        )
    claim(case, "close_unrated", actor=actor, closed_at=at, **show_due(case, None))
    lift_orders(case, at)
    Clocks(case, at).drop(Clock.RATE)
    tell_merged(case, "closed", at)
    record("case.close_unrated", case, actor=actor, at=at, number=case.number, text=note)


@transaction.atomic
def decide(
    *, case: Case, decision: str, text: str, actor: Actor, at: datetime, units: Sequence[Organisation] = ()
) -> LeaderDecision:
    """领导裁定: after two reworks a leader decides in writing: the end, one more rework, or joint handling.

    Raises Invalid without reasons, or without further units for joint handling; NotPossible for a second rework
    ordered in one case.
    """
    require(actor, permissions.DECIDE)
    if not text.strip():
        raise Invalid(_("Please write the reasons; the firm and the unit read them."), ["text"])
    if decision not in _DECIDED:
        raise Invalid(_("Please choose what you decide."), ["decision"])
    _DECIDED[decision](case, actor, at, [(unit, text) for unit in units])
    made = LeaderDecision.objects.create(
        federation_id=case.federation_id, case=case, decision=decision, text=text, by_id=actor.user_id, at=at
    )
    tell("decided", people_of_firm(case), case, at)
    tell("decided_inside", _concerned(case, at), case, at)
    named = {"units": [unit.name for unit in units]} if units else {}
    record(f"case.{decision}", case, actor=actor, at=at, number=case.number, text=text, **named)
    return made


# ---- what follows from a word


def _leave_to_others(case: Case, actor: Actor) -> None:
    if handled(case, actor):
        raise NotPossible(
            _("You worked on this case yourself: please let somebody else call, or a leader if nobody is there.")
        )


def _take(case: Case, word: _Word, actor: Actor, at: datetime, **columns: Any) -> Rating:
    """Write the firm's word down and do what it leads to; ``columns`` are further facts for the case."""
    round_, move = case.rework_count, _leads_to(case, word)
    denied = _denied(case, word)
    if denied:
        columns["denied"] = True  # and stays so, also when it is solved later
    _follow(case, move, actor, at, {"solved": word.solved, "rating": word.score, **columns})
    if denied:
        Reply.objects.filter(pk=denied.pk).update(denied=True)
    rating = Rating.objects.create(
        federation_id=case.federation_id,
        case=case,
        round=round_,
        solved=word.solved,
        score=word.score,
        comment=word.comment,
        by_id=actor.user_id,
        at=at,
    )
    _tell_of_word(case, move, at)
    said = {"solved": word.solved, "score": word.score, "text": word.comment, "denied": denied is not None}
    by_phone = {"by_phone": True} if columns.get("called_back") else {}
    record(f"case.{move}", case, actor=actor, at=at, number=case.number, **said, **by_phone)
    return rating


def _leads_to(case: Case, word: _Word) -> str:
    return after_rating(solved=word.solved, score=word.score, reworks=case.rework_count, has_unit=case.unit is not None)


def _denied(case: Case, word: _Word) -> Reply | None:
    """The answer that said "solved", where the firm says it is not."""
    if word.solved != "no":
        return None
    last = Reply.objects.filter(case=case, passed=True).order_by("-at", "-id").first()
    return last if last and last.result == "solved" else None


def _follow(case: Case, move: str, actor: Actor, at: datetime, facts: dict[str, Any]) -> None:
    """Move the case as the word says and change its clocks accordingly."""
    clocks = Clocks(case, at)
    if move == "rate_rework":
        _work_again(case, move, actor, at, **facts)
    elif move == "rate_close":
        _close(case, move, actor, at, **facts)
    elif move == "rate_escalate":
        _hand_on(case, move, clocks.start(Clock.DECIDE, at), actor, **facts)
    else:
        again = case.rework_count + 1
        _hand_on(case, move, clocks.start(Clock.DISPATCH, at, round=again), actor, rework_count=again, **facts)
    clocks.stop(Clock.RATE)


def _close(case: Case, move: str, actor: Actor, at: datetime, **facts: Any) -> None:
    """The end; a firm that called it solved is asked once more after ninety days."""
    later = case.enterprise_id and facts.get("solved") == "yes"
    ask = {"ask_again_at": at + timedelta(days=ASKED_AGAIN_AFTER)} if later else {}
    claim(case, move, actor=actor, closed_at=at, **facts, **ask, **show_due(case, None))
    lift_orders(case, at)
    tell_merged(case, "closed", at)


def _hand_on(case: Case, move: str, clock: Deadline, actor: Actor, **facts: Any) -> None:
    claim(case, move, actor=actor, **facts, **show_due(case, clock))
    clock.save(force_insert=True)


def _work_again(case: Case, move: str, actor: Actor, at: datetime, **facts: Any) -> None:
    """A further round for the unit, with half of the first round's time."""
    if case.unit is None:
        raise NotPossible(_("No unit has this case."))
    clocks, again = Clocks(case, at), case.rework_count + 1
    clock = clocks.start(Clock.CLOSE, at, _rework_limit(case), basis="rework", round=again)
    _hand_on(case, move, clock, actor, rework_count=again, **facts, **show_all(case, [clock], clocks.calendar, at))


def _rework_limit(case: Case) -> Limit:
    first = Deadline.objects.filter(case=case, clock=Clock.CLOSE, dropped_at=None).order_by("start_at", "id").first()
    if first is None:
        return rework_limit(Limit(5, "days"))
    return rework_limit(Limit(first.amount, "days" if first.unit == "days" else "minutes"))


def _tell_of_word(case: Case, move: str, at: datetime) -> None:
    if move == "rate_close":
        return
    unit = people_of(case.unit, at) if case.unit else ()
    if move == "rate_escalate":
        tell("escalated", [*leaders(case, at), *dispatchers(case, at), *unit], case, at)
    else:
        tell("rework", [*unit, *dispatchers(case, at)], case, at)


# ---- what a leader decides


def _decide_close(case: Case, actor: Actor, at: datetime, parts: Parts) -> None:
    _close(case, "decide_close", actor, at)
    Clocks(case, at).stop(Clock.DECIDE)


def _decide_rework(case: Case, actor: Actor, at: datetime, parts: Parts) -> None:
    if LeaderDecision.objects.filter(case=case, decision="decide_rework").count() >= MAX_ORDERED:
        raise NotPossible(_("A leader has already ordered one more rework in this case: please decide otherwise."))
    _work_again(case, "decide_rework", actor, at)
    Clocks(case, at).stop(Clock.DECIDE)


def _decide_joint(case: Case, actor: Actor, at: datetime, parts: Parts) -> None:
    """The unit leads; the others get the decision as their task, with a time of their own."""
    if not parts:
        raise Invalid(_("Please name the further units that are to act."), ["unit_1"])
    check_parts(case, parts, case.unit)
    _work_again(case, "decide_joint", actor, at)
    Clocks(case, at).stop(Clock.DECIDE)
    ask_parts(case, parts, actor, at)


_DECIDED: dict[str, Callable[[Case, Actor, datetime, Parts], None]] = {
    "decide_close": _decide_close,
    "decide_rework": _decide_rework,
    "decide_joint": _decide_joint,
}


def _concerned(case: Case, at: datetime) -> list[Any]:
    """Who else is told of a decision: the desk and the unit that has the case; those that help are asked anyway."""
    return [*dispatchers(case, at), *(people_of(case.unit, at) if case.unit else ())]
