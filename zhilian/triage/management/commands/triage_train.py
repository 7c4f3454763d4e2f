"""``zhilian triage train``: train the model of one federation now; one JSON object says what came of it."""

import json
import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from zhilian.core.actor import system_actor
from zhilian.core.errors import NotPossible
from zhilian.core.models import Federation
from zhilian.core.queries import federation_by_code
from zhilian.triage.actions.learning import begin, end, train
from zhilian.triage.kinds import TEACHERS
from zhilian.triage.models import Learning, TextModel

Outcome = Learning.Outcome
BUSY = "It is being trained already."


class Command(BaseCommand):
    """Exit status 2 for a federation or task that is not here, or where there is too little to learn from."""

    help = "Train the model that proposes categories."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose model."""
        parser.add_argument("--federation", required=True, help="its code, for example LG")
        parser.add_argument("--task", default="category", help="what is told (category)")
        parser.add_argument("--nice", action="store_true", help="let everything else on this machine go first")

    def handle(self, *args: Any, **options: Any) -> None:
        """Claim the task, train, note what came of it."""
        federation, task = _federation(options["federation"]), options["task"]
        if task not in TEACHERS:
            raise CommandError(f"Nothing teaches {task!r}; known: {', '.join(TEACHERS)}.", returncode=2)
        if options["nice"]:
            os.nice(10)
        learning = begin(federation=federation, task=task, at=timezone.now())
        if learning is None:
            raise CommandError(BUSY, returncode=2)
        outcome = Outcome.FAILED
        try:
            model = _trained(learning)
            outcome = Outcome.TAKEN if model.state == TextModel.State.ACTIVE else Outcome.KEPT
        except NotPossible as refusal:
            outcome = Outcome.TOO_LITTLE
            raise CommandError(str(refusal.sentence), returncode=2) from refusal
        finally:
            end(learning=learning, outcome=outcome, at=timezone.now())
        self.stdout.write(json.dumps(_told(model), ensure_ascii=False))


def _trained(learning: Learning) -> TextModel:
    actor = system_actor(learning.federation)
    at = timezone.now()
    return train(federation=learning.federation, task=learning.task, actor=actor, at=at, asked_by=learning.asked_by)


def _federation(code: str) -> Federation:
    try:
        return federation_by_code(code)
    except Federation.DoesNotExist as missing:
        raise CommandError(f"No federation has the code {code!r}.", returncode=2) from missing


def _told(model: TextModel) -> dict[str, Any]:
    """What the command says of a model."""
    return {"no": model.no, "state": model.state, "digest": model.digest, **model.card}
