"""Reads about the firm's word: who is to be called and who may call, what was said, decided, and asked later."""

from datetime import date, datetime

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, Max, OuterRef, Q, QuerySet, Subquery

from zhilian.cases.models import Assignment, Call, Case, Exclusion, FollowUp, LeaderDecision, Rating, Reply
from zhilian.cases.models.case import CaseQuerySet
from zhilian.cases.queries.case import reads_files
from zhilian.cases.queries.secrecy import veil_rows
from zhilian.cases.rules import CALLS_NEEDED, UNCOUNTED, Stage
from zhilian.core.actor import Actor
from zhilian.core.numbers import SHANGHAI
from zhilian.core.roles import Role
from zhilian.files.models import Attachment


def handled_by(actor: Actor) -> Q:
    """Cases the actor worked on: signed for, answered, reviewed; or with a unit the actor belongs to.

    Whoever worked on a case does not ask the firm what came of it.
    """
    me, case = actor.person_id, {"case_id": OuterRef("pk")}
    answers = Reply.objects.filter(Q(by_id=me) | Q(reviewed_by_id=me), **case)
    units = Assignment.objects.filter(
        Q(signed_by_id=me) | Q(answered_by_id=me) | Q(unit_id=actor.organisation_id, returned_at=None), **case
    )
    return Q(Exists(answers)) | Q(Exists(units))


def handled(case: Case, actor: Actor) -> bool:
    """Whether the actor worked on this case."""
    return Case.objects.filter(handled_by(actor), pk=case.pk).exists()


def calls_due(actor: Actor, at: datetime) -> CaseQuerySet:
    """Cases whose firm let its time go by and is to be called; to be ordered by ``due_at, id``, the oldest first.

    Derived, never counted up; each with ``tries`` of this round (None: none), ``last_try``, and whether the reader
    ``handled`` it and so leaves the call to somebody else.
    """
    tries = Call.objects.filter(case_id=OuterRef("pk"), round=OuterRef("rework_count"), reached=False)
    by_case = tries.order_by().values("case_id")
    rows = Case.objects.held_by(actor).filter(stage=Stage.AWAITING_RATING, due_at__lt=at)
    return rows.select_related("enterprise", "unit").annotate(
        tries=Subquery(by_case.annotate(n=Count("pk")).values("n")),
        last_try=Subquery(by_case.annotate(last=Max("at")).values("last")),
        handled=ExpressionWrapper(handled_by(actor), output_field=BooleanField()),
    )


def calls(case: Case) -> "QuerySet[Call]":
    """The calls of this round, in order."""
    return Call.objects.filter(case=case, round=case.rework_count).select_related("by")


def days_tried(tried: "QuerySet[Call] | list[Call]") -> set[date]:
    """The days, in Shanghai, on which a call reached nobody."""
    return {call.at.astimezone(SHANGHAI).date() for call in tried if not call.reached}


def tried_enough(case: Case) -> bool:
    """Whether the firm was called in vain on as many days as must be before a case ends without its word."""
    return len(days_tried(calls(case))) >= CALLS_NEEDED


def said_before(case: Case) -> Rating | None:
    """The firm's last word, with ``answered``: the text of the answer it was about."""
    answer = Reply.objects.filter(case_id=OuterRef("case_id"), round=OuterRef("round"), passed=True)
    text = Subquery(answer.order_by("-at", "-id").values("text")[:1])
    rows = Rating.objects.filter(case=case).annotate(answered=text).order_by("-at", "-id")
    return next(iter(veil_rows(case, rows[:1])), None)


def decisions(case: Case) -> list[LeaderDecision]:
    """What leaders decided in writing, in order."""
    return veil_rows(case, LeaderDecision.objects.filter(case=case).select_related("by"))


def may_be_excluded(case: Case) -> bool:
    """Whether the firm's word can be left out: it counts somewhere, was asked for, and has not been left out yet."""
    return case.answered_at is not None and Stage(case.stage) not in UNCOUNTED and not case.excluded


def exclusions(case: Case) -> "QuerySet[Exclusion]":
    """The requests to leave the firm's word out, in order."""
    return Exclusion.objects.filter(case=case).select_related("asked_by", "decided_by")


def pending_exclusions(actor: Actor) -> "QuerySet[Exclusion]":
    """The undecided requests in cases the actor sees, the oldest first; with the case, its firm and who asked."""
    seen = Case.objects.visible_to(actor).filter(pk=OuterRef("case_id"))
    rows = Exclusion.objects.filter(Exists(seen), federation=actor.federation, granted=None)
    return rows.select_related("case__enterprise", "asked_by").order_by("asked_at", "id")


def proofs(exclusion_ids: list[int]) -> "QuerySet[Attachment]":
    """The files that hang on these requests."""
    keys = [str(key) for key in exclusion_ids]
    return Attachment.objects.filter(subject_type=Exclusion._meta.label_lower, subject_id__in=keys).order_by("id")


def may_read_proof(actor: Actor, subject_id: str, attachment_id: int) -> bool:
    """Whether the actor may read files that hang on this request: officials who may see its case, never the firm."""
    if actor.role == Role.ENTERPRISE_USER or actor.in_unit or not reads_files(actor):
        return False
    return Case.objects.visible_to(actor).filter(exclusions__pk=int(subject_id)).exists()


def follow_up(case: Case) -> FollowUp | None:
    """The later question "still solved?", if it has been asked."""
    return next(iter(veil_rows(case, FollowUp.objects.filter(case=case)[:1])), None)


def relapse_of(case: Case, actor: Actor) -> Case | None:
    """The case that began when the firm said "not solved after all", if the actor may see it."""
    return Case.objects.visible_to(actor).filter(origin=case, source="relapse").only("number").first()


def origin_of(case: Case, actor: Actor) -> Case | None:
    """The case this one came from, if the actor may see it."""
    return Case.objects.visible_to(actor).filter(pk=case.origin_id).only("number").first() if case.origin_id else None


def to_ask_again(at: datetime, most: int) -> list[Case]:
    """Cases whose firm is to be asked by now whether it is still solved, in all federations."""
    rows = Case.objects.filter(ask_again_at__lte=at).select_related("federation", "enterprise")
    return list(rows.order_by("ask_again_at")[:most])
