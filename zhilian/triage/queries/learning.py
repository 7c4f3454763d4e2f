"""Reads of the models: what is in use, what was learned before, and how people took what was proposed."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from zhilian.core.actor import Actor
from zhilian.core.memory import remembered
from zhilian.core.models import Federation, TrailEntry, TrailHead
from zhilian.triage.kinds import TEACHERS, Teacher, Text
from zhilian.triage.models import Learning, TextModel
from zhilian.triage.queries.proposals import serving
from zhilian.triage.rules.classify import Sample, drift, evaluate
from zhilian.triage.rules.learning import HELD_AT_LEAST, Followed, Standing, followed

DAYS = timedelta(days=90)
LINES = 20_000  # of the trail are looked through at most, and
DECISIONS = 2_000  # so many decisions counted: enough for a share to half a point


def text_models(actor: Actor) -> "QuerySet[TextModel]":
    """The federation's models, newest first, without their weights."""
    return TextModel.objects.visible_to(actor).defer("data").select_related("trained_by")


def text_model(actor: Actor, no: int) -> TextModel | None:
    """One by its number."""
    return text_models(actor).filter(no=no).first()


def active_model(federation: Federation, task: str) -> TextModel | None:
    """The one in use, without its weights."""
    return TextModel.objects.of(federation).serving().filter(task=task).defer("data").first()


def learning(federation: Federation, task: str) -> Learning | None:
    """How the learning of the task stands."""
    return Learning.objects.of(federation).filter(task=task).select_related("asked_by").first()


def asked_for() -> list[tuple[Federation, str]]:
    """What people asked to be learned anew."""
    rows = Learning.objects.filter(asked_at__isnull=False).select_related("federation").order_by("asked_at")
    return [(one.federation, one.task) for one in rows if one.task in TEACHERS]


def standing(model: TextModel | None) -> Standing | None:
    """A model as the rules look at it."""
    if model is None:
        return None
    return Standing(model.learned_until, model.trained_at, str(model.card.get("table", "")))


def latest_training(federation: Federation, task: str) -> datetime | None:
    """When a model was last trained, whatever became of it."""
    rows = TextModel.objects.of(federation).filter(task=task).order_by("-trained_at")
    return rows.values_list("trained_at", flat=True).first()


def fingerprint(examples: Sequence[Text]) -> str:
    """SHA-256 (hex) of a table's own words: a model begun from other words shows it."""
    return hashlib.sha256(json.dumps(examples, ensure_ascii=False).encode()).hexdigest()


@remembered
def how_followed(federation: Federation, task: str, day: datetime) -> Followed:
    """What people chose of what was proposed in the ninety days before ``day``, by the trail.

    At most LINES lines are looked through and DECISIONS decisions counted, the newest first.
    """
    teacher: Teacher = TEACHERS[task]
    head = TrailHead.objects.filter(federation=federation).values_list("seq", flat=True).first() or 0
    rows = TrailEntry.objects.filter(federation=federation, seq__gt=head - LINES, verb=teacher.decided)
    rows = rows.filter(at__gte=day - DAYS, facts__contains='"proposed":').order_by("-seq")
    facts = [json.loads(text).get("proposed") for text in rows.values_list("facts", flat=True)[:DECISIONS]]
    return followed([one for one in facts if isinstance(one, dict) and one.get("task") == task])


RECENT = 200  # texts: read in a fifth of a second


@dataclass(frozen=True, slots=True)
class Since:
    """How the texts that came after a model learned differ from those before, and how often it was right on them."""

    texts: int
    right: float | None = None
    drift: dict[str, Any] | None = None


@remembered
def since_it_learned(federation: Federation, task: str, no: int) -> Since | None:
    """The same of model ``no`` on the newest RECENT texts decided since; None where another model is at work here."""
    row, now = active_model(federation, task), serving(federation, task)
    if row is None or now.model is None or now.no != no or row.no != no:
        return None
    samples = [Sample(*one) for _at, one in TEACHERS[task].samples(federation, row.learned_until, RECENT)]
    if len(samples) < HELD_AT_LEAST:
        return Since(len(samples))
    found = drift(now.model, [(one.subject, one.body) for one in samples])
    return Since(len(samples), evaluate(now.model, samples)["accuracy"], found)
