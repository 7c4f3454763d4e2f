"""Intake over HTTP with 8 clients, against the raw rate at which the same rows can be committed through the driver.

    make bench NAME=intake [ARGS="--seconds 15"]

Both engines, one run: eight signed-in firms send the intake form without a pause; then eight processes commit the same
rows (number, case, deadline, notices, trail line and head) through the driver, one transaction each, nothing else.
"""

from __future__ import annotations

import argparse
import multiprocessing
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any

from benchmarks import _lab as lab
from benchmarks._load import Client, submit, together

CLIENTS = 8
TEXT = "园区这周已经停电三次，注塑机一停料筒就报废，供电部门说要等增容，请帮忙问问什么时候能好。"


def main() -> None:
    """Measure on both engines and print the ratios."""
    options = argparse.ArgumentParser()
    options.add_argument("--seconds", type=float, default=15)
    chosen = options.parse_args()
    results: dict[str, Any] = {}
    with lab.folder("intake-sqlite") as var:
        results["sqlite"] = engine(None, var, chosen.seconds)
    with lab.postgresql() as server, lab.folder("intake-postgresql") as var:
        server.database("intake", fresh=True)
        results["postgresql"] = engine(server.url("intake"), var, chosen.seconds)
    lab.say(benchmark="intake", clients=CLIENTS, **results)


def engine(url: str | None, var: Path, seconds: float) -> dict[str, Any]:
    """Both rates on one engine."""
    env = lab.environment(url, var)
    lab.zhilian("migrate", env=env)
    code = "import django; django.setup(); from benchmarks.intake import district; district()"
    subprocess.run([sys.executable, "-c", code], env=env, cwd=lab.ROOT, check=True)
    with lab.web(env) as web:
        http, spread = over_http(web.port, seconds)
        resident = web.resident()
    raw = raw_rate(url, var / "zhilian.sqlite3", seconds)
    return {"http_per_second": round(http, 1), "raw_per_second": round(raw, 1), "ratio": round(http / raw, 3),
            **spread, "resident_mb": [round(size) for size in resident]}  # fmt: skip


def district() -> None:
    """Eight firms with one user each, two dispatchers (call after django.setup())."""
    from datetime import date

    from django.contrib.auth.hashers import make_password
    from django.utils import timezone

    from zhilian.accounts.actions import add_person, give_role
    from zhilian.core.actor import system_actor
    from zhilian.core.models import Federation, Organisation
    from zhilian.core.roles import Role
    from zhilian.members.actions import add_enterprise, add_representative
    from zhilian.members.facts import EnterpriseFacts

    federation = Federation.objects.create(
        code="LG", name="龙岗区工商联", short_name="区工商联", level="district", path="LG/"
    )
    office = Organisation.objects.create(
        federation=federation, kind="office", code="JJB", name="经济部", short_name="经济部", path="JJB/"
    )
    actor, now, password = system_actor(federation), timezone.now(), make_password("bench")
    for n in range(CLIENTS + 2):
        role, place = (Role.ENTERPRISE_USER, None) if n < CLIENTS else (Role.DISPATCHER, office)
        user = add_person(username=f"user{n}", name=f"人{n}", password=password, actor=actor, at=now, hashed=True)
        give_role(
            user=user, role=role, federation=federation, organisation=place, actor=actor, at=now, since=date(2020, 1, 1)
        )
        if place is None:
            firm = add_enterprise(facts=EnterpriseFacts(name=f"深圳市第{n}号精密制造有限公司"), actor=actor, at=now)
            add_representative(enterprise=firm, user=user, actor=actor, at=now)


def over_http(port: int, seconds: float) -> tuple[float, dict[str, float]]:
    """Cases per second that eight clients get acknowledged, and how long each took."""
    clients = [Client(port) for _ in range(CLIENTS)]
    hidden: list[dict[str, str]] = []
    for number, client in enumerate(clients):
        client.sign_in(f"user{number}", "bench")
        hidden.append(client.form("/cases/new/"))
    until = time.perf_counter() + seconds
    spent: list[float] = []

    def send(number: int) -> None:
        while time.perf_counter() < until:
            start = time.perf_counter()
            status, _ = submit(clients[number], hidden[number], TEXT, uuid.uuid4())
            spent.append(time.perf_counter() - start)
            if status != 302:
                raise RuntimeError(f"intake answered {status}")

    took = together(CLIENTS, send)
    return len(spent) / took, lab.spread(spent)


