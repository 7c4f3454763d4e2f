"""What people say of hot issues: another name, none at all, a case that does not belong."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.actions.steps import own
from zhilian.cases.models import Case, HotIssue, HotIssueCase
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid, NotPossible
from zhilian.core.powers import require
from zhilian.core.trail import record
from zhilian.kit.text import clean_line

NAME_LIMIT = 60


@transaction.atomic
def rename_hot(*, issue: HotIssue, name: str, actor: Actor, at: datetime) -> None:
    """Give the issue a name that people use; the reader of texts leaves it from then on. Raises Invalid for none."""
    issue = _own(issue, actor)
    wanted = clean_line(name)[:NAME_LIMIT]
    if not wanted:
        raise Invalid(_("Please give the issue a name."), ["name"])
    before, issue.name, issue.named_by_id = issue.name, wanted, actor.user_id
    issue.save(update_fields=["name", "named_by"])
    record("hot.renamed", issue, actor=actor, at=at, name=wanted, before=before)


@transaction.atomic
def set_aside_hot(*, issue: HotIssue, reason: str, actor: Actor, at: datetime) -> None:
    """It is none: out of the list, with the reason. What is like it goes on being gathered there, unseen."""
    issue = _own(issue, actor)
    if not reason.strip():
        raise Invalid(_("Please say why it is none."), ["reason"])
    if issue.set_aside_at:
        raise NotPossible(_("This issue has been laid aside already."))
    issue.set_aside_at, issue.set_aside_by_id = at, actor.user_id
    issue.save(update_fields=["set_aside_at", "set_aside_by"])
    record("hot.set_aside", issue, actor=actor, at=at, name=issue.name, text=reason.strip())


@transaction.atomic
def bring_back_hot(*, issue: HotIssue, actor: Actor, at: datetime) -> None:
    """Into the list again."""
    issue = _own(issue, actor)
    if not issue.set_aside_at:
        raise NotPossible(_("This issue is in the list already."))
    issue.set_aside_at, issue.set_aside_by_id = None, None
    issue.save(update_fields=["set_aside_at", "set_aside_by"])
    record("hot.brought_back", issue, actor=actor, at=at, name=issue.name)


@transaction.atomic
def take_out_of_hot(*, issue: HotIssue, case: Case, actor: Actor, at: datetime) -> None:
    """The case does not belong here; it is not put into a hot issue again. Raises NotPossible when it is not in it."""
    issue = _own(issue, actor)
    own(case.federation_id, issue)
    rows = HotIssueCase.objects.filter(issue=issue, case_id=case.pk, taken_out_at=None)
    if not rows.update(taken_out_at=at, taken_out_by_id=actor.user_id):
        raise NotPossible(_("The case is not in this issue any more."))
    record("hot.taken_out", issue, actor=actor, at=at, name=issue.name, number=case.number)


@transaction.atomic
def take_out_hot_list(*, form: str, actor: Actor, at: datetime) -> None:
    """The list goes out of the house as a file."""
    require(actor, permissions.SEE_HOT)
    record("hot.list_taken_out", actor.federation, actor=actor, at=at, form=form)


def _own(issue: HotIssue, actor: Actor) -> HotIssue:
    require(actor, permissions.POOL)
    own(actor.federation_id, issue)
    return HotIssue.objects.select_for_update().get(pk=issue.pk)
