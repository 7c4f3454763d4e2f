"""The ladder over 200,000 open cases on PostgreSQL: every case takes a step, then two, then there is nothing to do.

    make bench NAME=ladder [ARGS="--cases 200000"]

First every case is reminded of, then every case takes two steps (letter and supervision order); a tenth of them had
stood still for a day. Wall time and the largest resident size of the working process; beside it the physical limit
measured in the same run: the same rows through COPY, and the same moments by UPDATE, a thousand to a transaction.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from typing import Any

import psycopg

from benchmarks import _lab as lab
from benchmarks import _million as million

BATCH = 1_000
CASES = """
INSERT INTO cases_case (federation_id, number, source, kind, enterprise_id, reporter, contact_name, contact_phone,
    street_id, title, text, category_id, grade, stage, unit_id, due_at, due_clock, received_at, accepted_at,
    result, solved, rework_count, return_count, limit_at)
SELECT f.id, 'LG-2026-' || lpad(n::text, 6, '0'), 'web', 'help', e0 + n % {firms}, '', '', '', s0 + n % 11,
    '园区停电', '园区这周已经停电三次。', c0 + n % 22, 'normal', 'processing', u0 + n % {units}, due, 'close', at, at,
    '', '', 0, 0, due
FROM (SELECT n, timestamptz '2026-03-02 09:00+08' + n * interval '30 minutes' / {total} * 17 AS at,
        timestamptz '2026-03-09 18:00+08' + CASE WHEN n % 10 = 0 THEN interval '1 day' ELSE interval '0' END AS due
      FROM generate_series(1, {total}) n) g,
(SELECT id FROM core_federation WHERE code = 'LG') f,
(SELECT min(id) AS e0 FROM members_enterprise) e, (SELECT min(id) AS s0 FROM core_street) s,
(SELECT min(id) AS c0 FROM channels_category) c,
(SELECT min(id) AS u0 FROM core_organisation WHERE kind = 'department') u;
INSERT INTO cases_assignment (federation_id, case_id, unit_id, role, task, final, why, note, dispatched_at, signed_at,
    contact_note, return_reason, answer, excuse)
  SELECT federation_id, id, unit_id, 'lead', '', false, '', '', received_at, received_at, '', '', '', ''
  FROM cases_case;
INSERT INTO cases_deadline (federation_id, case_id, clock, round, start_at, amount, unit, extended, basis, due_at)
  SELECT federation_id, id, 'close', 0, received_at, 5, 'days', 0, 'grade', due_at FROM cases_case;
INSERT INTO cases_standstill (federation_id, case_id, stage, begin_at, end_at)
  SELECT federation_id, id, 'on_hold', '2026-03-03 09:00+08', '2026-03-04 09:00+08'
  FROM cases_case WHERE due_at > '2026-03-10+08';
"""
PEOPLE = """
import django; django.setup()
from datetime import date
from django.utils import timezone
from zhilian.accounts.actions import add_person, give_role
from zhilian.core.actor import system_actor
from zhilian.core.models import Federation, Organisation
lg = Federation.objects.get(code="LG")
actor, now = system_actor(lg), timezone.now()
office = [("JJB", ["dispatcher", "dispatcher", "federation_leader"])]
units = [(f"U{n}", ["department_handler", "department_handler", "department_head"]) for n in range(1, 41)]
for code, roles in office + units:
    for n, role in enumerate(roles):
        user = add_person(username=f"{code.lower()}-{n}", name="吴桐", password="!", actor=actor, at=now, hashed=True)
        unit = Organisation.objects.get(federation=lg, code=code)
        given = dict(user=user, role=role, federation=lg, organisation=unit)
        give_role(**given, actor=actor, at=now, since=date(2020, 1, 1))
