"""Learning: trained on what people decided, measured on the newest of it; a new model takes over only if better."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from zhilian.accounts.models import User
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid, NotPossible
from zhilian.core.memory import forget
from zhilian.core.models import Federation
from zhilian.core.powers import require
from zhilian.core.trail import record
from zhilian.triage.kinds import LEARNED_FROM, TEACHERS, Teacher
from zhilian.triage.models import LEASE, Learning, TextModel
from zhilian.triage.permissions import TRAIN
from zhilian.triage.queries.learning import active_model, fingerprint, standing
from zhilian.triage.queries.proposals import serving
from zhilian.triage.rules import classify
from zhilian.triage.rules.classify import BadModel, Model, Sample, TooFewLabels
from zhilian.triage.rules.learning import HELD_AT_LEAST, Standing, Verdict, reliability, split, verdict

RETIRED_KEPT: Final = 5  # each some megabytes
REJECTED_KEPT: Final = 3
State = TextModel.State
Told = Sequence[tuple[datetime, Sample]]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What there is to learn from: the table's own words, and the texts decided, of which the newest are held out."""

    examples: list[Sample]
    told: Told
    older: Told
    held: Told

    @property
    def cold(self) -> bool:
        """Whether too few are decided, so that only the table's words are learned."""
        return not self.older


# ---- training


# house: allow action: its transaction is _keep's; training takes up to a minute, which no lock may last
def train(*, federation: Federation, task: str, actor: Actor, at: datetime, asked_by: User | None = None) -> TextModel:
    """Train a model, measure it, put it in use if it is better than the one in use; else it is kept as not better.

    What is measured has not seen the newest texts; what is put in use has then learned from all of them. With too few
    decided texts it learns from the table's own words. Raises NotPossible where there is nothing to tell apart, or
    where another model was put in use meanwhile.
    """
    require(actor, TRAIN)
    lesson = _lesson(TEACHERS[task], federation)
    current = active_model(federation, task)
    now = serving(federation, task)
    incumbent = now.model if current and now.no == current.no else None
    trial = _learned(lesson.older, lesson)
    told, compared = _judged(trial, lesson, standing(current) if incumbent else None, incumbent)
    final = _learned(lesson.told, lesson) if told.takes_over and not lesson.cold else trial
    learned = lesson.told if told.takes_over else lesson.older
    row = TextModel(
        federation=federation,
        task=task,
        state=State.ACTIVE if told.takes_over else State.REJECTED,
        trained_at=at,
        trained_by=asked_by,
        learned_until=learned[-1][0] if learned and not lesson.cold else None,
        activated_at=at if told.takes_over else None,
    )
    row.card = {**_data(lesson, learned), "figures": _figures(trial, lesson), "compared": compared}
    row.card["compared"] |= {"with": current.no if current else None, "reason": told.reason}
    return _keep(row, classify.dump(final), current, actor, asked_by)


def _lesson(teacher: Teacher, federation: Federation) -> Lesson:
    told = [(at, Sample(*one)) for at, one in teacher.samples(federation, None, LEARNED_FROM)]
    older, held = split(told)
    return Lesson([Sample(*one) for one in teacher.examples(federation)], told, older, held)


def _learned(told: Told, lesson: Lesson) -> Model:
    try:
        return classify.train([one for _at, one in told], examples=lesson.examples)
    except TooFewLabels as problem:
        raise NotPossible(_("There is too little to learn from: fewer than two categories have words.")) from problem


def _judged(
    trial: Model, lesson: Lesson, before: Standing | None, incumbent: Model | None
) -> tuple[Verdict, dict[str, Any]]:
    """The verdict, and macro-F1 of both on texts that neither has seen."""
    unseen = [one for at, one in lesson.held if before and (before.learned_until is None or at > before.learned_until)]
    found: dict[str, Any] = {"cases": len(unseen)}
    is_better = False
    if incumbent and len(unseen) >= HELD_AT_LEAST:
        told = classify.better(trial, incumbent, unseen)
        is_better = bool(told)
        found |= {"new": told.new, "old": told.old, "luck": told.luck}
    return verdict(before, lesson.cold, len(unseen), is_better), found


def _data(lesson: Lesson, learned: Told) -> dict[str, Any]:
    """What the card says of the data; of texts only how many, of which class and when."""
    known = learned if not lesson.cold else ()
    return {
        "table": fingerprint(lesson.examples),
        "examples": len(lesson.examples),
        "cold": lesson.cold,
        "learned": _period(known),
        "held": _period(lesson.held),
        "decided": len(lesson.told),
        "classes": dict(Counter(one.label for _at, one in known)),
    }


def _period(told: Told) -> dict[str, Any]:
    if not told:
        return {"cases": 0}
    return {"cases": len(told), "from": told[0][0].isoformat(), "until": told[-1][0].isoformat()}


