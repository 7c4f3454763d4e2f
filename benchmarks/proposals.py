"""Category proposals inside the running web process: time of a request while somebody types, and the process's memory.

    make bench NAME=proposals [ARGS="--rounds 600"]

The demo district is built and has learned from its year (22 categories). The texts are real messages where they lie
beside the project, else those of the demo. Beside the time with a proposal stands the floor of the same run: the same
request with nothing typed, which signs in, checks the form and answers, but reads no text. Memory: each web process
before the first proposal, with the model loaded, and at the end.
"""

from __future__ import annotations

import argparse
import csv
import random
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import _lab as lab
from benchmarks._load import Client, together
from benchmarks._texts import SHARED, there

ADDRESS = "/cases/new/categories/"
FIRM, PASSWORD = "qian", "zhilian-demo-2026"
WRITERS = 8


def main() -> None:
    """Build, serve, measure, print."""
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=600)
    chosen = options.parse_args()
    with lab.folder("proposals") as var:
        env = lab.environment(None, var)
        lab.zhilian("demo", "--no-serve", env=env)
        texts = messages(chosen.rounds) if there() else told(var)
        with lab.web(env) as web:
            lab.say(benchmark="proposals", texts="real messages" if there() else "demo", **measure(web, texts))


def messages(count: int) -> list[str]:
    """Bodies of real messages, by lot."""
    with (SHARED / "messages" / "labelled.csv").open(encoding="utf-8-sig", newline="") as file:
        return random.Random(1).sample([row["body"] for row in csv.DictReader(file)], count)


def told(var: Path) -> list[str]:
    """What the firms of the demo told."""
    with sqlite3.connect(var / "zhilian.sqlite3") as connection:
        return [text for (text,) in connection.execute("SELECT text FROM cases_case ORDER BY id")]


def measure(web: lab.Web, texts: Sequence[str]) -> dict[str, object]:
    """One writer with and without text, then eight at once; memory beside it."""
    client, token = writer(web)
    for _ in range(20):  # both processes have served a page
        client.ask("GET", "/cases/new/")
    before = web.resident()
    first = max(ask(client, token, texts[0]) for _ in range(20))
    loaded = web.resident()
    floor = [ask(client, token, "") for _ in texts]
    one = [ask(client, token, text) for text in texts]
    writers = [writer(web) for _ in range(WRITERS)]
    many: list[float] = []
    share = len(texts) // WRITERS

    def write(number: int) -> None:
        many.extend(ask(*writers[number], text) for text in texts[number * share : (number + 1) * share])

    seconds = together(WRITERS, write)
    return {
        "characters": round(sum(map(len, texts)) / len(texts)),
        "first_with_loading_ms": round(first * 1000),
        "nothing_typed": lab.spread(floor),
        "one_writer": lab.spread(one),
        "eight_writers": {**lab.spread(many), "per_second": round(len(many) / seconds)},
        "resident_mb": {"before": before, "loaded": loaded, "at_the_end": web.resident()},
    }


def writer(web: lab.Web) -> tuple[Client, str]:
    """A firm with the form open, and the form's token."""
    client = Client(web.port)
    client.sign_in(FIRM, PASSWORD)
    return client, client.form("/cases/new/")["csrfmiddlewaretoken"]


def ask(client: Client, token: str, text: str) -> float:
    """Seconds for the proposals to a text."""
    start = time.perf_counter()
    status, _, _ = client.post(ADDRESS, {"csrfmiddlewaretoken": token, "text": text})
    spent = time.perf_counter() - start
    if status != 200:
        raise RuntimeError(f"{ADDRESS}: {status}")
    return spent


if __name__ == "__main__":
    main()
