"""Hot issues are joined by what comes in and grouped anew at night; a great many texts in a process of its own."""

import atexit
import os
import subprocess
import sys
from datetime import datetime, timedelta

from zhilian.cases.actions.hot import claim_turn, settle, settle_new
from zhilian.cases.models import HotStamp
from zhilian.cases.queries import hot
from zhilian.cases.queries.hot_reading import night_of, read_anew, read_new
from zhilian.core.models import Federation
from zhilian.core.queries import districts

EVERY = timedelta(minutes=10)
AT_ONCE = 3_000  # texts: more take longer than two seconds, and then the other chores shall not wait
ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
BESIDE: dict[str, "subprocess.Popen[bytes]"] = {}


def follow_hot(at: datetime) -> int:
    """What is due in every federation; two cheap questions where nothing is."""
    return sum(_follow(one, hot.stamp_of(one), at) for one in districts())


def _follow(federation: Federation, stamp: HotStamp | None, at: datetime) -> int:
    if stamp and at - stamp.measured_at < EVERY:
        return 0
    night = stamp is None or stamp.grouped_at < night_of(at)
    if not night and stamp and not hot.came_since(federation, stamp.measured_at):
        return 0
    since = stamp.measured_at if stamp else at
    if not claim_turn(federation=federation, seen=stamp, at=at):
        return 0
    return _group(federation, at) if night else join_new(federation, since, at)


def _group(federation: Federation, at: datetime) -> int:
    if not hot.many_in_window(federation, at, AT_ONCE):
        return group_now(federation, at)
    running = BESIDE.get(federation.code)
    if running is None or running.poll() is not None:
        line = [sys.executable, "-m", "django", "hot_group", "--federation", federation.code, "--nice"]
        env = {**os.environ, **ONE_CORE}
        BESIDE[federation.code] = subprocess.Popen(line, env=env, stdout=subprocess.DEVNULL)  # noqa: S603
    return 1


def group_now(federation: Federation, at: datetime) -> int:
    """Group the window anew; returns how many issues there are."""
    return settle(federation=federation, read=read_anew(federation, at), at=at).issues


def join_new(federation: Federation, since: datetime, at: datetime) -> int:
    """Let what came since join; returns how many issues grew or were opened."""
    issues, joined, table = read_new(federation, since, at)
    return settle_new(federation=federation, issues=issues, read=joined, table=table, at=at)


@atexit.register
def stop() -> None:
    """End what runs beside; it leaves nothing half written and is begun again."""
    for process in BESIDE.values():
        if process.poll() is None:
            process.terminate()
