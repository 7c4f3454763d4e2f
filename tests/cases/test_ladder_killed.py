"""A worker killed with -9 in mid-ladder leaves whole batches or nothing; the next one takes up where it was."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from django.db.models import Model

from tests.cast import Cast
from tests.notices.test_worker_killed import address_of_database
from tests.story import Story
from zhilian.cases.models import Assignment, Case, Deadline, LadderMark, SupervisionOrder
from zhilian.core.chain import check
from zhilian.core.models import NumberSeries, TrailEntry
from zhilian.core.queries import trail_lines

COMMAND = str(Path(sys.executable).with_name("zhilian"))
CASES = 300
STEPS = 6  # of the usual ladder, all of them reached long ago


def clones(case: Case, count: int) -> None:
    """As many cases as this one, with what the ladder reads of them."""
    deadline, lead = Deadline.objects.get(case=case, clock="close"), Assignment.objects.get(case=case)
    numbers = [f"LG-2026-{n:06d}" for n in range(1001, 1001 + count)]
    cases = Case.objects.bulk_create(Case(**values(case, number=one, submission_key=None)) for one in numbers)
    Deadline.objects.bulk_create(Deadline(**values(deadline, case_id=one.pk)) for one in cases)
    Assignment.objects.bulk_create(Assignment(**values(lead, case_id=one.pk)) for one in cases)


def values(row: Model, **other: Any) -> dict[str, Any]:
    """What a row holds, with some columns otherwise and no key."""
    kept = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {**kept, "id": None, **other}


def climbing() -> "subprocess.Popen[bytes]":
    """A process of its own that climbs, in small transactions."""
    environment = {**os.environ, "ZHILIAN_DATABASE_URL": address_of_database(), "ZHILIAN_SMTP_HOST": ""}
    command = [COMMAND, "ladder", "run", "--batch", "10"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)


def test_nothing_is_half_done_and_nothing_done_twice(committed: Cast) -> None:
    clones(Story(committed).case("processing"), CASES)
    first = climbing()
    end = time.monotonic() + 30
    while not LadderMark.objects.exists():
        assert first.poll() is None, "it stopped of itself"
        assert time.monotonic() < end, "it did not begin"
        time.sleep(0.01)
    time.sleep(0.05)
    first.send_signal(signal.SIGKILL)
    first.wait(timeout=20)
    assert 0 < whole() < CASES + 1, "killed in the middle"
    assert climbing().wait(timeout=60) == 0
    assert whole() == CASES + 1
    assert not Case.objects.filter(ladder_at__isnull=False)


def whole() -> int:
    """How many cases took their steps; all of each, with orders, numbers and lines of trail, or none."""
    marks = Counter(LadderMark.objects.values_list("case_id", flat=True))
    assert set(marks.values()) <= {STEPS}
    orders = Counter(SupervisionOrder.objects.values_list("case_id", flat=True))
    assert orders == Counter(dict.fromkeys(marks, 2))
    assert NumberSeries.objects.get(kind="order").last == orders.total()
    lines = TrailEntry.objects.filter(verb__startswith="case.ladder_")
    assert Counter(int(one) for one in lines.values_list("subject_id", flat=True)) == marks
    assert not list(check(trail_lines(lines[0].federation), None))
    return len(marks)
