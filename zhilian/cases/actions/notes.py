"""Internal notes, among officials and apart from answers; and the templates answers are begun with."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhilian.accounts.models import User
from zhilian.accounts.queries import actor_of, find_mentions, roles_of
from zhilian.cases import permissions
from zhilian.cases.actions.steps import own, tell
from zhilian.cases.models import AnswerTemplate, Case, Note
from zhilian.cases.queries.notes import notes_for
from zhilian.channels.models import Category
from zhilian.core.actor import Actor
from zhilian.core.errors import Forbidden, Invalid, NotPossible
from zhilian.core.models import Organisation
from zhilian.core.numbers import SHANGHAI
from zhilian.core.powers import require
from zhilian.core.trail import record

TITLE_AT_MOST: Final = 60


@dataclass(frozen=True, slots=True)
class Noted:
    """A note, whom it called, and whom it could not: people who may not see the case, and names several have."""

    note: Note
    told: tuple[User, ...] = ()
    not_told: tuple[str, ...] = ()


@transaction.atomic
def note(*, case: Case, text: str, actor: Actor, at: datetime, among_us: bool = False) -> Noted:
    """内部备注: write something for colleagues; the firm never sees it. Whoever is called with @ is told.

    ``among_us`` keeps it to the people of the own organisation, of the federation to the federation. Raises
    NotPossible where the case is not open to the actor any more.
    """
    require(actor, permissions.NOTE)
    if not text.strip():
        raise Invalid(_("Please write the note."), ["text"])
    if not Case.objects.visible_to(actor).filter(pk=case.pk).exists():
        raise NotPossible(_("The case is not open to you any more. Nothing was changed by your step."))
    unit = actor.organisation if among_us else None
    kept = Note.objects.create(
        federation_id=case.federation_id, case=case, unit=unit, text=text, by_id=actor.user_id, at=at
    )
    found = find_mentions(text, actor.federation, day=at.astimezone(SHANGHAI).date())
    told = [one for one in found.people if one.pk != actor.user_id and _may_read(kept, case, one, at)]
    missed = [one.name for one in found.people if one not in told and one.pk != actor.user_id]
    kept.mentions.set(told)
    tell("mentioned", told, case, at)
    names = [one.name for one in told]
    record("case.note", case, actor=actor, at=at, number=case.number, mentions=names, among_us=among_us)
    return Noted(kept, tuple(told), (*missed, *found.ambiguous))


def _may_read(kept: Note, case: Case, person: User, at: datetime) -> bool:
    """Whether the person, in one of their roles, sees the case and this note."""
    actors = [actor_of(one) for one in roles_of(person.pk, at.astimezone(SHANGHAI).date())]
    return any(
        one.has(permissions.NOTE)
        and Case.objects.visible_to(one).filter(pk=case.pk).exists()
        and Note.objects.filter(pk=kept.pk).filter(notes_for(one)).exists()
        for one in actors
    )


@transaction.atomic
def save_template(
    *,
    title: str,
    text: str,
    actor: Actor,
    at: datetime,
    category: Category | None = None,
    template: AnswerTemplate | None = None,
    active: bool = True,
) -> AnswerTemplate:
    """答复模板: keep a text answers are begun with, for the own unit, of the federation for everybody."""
    require(actor, permissions.TEMPLATES)
    own(actor.federation_id, template, category)
    if not title.strip():
        raise Invalid(_("Please give the template a title."), ["title"])
    if not text.strip():
        raise Invalid(_("Please write the text."), ["text"])
    unit = _own_unit(actor)
    if template and template.unit_id != (unit.pk if unit else None):
        raise Forbidden(_("This template belongs to somebody else."))
    kept = template or AnswerTemplate(federation=actor.federation, unit=unit)
    kept.title, kept.text, kept.category, kept.active = title.strip()[:TITLE_AT_MOST], text, category, active
    kept.by_id, kept.at = actor.user_id, at
    kept.save()
    record("template.saved", kept, actor=actor, at=at, title=kept.title, active=active)
    return kept


def _own_unit(actor: Actor) -> Organisation | None:
    return actor.organisation if actor.in_unit else None
