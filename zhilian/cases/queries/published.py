"""Reads of published answers, and of what must not stand in them."""

from typing import Final

from django.db.models import QuerySet

from zhilian.cases.models import Case, PublishedAnswer, Reply
from zhilian.cases.queries.reference import reference
from zhilian.cases.rules import WATCHED, Level, Stage
from zhilian.cases.rules.nameless import Known, without_names
from zhilian.core.actor import Actor
from zhilian.core.queries import trail_of
from zhilian.members.models import Contact, Representative

TITLE_AT_MOST: Final = 100
SAID_SO: Final = "answer.helped"


def published(actor: Actor, category: str = "") -> "QuerySet[PublishedAnswer]":
    """The answers open to everybody of the federation, perhaps of one category."""
    rows = PublishedAnswer.objects.visible_to(actor).shown().select_related("category")
    return rows.filter(category__code=category) if category else rows


def published_or_none(actor: Actor, key: int) -> PublishedAnswer | None:
    """One of them."""
    return published(actor).filter(pk=key).first() if key < 2**63 else None


def categories_answered(actor: Actor) -> list[int]:
    """The keys of the categories of which there are published answers."""
    rows = PublishedAnswer.objects.visible_to(actor).shown().exclude(category=None)
    return list(rows.order_by().values_list("category_id", flat=True).distinct())


def all_published(actor: Actor) -> "QuerySet[PublishedAnswer]":
    """Also those taken back, with the case and who published them, for the federation's people."""
    rows = PublishedAnswer.objects.visible_to(actor)
    rows = rows.exclude(case__confidentiality=Level.RESTRICTED) if actor.in_federation else rows.none()
    return rows.select_related("category", "published_by", "case")


def published_of(case: Case) -> PublishedAnswer | None:
    """The case's answer as it was published, unless it was taken back; asks nothing for a case that is not closed."""
    closed = case.stage == Stage.CLOSED
    return PublishedAnswer.objects.shown().filter(case_id=case.pk).first() if closed else None


def has_helped(answer: PublishedAnswer, actor: Actor) -> bool:
    """Whether this person has said before that it answered the question: once counts."""
    return trail_of(answer).filter(verb=SAID_SO, actor_id=actor.person_id).exists()


def publishable(case: Case) -> bool:
    """Whether its answer may be published: closed and solved; nobody's secret, no complaint about a department."""
    solved = case.solved == "yes" or (not case.solved and case.result == "solved")
    secret = case.confidentiality in WATCHED or case.complained_of_id is not None
    return case.stage == Stage.CLOSED and solved and not secret


def last_answer(case: Case) -> Reply | None:
    """The answer that passed."""
    return case.replies.filter(passed=True).select_related("unit", "by").order_by("at", "id").last()


def known_of(case: Case) -> Known:
    """What is known of the firm that told the case, so that it can be taken out of a text."""
    firm = case.enterprise
    contacts = list(Contact.objects.filter(enterprise=firm)) if firm else []
    speakers = Representative.objects.filter(enterprise=firm).values_list("user__name", flat=True)
    return Known(
        firms=tuple(filter(None, (firm.name if firm else "", case.reporter))),
        people=tuple(filter(None, (case.contact_name, *(one.name for one in contacts), *(speakers if firm else ())))),
        phones=tuple(filter(None, (case.contact_phone, *(one.phone for one in contacts)))),
        places=(firm.address,) if firm and firm.address else (),
        seats=tuple(row.name for row in reference(case.federation)["street"].rows),
    )


def draft_of(case: Case) -> dict[str, str]:
    """What publishing begins with: title, question and answer without what names the firm."""
    known, answer = known_of(case), last_answer(case)
    return {
        "title": without_names(case.title, known)[:TITLE_AT_MOST],
        "question": without_names(case.text, known),
        "answer": without_names(answer.text, known, spare_lines=True) if answer else "",
    }
