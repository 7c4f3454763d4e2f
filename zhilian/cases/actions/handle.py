"""Handle: the unit signs for the case or returns it, calls the firm, and answers."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.actions.assisting import all_parts_in, release_parts
from zhilian.cases.actions.clocks import Clocks, running_deadline, show_due
from zhilian.cases.actions.issuing import lift_orders
from zhilian.cases.actions.secrecy import ask_firm
from zhilian.cases.actions.steps import (
    claim,
    current_assignment,
    dispatchers,
    own,
    people_of,
    people_of_firm,
    possible,
    tell,
)
from zhilian.cases.models import Assignment, Case, Reply
from zhilian.cases.queries.secrecy import hides_identity
from zhilian.cases.rules import MAX_RETURNS, Clock, Stage
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid, NotPossible
from zhilian.core.models import Organisation
from zhilian.core.powers import require
from zhilian.core.trail import record
from zhilian.files import actions as files
from zhilian.files.store import Stored


@transaction.atomic
def sign(*, case: Case, actor: Actor, at: datetime) -> None:
    """签收: the unit takes the case; the clock to call the firm shows."""
    require(actor, permissions.SIGN)
    due = show_due(case, running_deadline(case, Stage.SIGNED))
    claim(case, "sign", actor=actor, **due, **_first(case, signed_at=at))
    Clocks(case, at).stop(Clock.SIGN)
    Assignment.objects.leading().filter(case=case).update(signed_at=at, signed_by_id=actor.user_id)
    tell("signed", people_of_firm(case), case, at)
    record("case.sign", case, actor=actor, at=at, number=case.number, unit=actor.organisation_name)


@transaction.atomic
def return_to_desk(*, case: Case, reason: str, proposed_unit: Organisation | None, actor: Actor, at: datetime) -> None:
    """退单: not this unit's matter; a reason is due, and better a proposal whose it is.

    Raises NotPossible when the time to sign is over, after two returns, and where the unit was designated.
    """
    require(actor, permissions.SIGN)
    _may_return(case, at)
    if not reason.strip():
        raise Invalid(_("Please say why it is not your unit's matter."), ["reason"])
    own(case.federation_id, proposed_unit)
    clocks = Clocks(case, at)
    clock = clocks.start(Clock.DISPATCH, at)
    moved = {"return_count": case.return_count + 1, "unit": None, "ladder_at": None, "sign_due_at": None}
    claim(case, "return", actor=actor, **moved, **show_due(case, clock))
    clocks.drop(Clock.SIGN, Clock.CONTACT, Clock.CLOSE)
    clock.save(force_insert=True)
    Assignment.objects.leading().filter(case=case).update(
        returned_at=at, return_reason=reason, proposed_unit=proposed_unit
    )
    lift_orders(case, at)
    for unit in release_parts(case, at):
        tell("part_released", people_of(unit, at), case, at)
    tell("returned", dispatchers(case, at), case, at)
    proposal = proposed_unit.name if proposed_unit else None
    record("case.return", case, actor=actor, at=at, number=case.number, text=reason, proposed_unit=proposal)


@transaction.atomic
def contact(*, case: Case, note: str, actor: Actor, at: datetime) -> None:
    """先行联系: the handler has spoken with the firm; what was said, in a line or two.

    Of an anonymous case the handler speaks with nobody: the note is what the federation is to ask the firm.
    """
    require(actor, permissions.HANDLE)
    if not note.strip():
        raise Invalid(_("Please note in a few words what was said."), ["note"])
    due = show_due(case, running_deadline(case, Stage.PROCESSING))
    claim(case, "contact", actor=actor, **due, **_first(case, contacted_at=at))
    Clocks(case, at).stop(Clock.CONTACT)
    Assignment.objects.leading().filter(case=case).update(contacted_at=at, contact_note=note)
    said = note
    if hides_identity(actor, case):
        ask_firm(case=case, text=note, actor=actor, at=at)
        said = ""
    record("case.contact", case, actor=actor, at=at, number=case.number, unit=actor.organisation_name, text=said)


@transaction.atomic
def reply(
    *, case: Case, text: str, result: str, actor: Actor, at: datetime, attachments: Sequence[Stored] = ()
) -> Reply:
    """答复: the unit's answer and what came of it, for the federation's review.

    Raises NotPossible while an assisting unit still owes its part: the lead cannot close first.
    """
    require(actor, permissions.HANDLE)
    if not text.strip():
        raise Invalid(_("Please write the answer."), ["text"])
    possible(case, "reply", actor=actor)
    all_parts_in(case)
    clocks = Clocks(case, at)
    clock = clocks.start(Clock.REVIEW, at)
    claim(case, "reply", actor=actor, replied_at=at, result=result, ladder_at=None, **show_due(case, clock))
    clocks.stop(Clock.CLOSE)
    clock.save(force_insert=True)
    assignment = current_assignment(case)
    answer = Reply.objects.create(
        federation_id=case.federation_id,
        case=case,
        unit=assignment.unit if assignment else None,
        text=text,
        result=result,
        round=case.rework_count,
        by_id=actor.user_id,
        at=at,
    )
    stored = files.attach(subject=case, stored=attachments, actor=actor, at=at) if attachments else []
    tell("replied", dispatchers(case, at), case, at)
    names = [one.name for one in stored]
    record("case.reply", case, actor=actor, at=at, number=case.number, result=result, text=text, files=names)
    return answer


def _may_return(case: Case, at: datetime) -> None:
    """A return comes in time, at most twice a case, and never after a designation (Quanzhou 2022, Puyang)."""
    held = current_assignment(case)
    if held and held.final:
        raise NotPossible(_("Your unit was designated in writing; this case cannot be returned any more."))
    if case.return_count >= MAX_RETURNS:
        raise NotPossible(_("This case has been returned twice and cannot be returned again."))
    clock = running_deadline(case, Stage.DISPATCHED)
    if clock and at > clock.due_at:
        raise NotPossible(_("The time to return it is over. Please sign for it; the federation can take it back."))


def _first(case: Case, **moments: datetime) -> dict[str, datetime]:
    """Moments the rates are counted from: those of the first round stay."""
    return {name: at for name, at in moments.items() if getattr(case, name) is None}
