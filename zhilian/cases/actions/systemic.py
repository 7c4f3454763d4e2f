"""Systemic issues: one cause behind many cases gets an owner; cases hang on it and are taken off."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from zhilian.accounts.models import User
from zhilian.cases import permissions
from zhilian.cases.actions.clocks import Clocks, show_all, show_due
from zhilian.cases.actions.letting_go import held, let_go
from zhilian.cases.actions.merging import Gathered
from zhilian.cases.actions.steps import claim, own, people_of, people_of_firm, tell
from zhilian.cases.models import Assignment, Case, Deadline, SystemicIssue
from zhilian.cases.queries.pool import works_in
from zhilian.cases.queries.secrecy import may_hold
from zhilian.cases.rules import Clock, Level
from zhilian.channels.models import Category
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid, NotPossible, Refusal
from zhilian.core.models import Organisation
from zhilian.core.numbers import next_in_series
from zhilian.core.powers import require
from zhilian.core.trail import record
from zhilian.notices import actions as notices


@transaction.atomic
def open_issue(
    *, title: str, text: str, category: Category, unit: Organisation, actor: Actor, at: datetime,
    owner: User | None = None, due_at: datetime | None = None,
) -> SystemicIssue:  # fmt: skip
    """共性问题立项: one cause, one owner. Raises Invalid for an empty text and for a unit that takes no cases."""
    require(actor, permissions.POOL)
    if not title.strip() or not text.strip():
        raise Invalid(_("Please write what the common cause is."), ["text"])
    own(actor.federation_id, category, unit)
    _may_own(unit, owner, at)
    year, no = next_in_series(actor.federation, "systemic", at)
    issue = SystemicIssue.objects.create(
        federation=actor.federation, year=year, no=no, title=title.strip()[:100], text=text.strip(), category=category,
        unit=unit, owner=owner, opened_at=at, opened_by_id=actor.user_id, due_at=due_at,
    )  # fmt: skip
    tell_of(issue, "issue_opened", people_of(unit, at), at)
    record("issue.opened", issue, actor=actor, at=at, number=issue.number, unit=unit.name, text=issue.text)
    return issue


@transaction.atomic
def hang(*, case: Case, issue: SystemicIssue, actor: Actor, at: datetime) -> None:
    """挂接: the case waits with others for the issue's outcome; the issue's unit has it from now on.

    A case not yet accepted is accepted by it. The time to answer runs on, or counts from acceptance. Raises Invalid
    where the unit is complained of and for restricted cases, NotPossible when the issue has been concluded.
    """
    require(actor, permissions.POOL)
    own(case.federation_id, issue)
    issue = _open_and_locked(issue)
    _may_hang(held(case), issue)
    clocks = Clocks(case, at)
    running = Deadline.objects.filter(case=case, clock=Clock.CLOSE, met_at=None, dropped_at=None).last()
    close = running or clocks.start(Clock.CLOSE, _counts_from(case, at))
    columns = {} if running else show_all(case, [close], clocks.calendar, at)
    claim(case, "hang", actor=actor, **_taken(case, issue, at), **columns, **show_due(case, close))
    close.save()
    clocks.stop(Clock.ACCEPT, Clock.DISPATCH)
    clocks.drop(Clock.SIGN, Clock.CONTACT, Clock.ASSIST)
    units = let_go(case, actor, at)
    _lead(case, issue, actor, at)
    tell("hung", people_of_firm(case), case, at, issue=issue)
    for unit in units:
        if unit.pk != issue.unit_id:
            tell("taken_away", people_of(unit, at), case, at)
    record("case.hang", case, actor=actor, at=at, number=case.number, issue=issue.number, unit=issue.unit.name)


# house: allow action: each case is a transaction of its own, so that one that fails stops none of the others
def hang_many(*, cases: Iterable[Case], issue: SystemicIssue, actor: Actor, at: datetime) -> Gathered:
    """Hang several cases on one issue."""
    require(actor, permissions.POOL)
    gathered = Gathered()
    for case in cases:
        try:
            hang(case=case, issue=issue, actor=actor, at=at)
        except Refusal as refusal:
            gathered.failed.append((case.number, str(refusal.sentence)))
        else:
            gathered.done.append(case.number)
    return gathered


@transaction.atomic
def unhang(*, case: Case, reason: str, actor: Actor, at: datetime) -> None:
    """摘下: a matter of its own after all; to be dispatched, with its clock anew."""
    require(actor, permissions.POOL)
    if not reason.strip():
        raise Invalid(_("Please say why it is a matter of its own."), ["reason"])
    issue = SystemicIssue.objects.filter(cases=case).first()
    issue = _open_and_locked(issue) if issue else None
    held(case)
    clocks = Clocks(case, at)
    row = clocks.start(Clock.DISPATCH, at)
    claim(case, "unhang", actor=actor, systemic=None, unit=None, ladder_at=None, **show_due(case, row))
    clocks.drop_all()
    row.save(force_insert=True)
    let_go(case, actor, at)
    tell("by_itself", people_of_firm(case), case, at)
    number = issue.number if issue else ""
    record("case.unhang", case, actor=actor, at=at, number=case.number, issue=number, text=reason)


@transaction.atomic
def hand_on_issue(
    *, issue: SystemicIssue, unit: Organisation, owner: User | None, reason: str, actor: Actor, at: datetime
) -> None:
    """移交: another unit, or another person, owns the issue; every case that hangs on it goes along."""
    require(actor, permissions.POOL)
    if not reason.strip():
        raise Invalid(_("Please say why the issue changes hands."), ["reason"])
    refuse_hidden(issue, actor)
    own(issue.federation_id, unit)
    _may_own(unit, owner, at)
    _open_and_locked(issue)
    hanging = Case.objects.select_for_update(of=("self",)).filter(systemic=issue, stage="systemic").order_by("pk")
    moved = [one for one in hanging.select_related("complained_of") if unit.pk != one.unit_id]
    for case in moved:
        _refuse_complained_of(case, unit)
    SystemicIssue.objects.filter(pk=issue.pk).update(unit=unit, owner=owner, proposed_at=None)
    issue.unit, issue.owner, issue.proposed_at = unit, owner, None
    Case.objects.filter(pk__in=[one.pk for one in moved]).update(unit=unit)
    for case in moved:
        let_go(case, actor, at)
        _lead(case, issue, actor, at)
    tell_of(issue, "issue_opened", people_of(unit, at), at)
    record("issue.handed_on", issue, actor=actor, at=at, number=issue.number, unit=unit.name, text=reason)


@transaction.atomic
def note_on_issue(*, issue: SystemicIssue, text: str, actor: Actor, at: datetime) -> None:
    """进展: what is being done about the issue, for the federation and the owner."""
    require(actor, permissions.SEE_ISSUES)
    refuse_hidden(issue, actor)
    if not text.strip():
        raise Invalid(_("Please write what has been done."), ["text"])
    record("issue.note", issue, actor=actor, at=at, number=issue.number, text=text.strip())


# house: allow action: a part of actions
def refuse_hidden(issue: SystemicIssue, actor: Actor) -> None:
    """Raise NotPossible for an issue the actor does not find."""
    if not SystemicIssue.objects.visible_to(actor).filter(pk=issue.pk).exists():
        raise NotPossible(_("There is no issue with this number that you may see."))


# house: allow action: a part of actions
def tell_of(issue: SystemicIssue, kind: str, people: Iterable[User], at: datetime) -> None:
    """Put a notice about an issue into the outbox."""
    notices.send(
        kind=f"cases/{kind}",
        to={one.pk: one for one in people}.values(),
        federation=issue.federation,
        at=at,
        link=f"/cases/issues/{issue.number}/",
        context={"issue": issue},
    )


def _open_and_locked(issue: SystemicIssue) -> SystemicIssue:
    """The issue as it is now, held so that nobody concludes it meanwhile. Raises NotPossible for one concluded."""
    current = SystemicIssue.objects.select_for_update(of=("self",)).select_related("unit", "category", "federation")
    found = current.get(pk=issue.pk)
    if not found.is_open:
        facts = {"number": found.number}
        raise NotPossible(
            _("Issue %(number)s has been concluded. Please answer the case by itself, or open a new issue.") % facts
        )
    return found


def _may_own(unit: Organisation, owner: User | None, at: datetime) -> None:
    if not unit.active:
        raise Invalid(_("This unit cannot take cases."), ["unit"])
    if owner is not None and not works_in(owner, unit.pk, at):
        raise Invalid(_("The owner must be one of the unit's people."), ["owner"])


def _may_hang(case: Case, issue: SystemicIssue) -> None:
    if case.confidentiality == Level.RESTRICTED:
        raise Invalid(_("A restricted case stays with the people named for it and hangs on no issue."), ["issue"])
    if not issue.unit.active:
        raise Invalid(_("This unit cannot take cases."), ["issue"])
    _refuse_complained_of(case, issue.unit)


def _refuse_complained_of(case: Case, unit: Organisation) -> None:
    """The unit complained of, and what belongs to it, never has the case."""
    if not may_hold(case, unit):
        raise Invalid(_("%(number)s complains of this unit; it cannot have the case.") % {"number": case.number})


def _counts_from(case: Case, at: datetime) -> datetime:
    """When the federation took the matter on: now, at acceptance, or when a case answered on the spot was reopened."""
    if case.rework_count:
        again = Deadline.objects.filter(case=case, clock=Clock.DISPATCH, round__gt=0).first()
        return again.start_at if again else case.accepted_at or at
    return case.accepted_at or at


def _taken(case: Case, issue: SystemicIssue, at: datetime) -> dict[str, Any]:
    """The columns of a case that hangs: whose it is, and that a promise not yet kept to sign or call is void."""
    void = {f"{name}_due_at": None for name, kept in (("sign", "signed_at"), ("contact", "contacted_at"))
            if getattr(case, kept) is None}  # fmt: skip
    accepted = {} if case.accepted_at else {"accepted_at": at}
    return {"unit": issue.unit, "systemic": issue, "category": case.category or issue.category, **accepted, **void}


def _lead(case: Case, issue: SystemicIssue, actor: Actor, at: datetime) -> None:
    with translation.override(settings.LANGUAGE_CODE):  # kept in the row, whatever the dispatcher reads
        why = str(_("Systemic issue %(number)s") % {"number": issue.number})
    Assignment.objects.create(
        federation_id=case.federation_id, case=case, unit=issue.unit, dispatched_at=at, dispatched_by_id=actor.user_id,
        why=why,
    )  # fmt: skip