def _figures(trial: Model, lesson: Lesson) -> dict[str, Any]:
    """How good the trial is on texts it has not seen: those held out; of one begun cold, all decided so far."""
    unseen = [one for _at, one in (lesson.told if lesson.cold else lesson.held)]
    return {**classify.evaluate(trial, unseen), "reliability": reliability(trial, unseen)} if unseen else {}


@transaction.atomic
def _keep(row: TextModel, data: bytes, current: TextModel | None, actor: Actor, asked_by: User | None) -> TextModel:
    rows = TextModel.objects.of(row.federation).filter(task=row.task)
    if row.state == State.ACTIVE:
        in_use = rows.serving()
        if (current and in_use.filter(pk=current.pk).update(state=State.RETIRED) != 1) or in_use.exists():
            raise NotPossible(_("Another model was put in use meanwhile."))
    row.no = (TextModel.objects.of(row.federation).aggregate(last=Max("no"))["last"] or 0) + 1
    row.close(data)
    row.save(force_insert=True)
    for state, kept in ((State.RETIRED, RETIRED_KEPT), (State.REJECTED, REJECTED_KEPT)):
        old = rows.filter(state=state).order_by("-activated_at", "-no").values_list("pk", flat=True)[kept:]
        rows.filter(pk__in=list(old)).delete()
    facts = {"no": row.no, "task": row.task, "state": row.state, "digest": row.digest, "card": _brief(row.card)}
    record("model.trained", row, actor=actor, at=row.trained_at, **facts, asked_by=asked_by.name if asked_by else None)
    transaction.on_commit(forget)
    return row


def _brief(card: dict[str, Any]) -> dict[str, Any]:
    """What the trail holds of a card."""
    names = ("macro_f1", "accuracy", "calibration_error", "coverage", "accuracy_when_certain")
    figures = {name: card["figures"][name] for name in names if name in card["figures"]}
    compared = {name: card["compared"].get(name) for name in ("with", "cases", "reason")}
    return {"learned": card["learned"], "held": card["held"], "figures": figures, "compared": compared}


# ---- putting back


@transaction.atomic
def put_back(*, model: TextModel, actor: Actor, at: datetime) -> None:
    """Put an earlier model, or one that was not better, in use; the next one trained must be better than it.

    Raises Invalid where its data are not those that were sealed, NotPossible where it is in use already or gone.
    """
    require(actor, TRAIN)
    rows = TextModel.objects.visible_to(actor).filter(task=model.task)
    chosen = rows.select_related("federation").filter(pk=model.pk).exclude(state=State.ACTIVE).first()
    if chosen is None:
        raise NotPossible(_("This model is in use already, or no longer kept."))
    _ensure_sound(chosen)
    before = rows.serving().values_list("no", flat=True).first()
    rows.serving().update(state=State.RETIRED)
    rows.filter(pk=chosen.pk).update(state=State.ACTIVE, activated_at=at)
    record("model.put_back", chosen, actor=actor, at=at, no=chosen.no, task=chosen.task, before=before)
    transaction.on_commit(forget)


def _ensure_sound(model: TextModel) -> None:
    damaged = Invalid(_("The stored data of this model are damaged; it cannot be used."))
    data = model.opened()
    if data is None:
        raise damaged
    try:
        classify.load(data)
    except BadModel as fault:
        raise damaged from fault


# ---- who asked, and what is under way


@transaction.atomic
def ask(*, task: str, actor: Actor, at: datetime) -> None:
    """Ask the worker to train the task's model anew; raises NotPossible where that was asked or is under way."""
    require(actor, TRAIN)
    row, _new = Learning.objects.get_or_create(federation=actor.federation, task=task)
    free = Learning.objects.filter(_idle(at), pk=row.pk, asked_at=None)
    if free.update(asked_at=at, asked_by=actor.user_id) != 1:
        raise NotPossible(_("It is being trained already. Please look again in a minute."))
    record("model.asked", row, actor=actor, at=at, task=task)


@transaction.atomic
def begin(*, federation: Federation, task: str, at: datetime) -> Learning | None:
    """Claim the task for one training; None where another is under way."""
    row, _new = Learning.objects.get_or_create(federation=federation, task=task)
    fresh: dict[str, Any] = {"begun_at": at, "ended_at": None, "asked_at": None, "outcome": ""}
    if row.asked_at is None:
        fresh["asked_by"] = None
    if Learning.objects.filter(_idle(at), pk=row.pk).update(**fresh) != 1:
        return None
    return Learning.objects.select_related("asked_by", "federation").get(pk=row.pk)


@transaction.atomic
def end(*, learning: Learning, outcome: str, at: datetime) -> None:
    """Note what came of a training; nothing where it was given up and another has begun."""
    ours = Learning.objects.filter(pk=learning.pk, begun_at=learning.begun_at, ended_at=None)
    ours.update(ended_at=at, outcome=outcome, asked_by=None)


def _idle(at: datetime) -> Q:
    return Q(begun_at=None) | Q(ended_at__isnull=False) | Q(begun_at__lt=at - LEASE)
