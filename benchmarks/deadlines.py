"""Deadlines with and without pauses, against a naive walk minute by minute over a calendar of its own.

    make bench NAME=deadlines [ARGS="--questions 10000"]

Random starts, lengths, local days, office hours and cut-offs over 2018-2026, half of them with pauses. Prints how many
answers differ (there must be none) and microseconds per deadline of both; fails when one differs.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from itertools import islice
from typing import Any

from benchmarks import _lab as lab
from tests.kit.naive_clock import OffTheMapError, Question, in_our_words, moment, questions
from zhilian.kit.worktime import deadline, due_at, due_with_pauses

Answer = datetime | None
Walked = list[tuple[Question, int | None, float]]  # with the walk's answer and the seconds it took


def main() -> int:
    """Ask the walk, ask ours the same, print."""
    options = argparse.ArgumentParser()
    options.add_argument("--questions", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=2018)
    chosen = options.parse_args()
    walked = list(islice(known(chosen.seed), chosen.questions))
    naive = sum(seconds for _, _, seconds in walked) / len(walked) * 1e6
    results = compare(walked)
    differences = sum(result["differences"] for result in results.values())
    for result in results.values():
        result["ratio"] = round(naive / result["us"])
    counts = {"questions": len(walked), "stopped": sum(due is None for _, due, _ in walked)}
    lab.say(benchmark="deadlines", seed=chosen.seed, **counts, naive_us=round(naive), **results)
    return 1 if differences else 0


def known(seed: int) -> Iterator[tuple[Question, int | None, float]]:
    """Questions with the walk's answer; those that lead out of the years whose calendar is known are left out."""
    for question in questions(seed):
        began = time.perf_counter()
        with suppress(OffTheMapError):
            yield question, question.due(), time.perf_counter() - began


def compare(walked: Walked) -> dict[str, dict[str, Any]]:
    """Ours over the same questions: everything, and the two plain functions where nothing is paused."""
    plain, paused = ([one for one in walked if bool(one[0].pauses) is having] for having in (False, True))
    return {
        "due_with_pauses": measured(due_with_pauses, paused),
        "due_at": measured(lambda start, limit, calendar, _: due_at(start, limit, calendar), plain),
        "deadline": measured(lambda start, limit, calendar, _: deadline(start, limit, calendar).due_at, plain),
    }


def measured(function: Callable[..., Answer], walked: Walked) -> dict[str, Any]:
    """Microseconds per answer, and how many are not the walk's; the first five that differ go to the error stream."""
    asked = [in_our_words(question) for question, _, _ in walked]
    began = time.perf_counter()
    found = [function(*words) for words in asked]
    spent = time.perf_counter() - began
    expected = [None if due is None else moment(due) for _, due, _ in walked]
    differing = [one[0] for one, ours, due in zip(walked, found, expected, strict=True) if ours != due]
    for question in differing[:5]:
        print(question, file=sys.stderr)
    return {"answers": len(found), "differences": len(differing), "us": round(spent / len(found) * 1e6, 1)}


if __name__ == "__main__":
    sys.exit(main())
