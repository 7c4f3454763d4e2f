"""Search at 1,000,000 texts on PostgreSQL: results, as one types, the same told before; LIKE and trigrams beside.

    make bench NAME=search [ARGS="--cases 1000000 --rounds 40 --again"]

The texts are put together from clauses of the messages beside the project (benchmarks/_texts.py) and kept, with their
index, under /var/tmp/zhilian-bench for the next run. Times are one user's, inside the process that serves pages, from
the words to marked snippets. Beside them, in the same run: plain LIKE over a bare table of the same texts, and the
database's own trigram index, each for the newest 20 and a count up to 300. ``processor_ms`` is what one question costs
here and in the database together: on a machine that is busy with other things it says more than the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from typing import Any

import psycopg

from benchmarks import _lab as lab
from benchmarks import _texts

ALL = ("search", "suggest", "like")
READERS = {"dispatcher": "dispatcher", "unit handler": "department_handler", "firm": "enterprise_user"}
PEOPLE = """
import django; django.setup()
from datetime import date
from django.utils import timezone
from benchmarks._million import people
from zhilian.accounts.actions import add_person, give_role
from zhilian.core.actor import system_actor
from zhilian.core.models import Federation
from zhilian.core.roles import Role
from zhilian.members.models import Enterprise, Representative
people()
lg, now = Federation.objects.get(code="LG"), timezone.now()
who = {"actor": system_actor(lg), "at": now}
user = add_person(username="enterprise_user", name="enterprise_user", password="!", hashed=True, **who)
give_role(user=user, role=Role.ENTERPRISE_USER, federation=lg, organisation=None, since=date(2020, 1, 1), **who)
Representative.objects.create(federation=lg, enterprise=Enterprise.objects.order_by("pk")[777], user=user)
"""
WORK = """
import json, sys
import django; django.setup()
from time import perf_counter, process_time
from django.db import connection
from django.utils import timezone
from zhilian.accounts.models import RoleHolding
from zhilian.accounts.queries import actor_of
from zhilian.triage.queries.search import like, search, suggest
asked, at, told, spent_by = json.load(sys.stdin), timezone.now(), {}, {}
connection.ensure_connection()
def busy():
    line = open(f"/proc/{connection.connection.info.backend_pid}/stat").read().rsplit(")", 1)[1].split()
    return process_time() + (int(line[11]) + int(line[12])) / 100
def timed(what, ask, many):
    before, spent = busy(), []
    for one in many:
        began = perf_counter()
        ask(one)
        spent.append(perf_counter() - began)
    count, seconds = spent_by.get(what, (0, 0.0))
    spent_by[what] = (count + len(spent), seconds + busy() - before)
    return spent
for reader, role in asked["readers"].items():
    actor = actor_of(RoleHolding.objects.select_related("user", "federation", "organisation").get(role=role))
    told[reader] = {}
    for name, words in asked["words"].items():
        for one in words[:2]:
            search(actor, one, at=at), suggest(actor, one, at=at)
        told[reader][f"search, {name}"] = timed("search", lambda one: search(actor, one, at=at), words)
        told[reader][f"suggest, {name}"] = timed("suggest", lambda one: suggest(actor, one, at=at), words)
    alike = lambda one: like(actor, one, kind="case", federation=actor.federation, at=at)
    told[reader]["like"] = timed("like", alike, asked["texts"])
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
told["resident_mb"] = int(status["VmRSS"].split()[0]) // 1024
told["processor_ms"] = {what: round(1000 * seconds / count, 1) for what, (count, seconds) in spent_by.items()}
print(json.dumps(told))
"""


def main() -> None:
    """Fill and index if needed, measure, print."""
    options = argparse.ArgumentParser()
    options.add_argument("--cases", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=40, help="different words of each sort")
    options.add_argument("--again", action="store_true", help="fill and index anew")
    chosen = options.parse_args()
    if not _texts.there():
        lab.say(benchmark="search", skipped="the messages are not beside the project (ZHILIAN_SHARED)")
        return
    with lab.postgresql() as server, lab.folder("search") as var:
        url = server.url("search")
        env = lab.environment(url, var)
        fresh = server.database("search", fresh=chosen.again)
        lab.zhilian("migrate", env=env)
        if fresh:
            _texts.fill(url, chosen.cases)
            subprocess.run([sys.executable, "-c", PEOPLE], env=env, cwd=lab.ROOT, check=True)
        build(url, env)
        words = questions(url, chosen.rounds)
        results = work(env, words, texts_told(url, chosen.rounds))
        lab.say(benchmark="search", load=os.getloadavg(), **sizes(url), **results, **others(url, words))


def build(url: str, env: dict[str, str]) -> None:
    """Index what is not indexed; how long it took is kept in the database."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS bench_built (kind text, things bigint, seconds float)")
        entries = connection.execute("SELECT count(*) FROM triage_searchentry").fetchone()
        cases = connection.execute("SELECT count(*) FROM cases_case").fetchone()
        if entries and cases and entries[0] >= cases[0]:
            return
        told = json.loads(lab.zhilian("search", "rebuild", env=env).stdout)
        for kind, figures in told.items():
            connection.execute("INSERT INTO bench_built VALUES (%s, %s, %s)", [kind, *figures.values()])
        connection.execute("VACUUM (ANALYZE) triage_searchentry")


