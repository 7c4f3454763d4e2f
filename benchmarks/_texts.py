"""A million cases with words of their own: clauses of real messages put together anew, firms with real short names.

The messages lie beside the project (ZHILIAN_SHARED, default ../shared); without them the benchmark says so and stops.
Nothing of them is kept but in the benchmark's own database.
"""

from __future__ import annotations

import csv
import os
import random
import re
from collections.abc import Iterator
from pathlib import Path

import psycopg

from benchmarks import _lab as lab
from benchmarks import _million as million

SHARED = Path(os.environ.get("ZHILIAN_SHARED", lab.ROOT.parent / "shared")) / "data"
CLAUSE = re.compile(r"[^。！？；，,\s!?;]{4,40}")
MADE = "CREATE UNLOGGED TABLE bench_texts (n bigint PRIMARY KEY, title text NOT NULL, text text NOT NULL)"
CASES = million.CASES.replace("left(w.texts[1 + n %% 6], 20), w.texts[1 + n %% 6]", "x.title, x.text").replace(
    ") g,", ") g JOIN bench_texts x USING (n),", 1
)
NAMES = """
UPDATE members_enterprise e SET name = f.name, name_folded = lower(f.name), credit_code = f.code
FROM bench_firms f WHERE f.n = e.id - (SELECT min(id) FROM members_enterprise)
"""


def there() -> bool:
    """Whether the messages lie beside the project."""
    return (SHARED / "messages" / "labelled.csv").exists()


def clauses() -> tuple[list[str], list[str]]:
    """Subjects, and clauses of messages, each once."""
    subjects: dict[str, None] = {}
    found: dict[str, None] = {}
    with (SHARED / "messages" / "labelled.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            subjects[row["subject"].strip()[:40]] = None
            found |= dict.fromkeys(CLAUSE.findall(row["body"]))
    return list(filter(None, subjects)), list(found)


def texts(total: int, seed: int = 4) -> Iterator[tuple[int, str, str]]:
    """Number, title and text of each case: five to nine clauses, about a hundred characters."""
    chance = random.Random(seed)
    subjects, parts = clauses()
    for n in range(1, total + 1):
        subject, other = chance.choice(subjects), chance.choice(parts)
        body = "，".join(chance.choices(parts, k=chance.randint(5, 9)))
        yield n, f"{subject[: chance.randint(6, 24)]}{other[:6]}", f"{body}。"


def firms(seed: int = 5) -> Iterator[tuple[int, str, str]]:
    """Number, name and code of each firm."""
    chance = random.Random(seed)
    names = (SHARED / "enterprises" / "short-names.txt").read_text(encoding="utf-8-sig").split()
    trades = ("科技", "电子", "精密制造", "餐饮", "供应链", "眼镜", "新能源", "物流", "建材", "文化传播")
    for n, short in enumerate(chance.sample(names, million.FIRMS)):
        yield n, f"深圳市{short}{chance.choice(trades)}有限公司", f"9144030{n:011d}"


def fill(url: str, total: int) -> None:
    """Fill a migrated, empty database; some ten minutes for a million cases."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(million.BASE.replace("%%", "%"))
        connection.execute(MADE)
        copied(connection, "COPY bench_texts (n, title, text) FROM STDIN", texts(total))
        connection.execute("CREATE UNLOGGED TABLE bench_firms (n bigint PRIMARY KEY, name text, code text)")
        copied(connection, "COPY bench_firms (n, name, code) FROM STDIN", firms())
        connection.execute(NAMES)
        connection.execute("ANALYZE bench_texts")
        connection.execute(CASES.format(total=total).replace("{{", "{"), [list(million.WORDS)])
        connection.execute(million.AROUND)
        connection.execute("VACUUM (ANALYZE, FREEZE)")


def copied(
    connection: psycopg.Connection[tuple[object, ...]], statement: str, rows: Iterator[tuple[object, ...]]
) -> None:
    """Take rows in by COPY."""
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
