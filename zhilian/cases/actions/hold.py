"""Hold: what cannot be solved now is put on the books, by a leader, with a date on which it is looked at again."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.actions.clocks import Clocks, show_due
from zhilian.cases.actions.steps import (
    claim,
    dispatchers,
    leaders,
    only_lead,
    people_of,
    people_of_firm,
    possible,
    tell,
)
from zhilian.cases.models import Case, Deadline, Hold
from zhilian.cases.queries.delay import open_hold
from zhilian.cases.rules import HOLD_AT_MOST, Clock, Stage
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid, NotPossible
from zhilian.core.numbers import SHANGHAI
from zhilian.core.powers import require
from zhilian.core.trail import record

DECIDED = _("This hold has been decided or changed meanwhile. Please look at the case again.")


@transaction.atomic
def ask_hold(*, case: Case, reason: str, review_on: date, actor: Actor, at: datetime) -> Hold:
    """申请挂账: why it cannot be solved now, and when it is looked at again, within half a year."""
    require(actor, permissions.ASK_HOLD)
    _check_reason(reason)
    _check_date(review_on, at)
    possible(case, "hold", actor=actor)
    only_lead(case, actor)
    if Hold.objects.filter(case=case, granted=None, ended_at=None).exists():
        raise NotPossible(_("A hold has been asked for already; a leader is deciding."))
    asked = Hold.objects.create(
        federation_id=case.federation_id,
        case=case,
        reason=reason,
        review_on=review_on,
        asked_at=at,
        asked_by_id=actor.user_id,
    )
    tell("hold_asked", leaders(case, at), case, at)
    facts = {"number": case.number, "review_on": review_on.isoformat(), "text": reason}
    record("case.hold_asked", case, actor=actor, at=at, **facts)
    return asked


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid(_("Please say why it cannot be solved now."), ["reason"])


def _check_date(review_on: date, at: datetime) -> None:
    """Raise Invalid unless the date lies ahead, but not too far: a hold is no grave."""
    today = at.astimezone(SHANGHAI).date()
    if not today < review_on <= today + timedelta(days=HOLD_AT_MOST):
        sentence = _("The date lies ahead, by %(days)s days at most.") % {"days": HOLD_AT_MOST}
        raise Invalid(sentence, ["review_on"])


@transaction.atomic
def decide_hold(
    *, case: Case, granted: bool, note: str, actor: Actor, at: datetime, review_on: date | None = None
) -> None:
    """挂账审批: a leader approves, perhaps with another date, and the clocks stand still; or not, with the reason."""
    require(actor, permissions.DECIDE_HOLD)
    asked = open_hold(case)
    if asked is None or asked.granted is not None:
        raise NotPossible(DECIDED)
    if not granted and not note.strip():
        raise Invalid(_("Please say why not."), ["note"])
    if granted:
        _grant(asked, review_on or asked.review_on, note, actor, at)
    else:
        _deny(asked, note, actor, at)


def _grant(asked: Hold, review_on: date, note: str, actor: Actor, at: datetime) -> None:
    _check_date(review_on, at)
    case = asked.case
    clocks = Clocks(case, at)
    review = _review(clocks, review_on)
    claim(case, "hold", actor=actor, held=True, ladder_at=None, **show_due(case, review))
    review.save(force_insert=True)
    clocks.stand_still(Stage.ON_HOLD)
    _settle(asked, granted=True, review_on=review_on, note=note, decided_at=at, decided_by_id=actor.user_id)
    _tell("on_hold", case, at)
    tell("held", people_of_firm(case), case, at)
    facts = {"number": case.number, "review_on": review_on.isoformat(), "text": asked.reason, "note": note}
    record("case.hold", case, actor=actor, at=at, **facts)


def _review(clocks: Clocks, review_on: date) -> Deadline:
    return clocks.until(Clock.HOLD, clocks.calendar.closing_of(review_on))


def _deny(asked: Hold, note: str, actor: Actor, at: datetime) -> None:
    case = asked.case
    possible(case, "hold", actor=actor)
    _settle(asked, granted=False, note=note, decided_at=at, decided_by_id=actor.user_id)
    _tell("hold_denied", case, at)
    record("case.hold_denied", case, actor=actor, at=at, number=case.number, text=note)


def _settle(hold: Hold, **columns: object) -> None:
    """Of two people deciding at once one wins."""
    same = Hold.objects.filter(pk=hold.pk, granted=hold.granted, renewed=hold.renewed, ended_at=None)
    if same.update(**columns) != 1:
        raise NotPossible(DECIDED)


def _tell(kind: str, case: Case, at: datetime) -> None:
    if case.unit:
        tell(kind, people_of(case.unit, at), case, at)


@transaction.atomic
def renew_hold(*, case: Case, review_on: date, note: str, actor: Actor, at: datetime) -> None:
    """继续挂账: looked at again, still not possible; a new date. Raises Invalid for the same date as before."""
    require(actor, permissions.DECIDE_HOLD)
    hold = open_hold(case)
    if hold is None or not hold.granted:
        raise NotPossible(DECIDED)
    _check_date(review_on, at)
    if review_on == hold.review_on:
        raise Invalid(_("Please choose another date than the one that holds already."), ["review_on"])
    if not note.strip():
        raise Invalid(_("Please say why it still cannot be solved."), ["note"])
    clocks = Clocks(case, at)
    review = _review(clocks, review_on)
    claim(case, "hold_on", actor=actor, **show_due(case, review))
    clocks.stop(Clock.HOLD)
    review.save(force_insert=True)
    _settle(hold, review_on=review_on, renewed=F("renewed") + 1)
    _tell("on_hold", case, at)
    tell("held", people_of_firm(case), case, at)
    record("case.hold_on", case, actor=actor, at=at, number=case.number, review_on=review_on.isoformat(), text=note)


@transaction.atomic
def resume(*, case: Case, note: str, actor: Actor, at: datetime) -> None:
    """恢复办理: it can be worked on again; the time that was left when it was put on hold is left now."""
    require(actor, permissions.RESUME)
    clocks = Clocks(case, at)
    claim(case, "resume", actor=actor)
    clocks.stop(Clock.HOLD)
    ending = {"ended_at": at, "ended_by_id": actor.user_id, "outcome": note}
    Hold.objects.filter(case=case, granted=True, ended_at=None).update(**ending)
    clocks.go_on(Clock.CLOSE)
    _tell("resumed", case, at)
    tell("taken_up", people_of_firm(case), case, at)
    record("case.resume", case, actor=actor, at=at, number=case.number, text=note)


@transaction.atomic
def tell_of_review(*, hold: Hold, actor: Actor, at: datetime) -> bool:
    """挂账到期提醒: the date has come; dispatchers and leaders are told, once for each date however often this runs."""
    require(actor, permissions.LAPSE)
    untold = Hold.objects.filter(pk=hold.pk, granted=True, ended_at=None).exclude(told_for=hold.review_on)
    if untold.update(told_for=hold.review_on) != 1:
        return False
    case = hold.case
    tell("hold_review", [*dispatchers(case, at), *leaders(case, at)], case, at)
    facts = {"number": case.number, "review_on": hold.review_on.isoformat()}
    record("case.hold_review_due", case, actor=actor, at=at, **facts)
    return True