"""
WORK = """
import json, sys, time
import django; django.setup()
from datetime import datetime
from zhilian.cases.actions.ladder import climb, derive
from zhilian.cases.jobs.ladder import climb_all
from zhilian.core.models import Federation
what, at, cases = sys.argv[1], datetime.fromisoformat(sys.argv[2]), int(sys.argv[3])
lg = Federation.objects.get(code="LG")
began = time.perf_counter()
works = {"pass": lambda: climb(lg, at, limit=2 * cases), "derive": lambda: derive(lg), "idle": lambda: climb_all(at)}
done = works[what]()
spent = time.perf_counter() - began
again = time.perf_counter()
if what == "idle":
    for _ in range(50):
        climb_all(at)
    spent = (time.perf_counter() - again) / 50
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))  # its own, not its parent's
mb = int(peak.split()[1]) / 1024
print(json.dumps({"cpu": time.process_time(), "seconds": spent, "cases": done, "mb": mb}))
"""
PASSES = {"one step each": "2026-03-09T17:00+08:00", "two steps each": "2026-03-11T18:00:01+08:00"}
COPIED = ("cases_laddermark", "cases_supervisionorder", "core_trailentry")


def main() -> None:
    """Fill, climb twice, measure the limit, print."""
    options = argparse.ArgumentParser()
    options.add_argument("--cases", type=int, default=200_000)
    total = options.parse_args().cases
    with lab.postgresql() as server, lab.folder("ladder") as var:
        server.database("ladder", fresh=True)
        url = server.url("ladder")
        env = lab.environment(url, var)
        lab.zhilian("migrate", env=env)
        fill(url, total)
        subprocess.run([sys.executable, "-c", PEOPLE], env=env, cwd=lab.ROOT, check=True)
        results: dict[str, Any] = {"derive": work(env, "derive", "2026-03-02T09:00+08:00", total)}
        for name, at in PASSES.items():
            before = rows(url)
            results[name] = work(env, "pass", at, total)
            results[name]["rows"] = {table: count - before[table] for table, count in rows(url).items()}
            results[name]["limit_seconds"] = round(limit(url, before, total), 1)
            results[name]["ratio"] = round(results[name]["limit_seconds"] / results[name]["seconds"], 3)
        results["nothing to do"] = work(env, "idle", "2026-03-11T18:00:02+08:00", total)
        lab.say(benchmark="ladder", cases=total, load=os.getloadavg(), **results)


def fill(url: str, total: int) -> None:
    """A district with open cases that all have five working days from Monday, 2 March 2026."""
    sql = CASES.format(total=total, firms=million.FIRMS, units=million.UNITS)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(million.BASE.replace("%%", "%"))
        connection.execute(sql)
        connection.execute("VACUUM (ANALYZE, FREEZE)")


def work(env: dict[str, str], what: str, at: str, total: int) -> dict[str, Any]:
    """Seconds, cases and peak MB of a process of its own."""
    command = [sys.executable, "-c", WORK, what, at, str(total)]
    done = subprocess.run(command, env=env, cwd=lab.ROOT, check=True, capture_output=True, text=True)
    found = json.loads(done.stdout.splitlines()[-1])
    digits = 5 if what == "idle" else 1
    return {
        "seconds": round(found["seconds"], digits),
        "processor_seconds": round(found["cpu"], 1),
        "cases": found["cases"],
        "peak_mb": round(found["mb"]),
    }


def rows(url: str) -> dict[str, int]:
    """How many rows each of the tables has that a step writes into."""
    with psycopg.connect(url) as connection:
        return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in COPIED}  # type: ignore[index]


def limit(url: str, before: dict[str, int], total: int) -> float:
    """Seconds to COPY the rows of the last pass into tables of the same shape and to UPDATE as many moments."""
    with psycopg.connect(url, autocommit=True) as connection:
        lines = {table: copies(connection, table, before[table]) for table in COPIED}
        connection.execute("CREATE TABLE raw_case AS SELECT id, ladder_at FROM cases_case")
        connection.execute("ALTER TABLE raw_case ADD PRIMARY KEY (id)")
        keys = [row[0] for row in connection.execute("SELECT id FROM raw_case ORDER BY id")]
        began = time.perf_counter()
        for start in range(0, total, BATCH):
            with connection.transaction(), connection.cursor() as cursor:
                update = "UPDATE raw_case SET ladder_at = now() WHERE id = ANY(%s)"
                cursor.execute(update, [keys[start : start + BATCH]])
                for table, written in lines.items():
                    per_case = len(written) // total
                    with cursor.copy(f"COPY raw_{table} FROM STDIN") as copy:
                        for line in written[start * per_case : (start + BATCH) * per_case]:
                            copy.write(line)
        spent = time.perf_counter() - began
        for table in (*(f"raw_{table}" for table in COPIED), "raw_case"):
            connection.execute(f"DROP TABLE {table}")
        return spent


def copies(connection: psycopg.Connection[Any], table: str, before: int) -> list[bytes]:
    """The table's newest rows as COPY writes them; an empty table of the same shape, indexes and all, is made."""
    connection.execute(f"CREATE TABLE raw_{table} (LIKE {table} INCLUDING ALL)")
    asked = f"COPY (SELECT * FROM {table} ORDER BY id OFFSET {before}) TO STDOUT"
    with connection.cursor() as cursor, cursor.copy(asked) as copy:
        return [bytes(line) for line in copy]


if __name__ == "__main__":
    main()