def questions(url: str, rounds: int) -> dict[str, list[str]]:
    """Words of each sort, taken from the texts by a seeded chance."""
    from zhilian.triage.rules.names import spellings

    chance = random.Random(7)
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT title, text, number FROM cases_case ORDER BY random() LIMIT 4000").fetchall()
        names = [
            row[0] for row in connection.execute("SELECT name FROM members_enterprise ORDER BY random() LIMIT 400")
        ]
    parts = [part for _, text, _ in rows for part in _texts.CLAUSE.findall(text)]
    han = [part for part in parts if all("\u4e00" <= char <= "\u9fff" for char in part)]
    counts: dict[str, int] = {}
    for _, text, _ in rows:
        for pair in {text[n : n + 2] for n in range(len(text) - 1)} - {""}:
            if all("\u4e00" <= char <= "\u9fff" for char in pair):
                counts[pair] = counts.get(pair, 0) + 1
    common = sorted(counts, key=lambda pair: -counts[pair])

    def cut(length: int) -> str:
        part = chance.choice([one for one in chance.choices(han, k=20) if len(one) >= length] or [han[0]])
        start = chance.randint(0, len(part) - length) if len(part) > length else 0
        return str(part[start : start + length])

    some = range(rounds)
    sounds = [spelling for name in names for spelling in spellings(name)[:2]]
    return {
        "common pair": common[:rounds],
        "pair": [cut(2) for _ in some],
        "rare pair": chance.sample([pair for pair in common if counts[pair] == 1], rounds),
        "one character": [cut(1) for _ in some],
        "phrase": [cut(chance.randint(4, 6)) for _ in some],
        "two words": [f"{cut(2)} {chance.choice(common[:400])}" for _ in some],
        "question": [f"请问{cut(4)}怎么{cut(4)}" for _ in some],
        "initials": [chance.choice(sounds).initials[: chance.randint(2, 5)] for _ in some],
        "pinyin": [chance.choice(sounds).pinyin[: chance.randint(4, 10)] for _ in some],
        "number": [row[2] for row in chance.sample(rows, rounds)],
        "end of a number": [str(int(row[2][-7:])) for row in chance.sample(rows, rounds)],
        "firm's name": chance.sample(names, rounds),
        "nothing found": [f"{chance.choice('龘靐齉爩')}{chance.choice('鱻麤龗厵')}{n}" for n in some],
    }


def texts_told(url: str, rounds: int) -> list[str]:
    """Texts of cases with a clause changed, as somebody else would tell the same."""
    with psycopg.connect(url) as connection:
        asked = "SELECT title || '，' || text FROM cases_case ORDER BY random() LIMIT %s"
        return [row[0][: int(len(row[0]) * 0.7)] for row in connection.execute(asked, [rounds])]


def work(env: dict[str, str], words: dict[str, list[str]], texts: list[str]) -> dict[str, Any]:
    """Times of each reader and sort of words, measured in a process of its own."""
    given = json.dumps({"readers": READERS, "words": words, "texts": texts})
    command = [sys.executable, "-c", WORK]
    done = subprocess.run(command, env=env, cwd=lab.ROOT, check=True, capture_output=True, text=True, input=given)
    told = json.loads(done.stdout.splitlines()[-1])
    mb, processor = told.pop("resident_mb"), told.pop("processor_ms")
    every = [item for times in told.values() for item in times.items()]
    together = {
        what: lab.spread([one for name, spent in every if name.startswith(what) for one in spent]) for what in ALL
    }
    each = {reader: {name: lab.spread(spent) for name, spent in times.items()} for reader, times in told.items()}
    return {"all": together, "processor_ms": processor, **each, "resident_mb": mb}


def sizes(url: str) -> dict[str, Any]:
    """Rows, how large table and index are, how long the index took."""
    with psycopg.connect(url) as connection:

        def one(sql: str) -> int:
            return int((connection.execute(sql).fetchone() or [0])[0])

        return {
            "cases": one("SELECT count(*) FROM cases_case"),
            "characters_each": one("SELECT avg(length(title) + length(text)) FROM cases_case"),
            "index_mb": one("SELECT pg_relation_size('triage_tokens') >> 20"),
            "table_mb": one("SELECT pg_table_size('triage_searchentry') >> 20"),
            "texts_mb": one("SELECT pg_table_size('bench_texts') >> 20"),
            "built": {row[0]: row[1:] for row in connection.execute("SELECT kind, things, seconds FROM bench_built")},
        }


def others(url: str, words: dict[str, list[str]]) -> dict[str, Any]:
    """The same pairs and phrases by LIKE over the bare texts, without an index and with the database's trigrams."""
    asked = [word for name in ("common pair", "pair", "rare pair", "phrase") for word in words[name][:10]]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP INDEX IF EXISTS bench_trigrams")
        plain = lab.spread([_like(connection, word) for word in asked])
        try:
            connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except psycopg.errors.Error as missing:
            return {"like_scan": plain, "trigrams": f"skipped: {missing}".strip()}
        began = time.perf_counter()
        connection.execute("CREATE INDEX bench_trigrams ON bench_texts USING gin ((title || text) gin_trgm_ops)")
        spent = round(time.perf_counter() - began, 1)
        size = connection.execute("SELECT pg_relation_size('bench_trigrams') >> 20").fetchone()
        told = {name: lab.spread([_like(connection, one) for one in words[name][:10]]) for name in ("pair", "phrase")}
        return {"like_scan": plain, "trigrams": {"built_seconds": spent, "mb": size[0] if size else 0, **told}}


def _like(connection: psycopg.Connection[Any], word: str) -> float:
    began = time.perf_counter()
    given = [f"%{word}%"]
    connection.execute(
        "SELECT n FROM bench_texts WHERE (title || text) LIKE %s ORDER BY n DESC LIMIT 20", given
    ).fetchall()
    connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM bench_texts WHERE (title || text) LIKE %s LIMIT 301) f", given
    )
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
