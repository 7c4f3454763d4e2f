"""Supplement: the firm is asked for what is missing; it adds it, or the case lapses."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.actions.clocks import Clocks, show_due
from zhilian.cases.actions.merging import release_merged
from zhilian.cases.actions.steps import claim, dispatchers, people_of_firm, tell
from zhilian.cases.models import Case
from zhilian.cases.rules import Clock, Stage
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid, NotPossible
from zhilian.core.powers import require
from zhilian.core.trail import record
from zhilian.files import actions as files
from zhilian.files.store import Stored


@transaction.atomic
def ask_supplement(*, case: Case, text: str, actor: Actor, at: datetime) -> None:
    """补充材料: say what is missing; the accept clock stands still, ten working days wait for the firm."""
    require(actor, permissions.ACCEPT)
    if not text.strip():
        raise Invalid(_("Please say what is missing."), ["text"])
    clocks = Clocks(case, at)
    clock = clocks.start(Clock.SUPPLEMENT, at)
    claim(case, "ask_supplement", actor=actor, **show_due(case, clock))
    clock.save(force_insert=True)
    clocks.stand_still(Stage.SUPPLEMENT)
    tell("supplement_asked", people_of_firm(case), case, at)
    record(
        "case.ask_supplement", case, actor=actor, at=at, number=case.number, text=text, due_at=clock.due_at.isoformat()
    )


@transaction.atomic
def supplement(*, case: Case, text: str, actor: Actor, at: datetime, attachments: Sequence[Stored] = ()) -> None:
    """企业补充: the firm's further words and files; its first words stay as they were. The accept clock goes on.

    An official may write down what the firm said on the telephone (``RECORD_SUPPLEMENT``); the trail says who did.
    """
    noted = actor.has(permissions.RECORD_SUPPLEMENT)
    require(actor, permissions.RECORD_SUPPLEMENT if noted else permissions.SUPPLEMENT)
    if not text.strip() and not attachments:
        raise Invalid(_("Please add a sentence, a photo or a file."), ["text"])
    clocks = Clocks(case, at)
    claim(case, "supplement", actor=actor)
    clocks.stop(Clock.SUPPLEMENT)
    clocks.go_on(Clock.ACCEPT)
    stored = files.attach(subject=case, stored=attachments, actor=actor, at=at) if attachments else []
    tell("supplemented", dispatchers(case, at), case, at)
    names = [one.name for one in stored]
    record("case.supplement", case, actor=actor, at=at, number=case.number, text=text, files=names)


@transaction.atomic
def lapse(*, case: Case, actor: Actor, at: datetime) -> None:
    """逾期未补: nothing came in time; the case ends and the firm is told that it may tell it anew.

    Raises NotPossible before the time is over.
    """
    require(actor, permissions.LAPSE)
    if case.due_at is None or at <= case.due_at:
        raise NotPossible(_("The firm still has time to add what is missing."))
    claim(case, "lapse", actor=actor, closed_at=at, **show_due(case, None))
    Clocks(case, at).drop_all()
    release_merged(case, at)
    tell("lapsed", people_of_firm(case), case, at)
    record("case.lapse", case, actor=actor, at=at, number=case.number)