# ---- the raw rate


def raw_rate(url: str | None, path: Path, seconds: float) -> float:
    """Transactions per second of eight processes that commit the same rows."""
    from benchmarks.intake import commit  # by its name, so that a new process finds it

    context = multiprocessing.get_context("spawn")
    with context.Pool(CLIENTS) as pool:
        done = pool.starmap(commit, [(url, str(path), seconds, number) for number in range(CLIENTS)])
    return sum(count / took for count, took in done)


NOW = "2026-11-23 10:00:00+08"
NUMBER = (
    "INSERT INTO core_numberseries (federation_id, year, last) VALUES (1, 2026, 1) ON CONFLICT (federation_id, year) "
    "DO UPDATE SET last = core_numberseries.last + 1 RETURNING last"
)
CASE = (
    "INSERT INTO cases_case (federation_id, number, submission_key, source, kind, enterprise_id, reporter, "
    "contact_name, contact_phone, title, text, grade, stage, due_at, due_clock, received_at, result, solved, "
    "rework_count) VALUES (1, ?, ?, 'web', 'help', 1, '', '', '', '园区停电', ?, 'normal', 'submitted', ?, 'accept', "
    "?, '', '', 0) RETURNING id"
)
DEADLINE = (
    "INSERT INTO cases_deadline (federation_id, case_id, clock, round, start_at, amount, unit, basis, due_at) "
    "VALUES (1, ?, 'accept', 0, ?, 1, 'days', 'grade', ?)"
)
NOTICES = (
    "INSERT INTO notices_notice (federation_id, recipient_id, kind, subject, body, link, created_at, mail, attempts, "
    "last_error) VALUES (1, 9, 'cases/received', '诉求待受理', ?, '/', ?, 'none', 0, ''), "
    "(1, 10, 'cases/received', '诉求待受理', ?, '/', ?, 'none', 0, '')"
)
HEAD = "SELECT seq, hash FROM core_trailhead WHERE federation_id = 1"
TRAIL = (
    "INSERT INTO core_trailentry (federation_id, seq, at, actor_id, actor_name, actor_role, actor_organisation, verb, "
    "subject_type, subject_id, facts, previous_hash, hash, seal) VALUES (1, ?, ?, 1, '钱', 'enterprise_user', '', "
    "'case.received', 'cases.case', ?, ?, ?, ?, ?)"
)
MOVE = "UPDATE core_trailhead SET seq = ?, hash = ? WHERE federation_id = 1"


def commit(url: str | None, path: str, seconds: float, worker: int) -> tuple[int, float]:
    """One process: the same rows, one transaction after the other."""
    connection = _postgresql(url) if url else _sqlite(path)
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        connection.one(f"{worker}-{count}")
        count += 1
    return count, time.perf_counter() - start


class _Raw:
    """The statements of one intake, in the order the product sends them."""

    def __init__(self, cursor: Any, mark: str, begin: str, lock: str) -> None:
        self.cursor, self.mark, self.begin, self.lock = cursor, mark, begin, lock

    def run(self, statement: str, *values: Any) -> Any:
        """Execute with this driver's placeholders."""
        self.cursor.execute(statement.replace("?", self.mark), values)
        return self.cursor

    def one(self, number: str) -> None:
        """One transaction."""
        run, digest = self.run, "0" * 64
        run(self.begin)
        last = run(NUMBER).fetchone()[0]
        key = uuid.uuid4()
        case = run(CASE, f"RAW-{last}", str(key) if self.mark == "%s" else key.hex, TEXT, NOW, NOW).fetchone()[0]
        run(DEADLINE, case, NOW, NOW)
        run(NOTICES, TEXT, NOW, TEXT, NOW)
        seq, _ = run(HEAD + self.lock).fetchone()
        run(TRAIL, seq + 1, NOW, str(case), TEXT, digest, digest, digest)
        run(MOVE, seq + 1, digest)
        run("COMMIT")


def _postgresql(url: str) -> _Raw:
    import psycopg

    return _Raw(psycopg.connect(url, autocommit=True).cursor(), "%s", "BEGIN", " FOR UPDATE")


def _sqlite(path: str) -> _Raw:
    import pysqlite3

    connection = pysqlite3.connect(path, timeout=60, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return _Raw(connection.cursor(), "?", "BEGIN IMMEDIATE", "")


if __name__ == "__main__":
    main()
