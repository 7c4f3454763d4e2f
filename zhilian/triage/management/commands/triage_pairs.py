"""``zhilian triage pairs FILE``: how well likeness tells judged pairs of texts apart. One JSON object on stdout."""

import json
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from django.core.management.base import BaseCommand, CommandError
from numpy.typing import NDArray

from zhilian.triage.rules.frequencies import Floats
from zhilian.triage.rules.likeness import measure
from zhilian.triage.rules.likeness.judged import Judged, parse
from zhilian.triage.rules.likeness.taught import Pair, TooFewPairsError, teach

T = TypeVar("T")
PROTOCOLS = {
    "apart": "cross-validation inside the file; pairs that share a sentence, through any chain, stay in one fold",
    "mixed": "cross-validation inside the file; pairs drawn at random, a sentence may stand in several folds",
    "other": "taught on another file; the labels here are only used to measure",
    "untaught": "nothing taught: {why}",
}


class Command(BaseCommand):
    """Measures the untaught likeness and, by cross-validation or on another file, the taught one."""

    help = "Measure likeness on FILE: two texts and 0 or 1 on each line, separated by tabs or commas."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The pairs; another file to learn from; how folds are cut."""
        parser.add_argument("file", type=Path, help="two texts and 0 or 1 on each line; a header may stand first")
        parser.add_argument("--train", type=Path, metavar="FILE2", help="learn from this file instead")
        parser.add_argument("--folds", type=int, default=measure.FOLDS, help="parts of the cross-validation (5)")
        parser.add_argument("--mixed", action="store_true", help="draw folds at random, sentences in common or not")
        parser.add_argument("--seed", type=int, default=0, help="the same seed gives the same figures (0)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, score, measure, print."""
        if not 2 <= options["folds"] <= 20:
            raise CommandError("--folds is a number from 2 to 20.", returncode=2)
        pairs, same = read(options["file"])
        other = read(options["train"]) if options["train"] else None
        self.stdout.write(json.dumps(measured(pairs, same, other, options), ensure_ascii=False))


def measured(
    pairs: list[Pair], same: NDArray[np.bool_], other: Judged | None, options: dict[str, Any]
) -> dict[str, Any]:
    """The figures; with nothing to learn from, those of the untaught likeness."""
    plain, seconds = timed(lambda: measure.untaught(pairs))
    figures: dict[str, Any] = {"n": len(pairs), "positives": int(same.sum()), "folds": None}
    figures |= {"auc_untaught": area(plain, same), "pairs_per_second_untaught": round(len(pairs) / seconds)}
    try:
        found = from_other(pairs, *other) if other else from_folds(pairs, same, options)
    except TooFewPairsError as error:
        found = {"scores": plain, "seconds": seconds, "protocol": PROTOCOLS["untaught"].format(why=error)}
    scores, seconds = found.pop("scores"), found.pop("seconds")
    headline = {"auc": area(scores, same), "best_f1": round(measure.best_f1(scores, same), 4)}
    return headline | {"pairs_per_second": round(len(pairs) / seconds)} | figures | found


def from_folds(pairs: list[Pair], same: NDArray[np.bool_], options: dict[str, Any]) -> dict[str, Any]:
    """Out-of-fold scores; the seconds are those of reading and judging, not of teaching."""
    cut = measure.folds_mixed if options["mixed"] else measure.folds_apart
    fold = cut(pairs, options["folds"], options["seed"])
    (scores, judging), seconds = timed(
        lambda: measure.out_of_fold(pairs, same, fold, options["seed"], time.perf_counter)
    )
    told = {"folds": options["folds"], "train_seconds": round(seconds - judging, 1)}
    protocol = PROTOCOLS["mixed" if options["mixed"] else "apart"]
    return told | {"scores": scores, "seconds": judging, "protocol": protocol}


def from_other(pairs: list[Pair], taught: list[Pair], answers: NDArray[np.bool_]) -> dict[str, Any]:
    """Scores by a model that was taught on another file."""
    model, training = timed(lambda: teach(taught, [bool(answer) for answer in answers]))
    scores, seconds = timed(lambda: model.scores(pairs))
    told = {"train_seconds": round(training, 1), "trained_on": len(taught)}
    return told | {"scores": scores, "seconds": seconds, "protocol": PROTOCOLS["other"]}


def area(scores: Floats, same: NDArray[np.bool_]) -> float | None:
    """The area under the curve; none where only one answer occurs."""
    return round(measure.auc(scores, same), 4) if 0 < same.sum() < len(same) else None


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What the work gives, and the seconds it took."""
    began = time.perf_counter()
    done = work()
    return done, max(time.perf_counter() - began, 1e-6)


def read(path: Path) -> Judged:
    """The judged pairs of a file; a sentence on stderr and exit 2 if it holds none."""
    try:
        return parse(path.read_bytes().decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path}: cannot be read as UTF-8 text.", returncode=2) from error
    except ValueError as error:
        raise CommandError(f"{path}: {error}", returncode=2) from error
