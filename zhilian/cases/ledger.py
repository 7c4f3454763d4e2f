"""The ledger: what the cases' rows say, held against what the trail says of them."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from zhilian.cases.models import Case
from zhilian.cases.rules import MOVES, Stage, fingerprint, replay
from zhilian.core.models import TrailEntry

AT_ONCE = 500  # cases compared with one query each side
BEGINNINGS = {"case.received": Stage.SUBMITTED, "case.imported": Stage.CLOSED}
_LABEL = Case._meta.label_lower
Row = TypeVar("Row")


def check_cases() -> Iterator[str]:
    """Yield a sentence for each case that is gone, or whose stage, number or words are not what the trail says."""
    rows = Case.objects.order_by("pk").only("pk", "number", "stage", "text").iterator(chunk_size=AT_ONCE)
    for cases in _batches(rows):
        told = _lines({str(case.pk) for case in cases})
        for case in cases:
            if problem := _problem(case, told[str(case.pk)]):
                yield f"case {case.number}: {problem}"
    yield from _removed()


def _problem(case: Case, lines: list[TrailEntry]) -> str | None:
    if not lines or lines[0].verb not in BEGINNINGS:
        return "the trail does not say how it came in"
    facts = json.loads(lines[0].facts)
    if facts["number"] != case.number:
        return f"the trail knows it as {facts['number']}"
    if facts["text_sha256"] != fingerprint(case.text):
        return "the firm's words are not those the trail recorded"
    stage = _stage(lines)
    return None if stage == case.stage else f"its stage is {case.stage}, by the trail it is {stage or 'impossible'}"


def _stage(lines: list[TrailEntry]) -> Stage | None:
    """The stage the lines lead to; lines that are not moves (a file added, a word changed) are passed over."""
    codes = (line.verb.removeprefix("case.") for line in lines[1:])
    return replay((code for code in codes if code in MOVES), BEGINNINGS[lines[0].verb])


def _lines(keys: Iterable[str]) -> dict[str, list[TrailEntry]]:
    entries = TrailEntry.objects.filter(subject_type=_LABEL, subject_id__in=list(keys)).order_by("seq")
    found: dict[str, list[TrailEntry]] = defaultdict(list)
    for entry in entries.only("verb", "facts", "subject_id"):
        found[entry.subject_id].append(entry)
    return found


def _removed() -> Iterator[str]:
    """Cases of which the trail tells the beginning and which are no longer there."""
    begun = TrailEntry.objects.filter(subject_type=_LABEL, verb__in=list(BEGINNINGS)).order_by("pk")
    for entries in _batches(begun.only("subject_id", "facts").iterator(chunk_size=AT_ONCE)):
        there = set(Case.objects.filter(pk__in=[entry.subject_id for entry in entries]).values_list("pk", flat=True))
        for entry in entries:
            if int(entry.subject_id) not in there:
                yield f"case {json.loads(entry.facts)['number']}: the trail knows it, but it is gone"


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, AT_ONCE)):
        yield batch
