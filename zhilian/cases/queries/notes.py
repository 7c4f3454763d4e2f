"""Reads of internal notes and answer templates."""

from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhilian.cases.models import AnswerTemplate, Case, Note
from zhilian.core.actor import Actor
from zhilian.core.models import Organisation
from zhilian.core.numbers import SHANGHAI
from zhilian.kit.dates import chinese_date

# house: allow chinese: placeholders are what people write into their templates
PLACEHOLDERS: Final = {
    "{编号}": _("the case's number"),
    "{企业}": _("the firm's name"),
    "{标题}": _("the case's title"),
    "{单位}": _("your unit"),
    "{日期}": _("today"),
    "{经办人}": _("your name"),
}


def notes_for(actor: Actor) -> Q:
    """Which notes a person reads: those for all who handle the case, and those among the own people."""
    mine = Q(unit=None) | Q(unit_id=actor.organisation_id)
    return mine | Q(unit__kind=Organisation.Kind.OFFICE) if actor.in_federation else mine


def notes(case: Case, actor: Actor) -> "QuerySet[Note]":
    """The notes of a case that the person may read, oldest first."""
    return Note.objects.filter(notes_for(actor), case=case).select_related("by", "unit").order_by("at", "id")


def templates(actor: Actor) -> "QuerySet[AnswerTemplate]":
    """The templates a person may use: the federation's and the own unit's."""
    mine = Q(unit=None) | Q(unit_id=actor.organisation_id)
    rows = AnswerTemplate.objects.filter(mine, federation_id=actor.federation_id)
    return rows.select_related("unit", "category").order_by("title", "id")


def fitting_templates(case: Case, actor: Actor) -> "QuerySet[AnswerTemplate]":
    """Those in use that are for any category or for the case's."""
    return templates(actor).filter(Q(category=None) | Q(category_id=case.category_id), active=True)


def own_templates(actor: Actor) -> "QuerySet[AnswerTemplate]":
    """Those the person may change: the own unit's, of the federation's people the federation's."""
    return templates(actor).filter(unit_id=actor.organisation_id if actor.in_unit else None)


def filled_in(template: AnswerTemplate, case: Case, actor: Actor, at: datetime) -> str:
    """The template's text with the placeholders filled in; what is no placeholder stays as it is written."""
    values = {
        "{编号}": case.number,
        "{企业}": case.firm_name,
        "{标题}": case.title,
        "{单位}": actor.organisation_name,
        "{日期}": chinese_date(at.astimezone(SHANGHAI).date()),
        "{经办人}": actor.name,
    }
    text = template.text
    for name, value in values.items():
        text = text.replace(name, value)
    return text
