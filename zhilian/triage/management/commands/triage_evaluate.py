"""``zhilian triage evaluate --train A.csv --test B.csv``: how well labels are learned from one table for another."""

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from zhilian.triage.rules.classify import Sample, TooFewLabels, dump, evaluate, train
from zhilian.triage.rules.classify.table import BadTable, read_table


class Command(BaseCommand):
    """Prints one JSON object; rows left out go to the error stream; exits with 2 when there is nothing to measure."""

    help = "Learn labels from one CSV (id, label, subject, body) and measure them on another. Needs no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Two tables."""
        parser.add_argument("--train", type=Path, required=True, metavar="A.csv", help="learned from")
        parser.add_argument("--test", type=Path, required=True, metavar="B.csv", help="measured on")

    def handle(self, *args: Any, **options: Any) -> None:
        """Learn, pack and unpack the model as the product does, measure, print."""
        learned, tested = self._samples(options["train"]), self._samples(options["test"])
        began = time.perf_counter()
        try:
            model = train(learned)
        except TooFewLabels as few:
            raise _refused(options["train"], str(few)) from few
        seconds = time.perf_counter() - began
        packed = dump(model)
        figures = evaluate(model, tested)
        own = {"train_samples": len(learned), "train_seconds": seconds, "model_bytes": len(packed)}
        self.stdout.write(json.dumps(_rounded(figures | own), ensure_ascii=False, indent=1))

    def _samples(self, path: Path) -> list[Sample]:
        """The good rows of a table; the others are reported."""
        try:
            rows = list(read_table(path.read_bytes()))
        except OSError as error:
            raise _refused(path, error.strerror or "it cannot be read") from error
        except BadTable as bad:
            raise _refused(path, str(bad)) from bad
        for row in rows:
            if not isinstance(row, Sample):
                self.stderr.write(f"{path}: line {row.line} left out: {row.reason}")
        samples = [row for row in rows if isinstance(row, Sample)]
        if not samples:
            raise _refused(path, "it has no row that can be used")
        return samples


def _refused(path: Path, reason: str) -> CommandError:
    return CommandError(f"{path}: {reason}", returncode=2)


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(inner) for name, inner in value.items()}
    return round(value, 4) if isinstance(value, float) else value
