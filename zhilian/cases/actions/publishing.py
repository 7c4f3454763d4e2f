"""Published answers: question and answer of a case, without what names its firm, for any firm to read."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.actions.steps import own, people_of_firm
from zhilian.cases.models import Case, PublishedAnswer
from zhilian.cases.queries.published import SAID_SO, TITLE_AT_MOST, has_helped, known_of, last_answer, publishable
from zhilian.cases.rules.nameless import names_left
from zhilian.channels.models import Category
from zhilian.core.actor import Actor, system_actor
from zhilian.core.errors import Invalid, NotPossible
from zhilian.core.powers import require
from zhilian.core.trail import record
from zhilian.notices import actions as notices


@transaction.atomic
def publish_answer(
    *, case: Case, title: str, question: str, answer: str, confirmed: bool, actor: Actor, at: datetime,
    category: Category | None = None,
) -> PublishedAnswer:  # fmt: skip
    """公开答复: let any firm read question and answer; the firm is told.

    Raises NotPossible for a case that is not closed and solved, is confidential or complains of a department, or is
    published already; Invalid where ``confirmed`` is missing or a text still names the firm.
    """
    require(actor, permissions.PUBLISH)
    own(case.federation_id, category)
    case = _held(case, actor)
    kept = PublishedAnswer.objects.filter(case=case).first() or PublishedAnswer(federation_id=case.federation_id)
    if kept.pk and not kept.withdrawn_at:
        raise NotPossible(_("This case's answer has been published already."))
    _fill(kept, case, title, question, answer, confirmed)
    told = last_answer(case)
    kept.case, kept.category, kept.withdrawn_at = case, category, None
    kept.unit_name = told.unit.name if told and told.unit else ""
    kept.published_at, kept.published_by_id = at, actor.user_id
    kept.save()
    _tell(kept, case, at)
    record("answer.published", kept, actor=actor, at=at, number=case.number, title=kept.title)
    record("case.published", case, actor=actor, at=at, number=case.number, title=kept.title)
    return kept


@transaction.atomic
def change_answer(
    *, published: PublishedAnswer, title: str, question: str, answer: str, confirmed: bool, actor: Actor, at: datetime,
    category: Category | None = None,
) -> None:  # fmt: skip
    """Put a published answer better. Raises NotPossible for one taken back, Invalid as ``publish_answer`` does."""
    require(actor, permissions.PUBLISH)
    own(published.federation_id, category)
    kept = _published(published, actor)
    _fill(kept, kept.case, title, question, answer, confirmed)
    kept.category = category
    kept.save(update_fields=["title", "question", "answer", "category"])
    record("answer.changed", kept, actor=actor, at=at, title=kept.title)


@transaction.atomic
def withdraw_answer(*, published: PublishedAnswer, reason: str, actor: Actor, at: datetime) -> None:
    """Take a published answer back: nobody reads it any more. Raises Invalid without a reason."""
    require(actor, permissions.PUBLISH)
    if not reason.strip():
        raise Invalid(_("Please say why."), ["reason"])
    kept = _published(published, actor)
    _take_back(kept, reason, actor, at)


@transaction.atomic
def note_helped(*, published: PublishedAnswer, actor: Actor, at: datetime) -> bool:
    """这解答了我的问题: count it, once for each person; whether it counted."""
    require(actor, permissions.SAY_HELPED)
    kept = _published(published, actor)  # holds the row: two clicks at once are one
    if has_helped(kept, actor):
        return False
    PublishedAnswer.objects.filter(pk=kept.pk).update(helped=F("helped") + 1)
    record(SAID_SO, kept, actor=actor, at=at, title=kept.title)
    return True


# house: allow action: a part of actions, in their transaction
def withdraw_secret(case: Case, at: datetime) -> None:
    """What has become a secret is not open to all: its published answer is taken back by itself."""
    kept = PublishedAnswer.objects.select_for_update().filter(case=case, withdrawn_at=None).first()
    if kept and not publishable(case):
        _take_back(kept, "", system_actor(case.federation), at)


def _take_back(kept: PublishedAnswer, reason: str, actor: Actor, at: datetime) -> None:
    kept.withdrawn_at = at
    kept.save(update_fields=["withdrawn_at"])
    record("answer.withdrawn", kept, actor=actor, at=at, title=kept.title, text=reason.strip())


def _held(case: Case, actor: Actor) -> Case:
    """The case as it is now, held; its answer may be published."""
    rows = Case.objects.visible_to(actor).select_related("enterprise", "federation")
    found = rows.select_for_update(of=("self",)).filter(pk=case.pk).first()
    if found is None:
        raise NotPossible(_("The case is not open to you any more. Nothing was changed by your step."))
    if not publishable(found) or last_answer(found) is None:
        raise NotPossible(_("Only the answer of a closed and solved case that is not confidential can be published."))
    return found


def _published(published: PublishedAnswer, actor: Actor) -> PublishedAnswer:
    """The row as it is now, held; it stands where anybody can read it."""
    rows = PublishedAnswer.objects.visible_to(actor).shown().select_for_update(of=("self",))
    found = rows.select_related("case", "federation").filter(pk=published.pk).first()
    if found is None:
        raise NotPossible(_("This answer is not published any more."))
    return found


def _fill(kept: PublishedAnswer, case: Case | None, title: str, question: str, answer: str, confirmed: bool) -> None:
    texts = {"title": title.strip()[:TITLE_AT_MOST], "question": question.strip(), "answer": answer.strip()}
    empty = [name for name, text in texts.items() if not text]
    if empty:
        raise Invalid(_("Please write title, question and answer."), empty)
    known = known_of(case) if case else None
    for name, text in texts.items():
        if known and (left := names_left(text, known)):
            said = "”“".join(left[:5])
            raise Invalid(
                _("This still tells which firm it is: “%(words)s”. Please take it out.") % {"words": said}, [name]
            )
    if not confirmed:
        raise Invalid(_("Please confirm that nothing in it tells which firm it is."), ["confirmed"])
    for name, text in texts.items():
        setattr(kept, name, text)


def _tell(kept: PublishedAnswer, case: Case, at: datetime) -> None:
    notices.send(
        kind="cases/answer_published",
        to=people_of_firm(case),
        federation=case.federation,
        at=at,
        link=f"/answers/{kept.pk}/",
        context={"case": case},
    )
