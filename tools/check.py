"""Run every check, all of them even if one fails, and sum up:  python -m tools.check [NAME …]

Two run at a time; each one's output is shown together, when it has ended.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tools.findings import ROOT

BIN = Path(sys.executable).parent
PYTHON = ("python", "-m")
CHECKED = ("zhilian", "tools", "tests", *(("benchmarks",) if (ROOT / "benchmarks").is_dir() else ()))
# The slowest first, so that the others run beside it.
CHECKS: dict[str, tuple[str, ...]] = {
    "types": ("mypy", "--strict", "-p", "zhilian", "-p", "tools"),
    "format": ("ruff", "format", "--check", "--output-format", "concise", *CHECKED),
    "lint": ("ruff", "check", "--output-format", "concise", *CHECKED),
    "imports": ("lint-imports", "--config", ".importlinter", "--cache-dir", ".cache/imports", "--no-logo"),
    "house": (*PYTHON, "tools.house"),
    "templates": (*PYTHON, "tools.templates"),
    "tracked": (*PYTHON, "tools.tracked"),
    "licences": (*PYTHON, "tools.licences"),
    "catalogues": (*PYTHON, "tools.catalogues", "check"),
    "django": ("zhilian", "check"),
    "migrations": ("zhilian", "makemigrations", "--check", "--dry-run"),
    "sizes": (*PYTHON, "tools.sizes"),
    "moves": (*PYTHON, "tools.moves", "--check"),
}


@dataclass(frozen=True)
class Outcome:
    """How one check ended."""

    name: str
    status: int
    output: str
    seconds: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the named checks, or all; return 0 if every one passed."""
    names = list(sys.argv[1:] if arguments is None else arguments) or list(CHECKS)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(max_workers=2) as pool:
        environment = {**os.environ, "ZHILIAN_VAR": folder, "PYTHONWARNINGS": "error::SyntaxWarning"}
        outcomes = [show(future) for future in [pool.submit(run, name, environment) for name in names]]
    failed = [outcome.name for outcome in outcomes if outcome.status]
    named = f": {', '.join(failed)}" if failed else ""
    print(f"\n{len(outcomes) - len(failed)} checks passed, {len(failed)} failed{named}")
    return 1 if failed else 0


def run(name: str, environment: dict[str, str]) -> Outcome:
    """Run one check to its end."""
    program, *arguments = CHECKS[name]
    started = time.monotonic()
    done = subprocess.run(
        [BIN / program, *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Outcome(name, done.returncode, done.stdout, time.monotonic() - started)


def show(future: Future[Outcome]) -> Outcome:
    """Wait for a check and print what it said: everything if it failed, else what may interest."""
    outcome = future.result()
    print(f"{'FAILED' if outcome.status else 'ok    '}  {outcome.name}  ({outcome.seconds:.1f} s)", flush=True)
    if outcome.status or outcome.name in ("sizes", "catalogues"):
        print("".join(f"    {line}\n" for line in outcome.output.rstrip().splitlines()), end="", flush=True)
    return outcome


if __name__ == "__main__":
    sys.exit(main())
