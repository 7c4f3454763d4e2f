"""What else of the cases can be found: systemic issues, answer templates, published answers."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhilian.cases import permissions
from zhilian.cases.finding_filters import CATEGORY
from zhilian.cases.models import AnswerTemplate, PublishedAnswer, SystemicIssue
from zhilian.cases.queries import notes
from zhilian.core.actor import Actor
from zhilian.core.searching import Findable, Shown, Source, by_day, keys_of

# ---- systemic issues


def visible_issues(actor: Actor) -> "QuerySet[SystemicIssue]":
    """The issues whose page opens for the actor."""
    rows = SystemicIssue.objects.visible_to(actor)
    return rows if actor.has(permissions.SEE_ISSUES) else rows.none()


def _issues(keys: Sequence[int]) -> Iterable[Findable]:
    for row in SystemicIssue.objects.filter(pk__in=keys).select_related("unit"):
        yield Findable(
            object_id=row.pk,
            federation_id=row.federation_id,
            at=row.opened_at,
            title=row.title,
            body="\n".join(filter(None, [row.text, row.outcome])),
            names=(row.unit.name, row.unit.short_name),
            codes=(row.number,),
        )


def _show_issues(actor: Actor, keys: Sequence[int], at: datetime) -> Iterable[Shown]:
    for row in visible_issues(actor).filter(pk__in=keys).select_related("unit"):
        state = _("Under way") if row.is_open else _("Concluded")
        yield Shown(
            object_id=row.pk,
            title=row.title,
            url=reverse("issue", args=[row.year, row.no]),
            text="\n".join(filter(None, [row.text, row.outcome])),
            facts=(row.number, state, row.unit.short_name),
            at=row.opened_at,
        )


# ---- answer templates


def visible_templates(actor: Actor) -> "QuerySet[AnswerTemplate]":
    """The templates that the actor's list of them shows."""
    if not actor.has(permissions.TEMPLATES):
        return AnswerTemplate.objects.none()
    own = notes.own_templates(actor).order_by().values("pk")
    return notes.templates(actor).order_by().filter(Q(active=True) | Q(pk__in=own))


def _templates(keys: Sequence[int]) -> Iterable[Findable]:
    for row in AnswerTemplate.objects.filter(pk__in=keys):
        yield Findable(row.pk, row.federation_id, row.at, title=row.title, body=row.text)


def _show_templates(actor: Actor, keys: Sequence[int], at: datetime) -> Iterable[Shown]:
    rows = list(visible_templates(actor).filter(pk__in=keys))
    unit = actor.organisation_id if actor.in_unit else None
    for row in rows:
        page = (
            reverse("template", args=[row.pk]) if row.unit_id == unit else f"{reverse('templates')}#template-{row.pk}"
        )
        whose = row.unit.short_name if row.unit else _("The federation")
        for_what = row.category.name if row.category else _("Any category")
        yield Shown(row.pk, title=row.title, url=page, text=row.text, facts=(whose, for_what))


# ---- published answers


def visible_answers(actor: Actor) -> "QuerySet[PublishedAnswer]":
    """The answers published for everybody of the federation and not taken back."""
    return PublishedAnswer.objects.visible_to(actor).shown()


def _answers(keys: Sequence[int]) -> Iterable[Findable]:
    for row in PublishedAnswer.objects.shown().filter(pk__in=keys):
        yield Findable(
            object_id=row.pk,
            federation_id=row.federation_id,
            at=row.published_at,
            title=row.title,
            body=f"{row.question}\n{row.answer}",
            names=(row.unit_name,) if row.unit_name else (),
        )


def _show_answers(actor: Actor, keys: Sequence[int], at: datetime) -> Iterable[Shown]:
    for row in visible_answers(actor).filter(pk__in=keys):
        yield Shown(
            object_id=row.pk,
            title=row.title,
            url=reverse("published_answer", args=[row.pk]),
            text=f"{row.question}\n{row.answer}",
            facts=(row.unit_name,) if row.unit_name else (),
            at=row.published_at,
        )


SOURCES: Final = (
    Source(
        kind="issue",
        label=gettext_lazy("Systemic issues"),
        subjects=frozenset({"cases.systemicissue"}),
        findable=_issues,
        ids=keys_of(SystemicIssue.objects.all()),
        visible=visible_issues,
        show=_show_issues,
        filters={"category": CATEGORY, **by_day("opened_at")},
        order=60,
    ),
    Source(
        kind="answer",
        label=gettext_lazy("Published answers"),
        subjects=frozenset({"cases.publishedanswer"}),
        findable=_answers,
        ids=keys_of(PublishedAnswer.objects.all()),
        visible=visible_answers,
        show=_show_answers,
        filters={"category": CATEGORY, **by_day("published_at")},
        order=25,
    ),
    Source(
        kind="template",
        label=gettext_lazy("Answer templates"),
        subjects=frozenset({"cases.answertemplate"}),
        findable=_templates,
        ids=keys_of(AnswerTemplate.objects.all()),
        visible=visible_templates,
        show=_show_templates,
        filters={"category": CATEGORY},
        order=70,
    ),
)
