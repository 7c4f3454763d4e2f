"""Ninety days later: is it still solved? A "no" begins a new case that keeps its origin."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.actions.intake import Intake, receive
from zhilian.cases.actions.steps import people_of_firm, tell
from zhilian.cases.models import Case, CasePerson, FollowUp
from zhilian.core.actor import Actor, system_actor
from zhilian.core.errors import NotPossible
from zhilian.core.powers import require
from zhilian.core.trail import record


@transaction.atomic
def ask_again(*, case: Case, at: datetime) -> bool:
    """跟踪回访: ask the firm whether it is still solved; returns whether it was asked now.

    Once and never again, however many workers look at it at once: the column is emptied by the UPDATE that claims it.
    """
    if Case.objects.filter(pk=case.pk, ask_again_at__lte=at).update(ask_again_at=None) != 1:
        return False
    _row, new = FollowUp.objects.get_or_create(
        case=case, defaults={"federation_id": case.federation_id, "asked_at": at}
    )
    if new:
        tell("still_solved", people_of_firm(case), case, at)
        record("case.ask_again", case, actor=system_actor(case.federation), at=at, number=case.number)
    return new


@transaction.atomic
def answer_again(*, case: Case, still: bool, comment: str, actor: Actor, at: datetime) -> Case | None:
    """The firm says whether it is still solved; a "no" begins a new case, which is returned.

    Raises NotPossible where nothing was asked, or it has been answered.
    """
    require(actor, permissions.RATE)
    seen = Case.objects.visible_to(actor).filter(pk=case.pk)
    rows = FollowUp.objects.filter(case__in=seen, answered_at=None)
    if rows.update(still=still, comment=comment, answered_at=at, answered_by_id=actor.user_id) != 1:
        raise NotPossible(_("There is nothing to answer here, or it has been answered already."))
    new = None if still else relapse(case=case, text=comment, actor=actor, at=at)
    verb, more = ("case.unsolved_again", {"new": new.number}) if new else ("case.still_solved", {})
    record(verb, case, actor=actor, at=at, number=case.number, text=comment, **more)
    return new


@transaction.atomic
def relapse(*, case: Case, text: str, actor: Actor, at: datetime) -> Case:
    """未解决转新件: a new case in the firm's words, or in a sentence that names the old one, which stays closed."""
    told = Intake(
        text=text.strip() or _sentence(case),
        title=case.title,
        kind=case.kind,
        category=case.category,
        enterprise=case.enterprise,
        reporter=case.reporter,
        contact_name=case.contact_name,
        contact_phone=case.contact_phone,
        street=case.street,
        station=case.station,
        source="relapse",
        origin=case,
        confidentiality=case.confidentiality,
        complained_of=case.complained_of,
    )
    new = receive(intake=told, key=None, actor=actor, at=at)
    _same_people(case, new, at)
    return new


def _same_people(case: Case, new: Case, at: datetime) -> None:
    """Whoever alone may read the case, or is recused from it, is so for what comes of it."""
    named = [(row.user_id, row.part, row.reason, row.by_id) for row in CasePerson.objects.filter(case=case)]
    columns = ("user_id", "part", "reason", "by_id")
    CasePerson.objects.bulk_create(
        CasePerson(federation_id=case.federation_id, case=new, at=at, **dict(zip(columns, row, strict=True)))
        for row in named
    )


def _sentence(case: Case) -> str:
    """What stands for the firm's words where it added none, in the house's language."""
    with translation.override(settings.LANGUAGE_CODE):
        return gettext("Case %(number)s was closed as solved; the firm says that it is not solved any more.") % {
            "number": case.number
        }
