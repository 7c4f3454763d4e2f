"""Kill -9 under load, fifty times: every acknowledged case exists exactly once, and the trail verifies.

    make bench NAME=durability [ARGS="--rounds 50"]

Both engines. Eight firms send intake forms without a pause, each form with a key of its own and, when the answer is
lost, once more with the same key; the web server and all its workers are killed at a random moment of every round. On
PostgreSQL the database server itself is killed too in every tenth round.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks import _lab as lab
from benchmarks._load import Client, submit, together
from benchmarks.intake import CLIENTS, TEXT

LOST = (OSError, http.client.HTTPException)


def main() -> None:
    """Run the rounds on both engines and print what was found."""
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=50)
    chosen = options.parse_args()
    results: dict[str, Any] = {}
    with lab.folder("durability-sqlite") as var:
        results["sqlite"] = engine(None, var, chosen.rounds, None)
    with lab.postgresql() as server, lab.folder("durability-postgresql") as var:
        server.database("durability", fresh=True)
        results["postgresql"] = engine(server.url("durability"), var, chosen.rounds, server)
    lab.say(benchmark="durability", rounds=chosen.rounds, **results)
    if any(one["lost"] or one["doubled"] or not one["trail_verifies"] for one in results.values()):
        sys.exit(1)


def engine(url: str | None, var: Path, rounds: int, server: lab.Server | None) -> dict[str, Any]:
    """All rounds on one engine."""
    env = lab.environment(url, var)
    lab.zhilian("migrate", env=env)
    code = "import django; django.setup(); from benchmarks.intake import district; district()"
    subprocess.run([sys.executable, "-c", code], env=env, cwd=lab.ROOT, check=True)
    web = lab.Web(env)
    firms = [Firm(number, web) for number in range(CLIENTS)]
    for number in range(rounds):
        web.start()
        killed_database = server is not None and number % 10 == 9
        round_(web, firms, server if killed_database else None)
    web.start()
    for firm in firms:
        firm.settle_all()
    web.stop()
    return verdict(env, firms, rounds)


class Firm:
    """One signed-in firm that sends forms and remembers what was acknowledged and what is in doubt."""

    def __init__(self, number: int, web: lab.Web) -> None:
        self.number, self.web = number, web
        self.client = Client(web.port)
        self.hidden: dict[str, str] = {}
        self.acknowledged: dict[uuid.UUID, str] = {}
        self.doubtful: list[uuid.UUID] = []

    def send(self, stopping: threading.Event) -> None:
        """Send forms until told to stop; a lost answer leaves the key in doubt."""
        while not stopping.is_set():
            try:
                self._ready()
                self.settle()
                self.doubtful.append(uuid.uuid4())
                self.settle()
            except LOST:
                time.sleep(0.02)

    def _ready(self) -> None:
        if not self.hidden:
            self.client.sign_in(f"user{self.number}", "bench")
            self.hidden = self.client.form("/cases/new/")

    def settle_all(self) -> None:
        """The same at the end, over a new connection where the old one died with its server."""
        while self.doubtful:
            try:
                self.settle()
            except LOST:
                time.sleep(0.1)

    def settle(self) -> None:
        """Send the forms whose answer was not seen, each with its own key, until it is acknowledged."""
        while self.doubtful:
            key = self.doubtful[-1]
            status, location = submit(self.client, self.hidden, TEXT, key)
            if status != 302 or "/cases/" not in location:
                raise OSError(f"intake answered {status}")
            self.acknowledged[self.doubtful.pop()] = location


def round_(web: lab.Web, firms: list[Firm], server: lab.Server | None) -> None:
    """Load, then the kill."""
    stopping = threading.Event()

    def work(number: int) -> None:
        if number < len(firms):
            firms[number].send(stopping)
            return
        time.sleep(random.uniform(0.4, 1.5))
        if server:
            kill_database(server)
        web.stop(signal.SIGKILL)
        stopping.set()

    together(len(firms) + 1, work)
    if server:
        server.cluster.start()


def kill_database(server: lab.Server) -> None:
    """Kill the database server's first process and its children, and let it recover at the next start."""
    pid = int((server.cluster.data / "postmaster.pid").read_text().split()[0])
    children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    for one in (pid, *map(int, children)):
        try:
            os.kill(one, signal.SIGKILL)
        except ProcessLookupError:
            continue
    time.sleep(0.5)


def verdict(env: dict[str, str], firms: list[Firm], rounds: int) -> dict[str, Any]:
    """Compare what was acknowledged with what is in the database."""
    code = (
        "import django; django.setup()\n"
        "from zhilian.cases.models import Case\n"
        "for one in Case.objects.values_list('submission_key', 'number').iterator(): print(*one)"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], env=env, cwd=lab.ROOT, check=True, capture_output=True, text=True
    )
    kept = Counter(line.split()[0] for line in out.stdout.splitlines())
    numbers = Counter(line.split()[1] for line in out.stdout.splitlines())
    acknowledged = {str(key): location for firm in firms for key, location in firm.acknowledged.items()}
    verify = subprocess.run(
        [str(lab.ROOT / ".venv/bin/zhilian"), "trail", "verify"], env=env, capture_output=True, text=True
    )
    print(verify.stdout, file=sys.stderr)
    return {
        "acknowledged": len(acknowledged),
        "in_database": sum(kept.values()),
        "lost": sum(1 for key in acknowledged if key not in kept),
        "doubled": sum(1 for count in (*kept.values(), *numbers.values()) if count > 1),
        "trail_verifies": verify.returncode == 0,
    }


if __name__ == "__main__":
    main()
