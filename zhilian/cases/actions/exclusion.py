"""Fair exclusion: the firm's word is left out of the rates, with proof, and only by a second person."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zhilian.accounts.models import User
from zhilian.cases import labels, permissions
from zhilian.cases.actions.steps import dispatchers, leaders, tell
from zhilian.cases.models import Case, Exclusion
from zhilian.cases.queries.word import may_be_excluded
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid, NotPossible
from zhilian.core.powers import require
from zhilian.core.trail import record
from zhilian.files import actions as files
from zhilian.files.store import Stored


@transaction.atomic
def ask_exclusion(
    *, case: Case, ground: str, proof: str, actor: Actor, at: datetime, attachments: Sequence[Stored] = ()
) -> Exclusion:
    """申请剔除: ask that the firm's word be left out, on one of two grounds, with proof in words and files.

    Raises Invalid without ground or proof; NotPossible before there was an answer, and while a request is undecided
    or one was granted.
    """
    require(actor, permissions.ASK_EXCLUSION)
    if ground not in labels.EXCLUSIONS:
        raise Invalid(_("Please choose the ground."), ["ground"])
    if not proof.strip():
        raise Invalid(
            _("Please write what proves it: who tried what, when, or which rule stands against it."), ["proof"]
        )
    if not Case.objects.visible_to(actor).filter(pk=case.pk).exists() or not may_be_excluded(case):
        raise NotPossible(_("The firm's word cannot be left out of this case."))
    asked = _asked(case, ground, proof, actor, at)
    stored = files.attach(subject=asked, stored=attachments, actor=actor, at=at) if attachments else []
    others = [one for one in (*leaders(case, at), *dispatchers(case, at)) if one.pk != actor.user_id]
    tell("exclusion_asked", others, case, at)
    names = [one.name for one in stored]
    record("case.exclusion_asked", case, actor=actor, at=at, number=case.number, ground=ground, text=proof, files=names)
    return asked


def _asked(case: Case, ground: str, proof: str, actor: Actor, at: datetime) -> Exclusion:
    try:
        with transaction.atomic():
            return Exclusion.objects.create(
                federation_id=case.federation_id,
                case=case,
                ground=ground,
                proof=proof,
                asked_at=at,
                asked_by_id=actor.user_id,
            )
    except IntegrityError as twice:  # one undecided request a case
        raise NotPossible(_("This has been asked for already and is not decided yet.")) from twice


@transaction.atomic
def decide_exclusion(*, exclusion: Exclusion, granted: bool, note: str, actor: Actor, at: datetime) -> None:
    """审批剔除: a second person grants it, or refuses it with a reason. Raises NotPossible for whoever asked."""
    require(actor, permissions.DECIDE_EXCLUSION)
    case = exclusion.case
    if exclusion.asked_by_id == actor.user_id:
        raise NotPossible(_("You asked for this yourself: a second person must decide."))
    if not granted and not note.strip():
        raise Invalid(_("Please say why not."), ["note"])
    seen = Case.objects.visible_to(actor).filter(pk=case.pk)
    rows = Exclusion.objects.filter(pk=exclusion.pk, granted=None, case__in=seen)
    if rows.update(granted=granted, decided_at=at, decided_by_id=actor.user_id, note=note) != 1:
        raise NotPossible(_("Somebody was faster: this request has been decided."))
    if granted:
        Case.objects.filter(pk=case.pk).update(excluded=True)
        case.excluded = True
    tell("exclusion_decided", User.objects.filter(pk=exclusion.asked_by_id or 0, is_active=True), case, at)
    verb = "case.exclusion_granted" if granted else "case.exclusion_refused"
    record(verb, case, actor=actor, at=at, number=case.number, ground=exclusion.ground, text=note)
