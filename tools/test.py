"""Run every test on SQLite, on PostgreSQL, and the journeys in a browser:  python -m tools.test [PYTEST ARGUMENT …]

Nothing is left out silently: whatever could not run is named at the end, and counts as a failure when CI=true; only
tests on data that lies beside the project, and is no part of it, may be missing there.
The last line is `N passed, N failed`, summed over the runs. Standard library only.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from tools import pg

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / ".cache" / "test"
NOTHING_COLLECTED = 5
INTERRUPTED = 2
OPTIONAL = "beside the project"  # the reason given by tests on data that a clone does not have
Environment = Mapping[str, str]


class CannotRun(Exception):
    """Something a run needs is not there; says what."""


@dataclass
class Result:
    """What one run found: tests by their full name."""

    passed: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)
    skipped: dict[str, str] = field(default_factory=dict)
    missing: str = ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run everything, print the summary, return 0 if all is well."""
    extra = list(sys.argv[1:] if arguments is None else arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers are stopped on the way out
    results = {
        name: run(name, needs, options, extra)
        for name, needs, options in (
            ("SQLite", sqlite, ("-n", "2", "--dist", "worksteal")),
            ("PostgreSQL", postgresql, ("-n", "2", "--dist", "worksteal")),
            ("browser", browser, ("-m", "journey")),
        )
    }
    return summarize(results)


def run(name: str, needs: Callable[[], Iterator[Environment]], options: Sequence[str], extra: Sequence[str]) -> Result:
    """Run pytest once in the environment that ``needs`` provides."""
    print(f"\n──── {name}", flush=True)
    report = RESULTS / f"{name}.xml"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    started = time.monotonic()
    try:
        with contextmanager(needs)() as environment:
            command = [sys.executable, "-m", "pytest", "-q", *options, f"--junitxml={report}", *extra]
            status = subprocess.call(command, cwd=ROOT, env=environment)
    except (CannotRun, pg.NoServer) as problem:
        return Result(missing=f"{name}: {problem}")
    print(f"{name}: {time.monotonic() - started:.0f} s", flush=True)
    if status == INTERRUPTED and not report.exists():
        sys.exit(130)
    return read(name, report, status, narrowed=bool(extra))


# ---- what each run needs


def sqlite() -> Iterator[Environment]:
    """The embedded database: nothing."""
    yield base_environment()


def postgresql() -> Iterator[Environment]:
    """A PostgreSQL of our own, for as long as the run lasts."""
    with pg.server() as url:
        yield {**base_environment(), "TEST_DATABASE_URL": url}


def browser() -> Iterator[Environment]:
    """A Chromium that runs."""
    found = subprocess.run([ROOT / "tools" / "browser.sh"], capture_output=True, text=True)
    print(found.stderr, end="", flush=True)
    if found.returncode:
        reason = found.stderr.strip().splitlines()[-1:]
        raise CannotRun(reason[0] if reason else "no Chromium")
    yield {**base_environment(), "CHROMIUM": found.stdout.strip()}


def base_environment() -> dict[str, str]:
    """Our environment without any installation's own settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("ZHILIAN_", "TEST_DATABASE"))}


# ---- what came of it


def read(name: str, report: Path, status: int, *, narrowed: bool) -> Result:
    """Read pytest's report; a run that broke down before it could report has one failure."""
    result = Result()
    if status == NOTHING_COLLECTED:
        result.missing = "" if narrowed else f"{name}: no test was found"
        return result
    cases = ElementTree.parse(report).iter("testcase") if report.exists() else ()
    for case in cases:
        note(result, case)
    if status and not result.failed:
        result.failed.add(f"{name}: pytest ended with status {status}")
    return result


def note(result: Result, case: ElementTree.Element) -> None:
    """Put one test of the report where it belongs (a test whose teardown fails is reported twice)."""
    name = f"{case.get('classname')}::{case.get('name')}"
    skipped = case.find("skipped")
    if case.find("failure") is not None or case.find("error") is not None:
        result.failed.add(name)
        result.passed.discard(name)
    elif skipped is not None:
        result.skipped[name] = skipped.get("message") or ""
    elif name not in result.failed:
        result.passed.add(name)


def not_run(results: Mapping[str, Result]) -> list[str]:
    """One line for each run that could not start, and for each test that was skipped wherever it was met."""
    lines = [result.missing for result in results.values() if result.missing]
    ran = {name for result in results.values() for name in result.passed | result.failed}
    skipped = {name: reason for result in results.values() for name, reason in result.skipped.items()}
    return lines + [f"{name}: {reason}" for name, reason in sorted(skipped.items()) if name not in ran]


def summarize(results: Mapping[str, Result]) -> int:
    """Print the last lines and return the exit status."""
    left_out = not_run(results)
    needed = [line for line in left_out if OPTIONAL not in line]
    passed = sum(len(result.passed) for result in results.values())
    failed = sum(len(result.failed) for result in results.values())
    strict = os.environ.get("CI") == "true"
    print()
    for name, result in results.items():
        for test in sorted(result.failed):
            print(f"failed ({name}): {test}")
    for line in left_out:
        print(f"NOT RUN: {line}")
    if needed and strict:
        print("What could not run counts as a failure here, because CI=true.")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or (needed and strict) else 0


if __name__ == "__main__":
    sys.exit(main())
