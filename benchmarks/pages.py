"""Case list, desk and case page at 1,000,000 cases on PostgreSQL: one user and sixteen.

    make bench NAME=pages [ARGS="--cases 1000000 --again"]

The rows are made inside the database (benchmarks/_million.py) and kept under /var/tmp/zhilian-bench for the next run.
Beside each page's time stands the floor measured in the same run: the server's answer to an address that reads nothing.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
from collections import defaultdict
from datetime import date

import psycopg

from benchmarks import _lab as lab
from benchmarks import _million as million
from benchmarks._load import Client, together
from zhilian.kit.periods import period_of

PAGES = {
    "desk": "/home/",
    "list, open by deadline": "/cases/",
    "list, late": "/cases/?view=late",
    "list, all newest": "/cases/?view=all&order=newest",
    "list, one category": "/cases/?view=all&category=C7",
    "list, one unit": "/cases/?view=open&unit=U9",
    "list, one street closed": "/cases/?view=closed&street=440307005",
    "list, by number": "/cases/?view=all&words=LG-{year}-0000317",
    "list, by firm": "/cases/?view=all&words=第777号",
    "case page": "/cases/{number}/",
    "case page, 200 lines, 30 files, 8 assignments": "/cases/LG-2020-0000001/",
    "rates of a quarter": "/cases/rates/?period={quarter}",
    "cases behind a rate": "/cases/rates/cases/?period={quarter}&rate=overdue&part=met",
}
FLOOR = "/static/zhilian/favicon.svg"
CHANCE = random.Random(1)
QUARTER = period_of(date.today(), 3).shifted(-1).code  # the last that is over


def main() -> None:
    """Fill if needed, serve, measure, print."""
    options = argparse.ArgumentParser()
    options.add_argument("--cases", type=int, default=1_000_000)
    options.add_argument("--again", action="store_true", help="fill the database anew")
    options.add_argument("--rounds", type=int, default=60)
    chosen = options.parse_args()
    with lab.postgresql() as server, lab.folder("pages") as var:
        url = server.url("million")
        env = lab.environment(url, var)
        if server.database("million", fresh=chosen.again):
            lab.zhilian("migrate", env=env)
            million.fill(url, chosen.cases)
            code = "import django; django.setup(); from benchmarks._million import people; people()"
            subprocess.run([sys.executable, "-c", code], env=env, cwd=lab.ROOT, check=True)
        with psycopg.connect(url) as connection:
            numbers = [
                row[0] for row in connection.execute("SELECT number FROM cases_case ORDER BY random() LIMIT 2000")
            ]
            total = connection.execute("SELECT reltuples::bigint FROM pg_class WHERE relname='cases_case'").fetchone()
        with lab.web(env) as web:
            figures = measure(web, numbers, chosen.rounds)
            lab.say(benchmark="pages", cases=total[0] if total else 0, resident_mb=web.resident(), **figures)


def signed_in(port: int, role: str) -> Client:
    """A person of that role, signed in."""
    client = Client(port)
    client.sign_in(role, "bench")
    return client


def measure(web: lab.Web, numbers: list[str], rounds: int) -> dict[str, object]:
    """One user page by page, then sixteen at once with a mix."""
    client = signed_in(web.port, "dispatcher")
    for path in PAGES.values():
        ask(client, path, numbers)
    one = {"floor": lab.spread([ask(client, FLOOR, numbers) for _ in range(rounds)])}
    for name, path in PAGES.items():
        one[name] = lab.spread([ask(client, path, numbers) for _ in range(rounds)])
    every = [ask(client, path, numbers) for _ in range(rounds) for path in PAGES.values()]
    return {"one_user": one, "one_user_mix": lab.spread(every), "sixteen_users": sixteen(web, numbers)}


def sixteen(web: lab.Web, numbers: list[str]) -> dict[str, object]:
    """Sixteen people clicking without a pause for twenty seconds."""
    times: dict[str, list[float]] = defaultdict(list)
    roles = ["dispatcher", "federation_leader", "department_handler"]
    clients = [signed_in(web.port, roles[n % 3]) for n in range(16)]
    until = time.perf_counter() + 20
    pages = list(PAGES.items())

    def click(number: int) -> None:
        own = random.Random(number)
        while time.perf_counter() < until:
            name, path = own.choice(pages[:4] if number % 3 == 2 else pages)
            times[name].append(ask(clients[number], path, numbers, own))

    seconds = together(16, click)
    every = [one for spent in times.values() for one in spent]
    return {"requests_per_second": round(len(every) / seconds, 1), "all": lab.spread(every),
            **{name: lab.spread(spent) for name, spent in times.items()}}  # fmt: skip


def ask(client: Client, path: str, numbers: list[str], own: random.Random = CHANCE) -> float:
    """Seconds for one page; raises RuntimeError when it is not a page."""
    path = path.format(number=own.choice(numbers), year=time.strftime("%Y"), quarter=QUARTER)
    start = time.perf_counter()
    status, _, _ = client.ask("GET", path.replace("第", "%E7%AC%AC").replace("号", "%E5%8F%B7"))
    spent = time.perf_counter() - start
    if status != 200 and not (status == 404 and "/cases/LG" in path):
        raise RuntimeError(f"{path}: {status}")
    return spent


if __name__ == "__main__":
    main()
