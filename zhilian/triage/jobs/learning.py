"""Learning by itself: a training takes up to a minute, so it runs in a process of its own beside the other chores."""

import atexit
import os
import subprocess
import sys
from datetime import datetime, timedelta

from zhilian.core.models import Federation
from zhilian.core.numbers import SHANGHAI
from zhilian.core.queries import districts
from zhilian.triage.kinds import TEACHERS, Teacher
from zhilian.triage.queries.learning import (
    active_model,
    asked_for,
    fingerprint,
    latest_training,
    learning,
    standing,
)
from zhilian.triage.queries.proposals import serving
from zhilian.triage.rules.learning import WANTED, enough, may_begin

LOOKED_EVERY = timedelta(minutes=10)
FIRST_LOOK = timedelta(seconds=20)  # after the worker's start: the web server comes up first
QUIET = timedelta(minutes=5)  # until the same training is started again that did not even begin
ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
Place = tuple[str, str]


class Trainer:
    """Starts trainings, one at a time, and never waits for one."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.look_at: datetime | None = None
        self.started: dict[Place, datetime] = {}

    def run(self, at: datetime) -> int:
        """Start what was asked for, or what is due; returns how many were started."""
        if self.process is not None and self.process.poll() is None:
            return 0
        for federation, task in self._wanted(at):
            place = (federation.code, task)
            if place not in self.started or at - self.started[place] > QUIET:
                self.started[place] = at
                self.process = start(federation, task)
                return 1
        return 0

    def stop(self) -> None:
        """End what runs; it leaves nothing half written and is begun again later."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def _wanted(self, at: datetime) -> list[tuple[Federation, str]]:
        asked = asked_for()
        if self.look_at is None:
            self.look_at = at + FIRST_LOOK
        if asked or at < self.look_at:
            return asked
        self.look_at = at + LOOKED_EVERY
        return [(one, task) for one in districts() for task, teacher in TEACHERS.items() if is_due(one, teacher, at)]


def is_due(federation: Federation, teacher: Teacher, at: datetime) -> bool:
    """Whether a federation's model of a task is to be trained now without anybody asking.

    A model in use that this program cannot read, of another version or damaged, is as good as none.
    """
    state, active = learning(federation, teacher.task), active_model(federation, teacher.task)
    current = standing(active) if active and serving(federation, teacher.task).no == active.no else None
    moments = [state.begun_at if state else None, latest_training(federation, teacher.task)]
    latest = max((one for one in moments if one), default=None)
    if not may_begin(current, latest, at.astimezone(SHANGHAI).hour, at):
        return False
    examples = teacher.examples(federation)
    since = current.learned_until if current else None
    return bool(examples) and enough(current, teacher.count(federation, since, WANTED), fingerprint(examples))


def start(federation: Federation, task: str) -> "subprocess.Popen[bytes]":
    """A process that trains one model, politely: one core, and after everything else."""
    line = [sys.executable, "-m", "django", "triage_train", "--federation", federation.code, "--task", task, "--nice"]
    return subprocess.Popen(line, env={**os.environ, **ONE_CORE}, stdout=subprocess.DEVNULL)  # noqa: S603


TRAINER = Trainer()
atexit.register(TRAINER.stop)


def learn(at: datetime) -> int:
    """The chore."""
    return TRAINER.run(at)
