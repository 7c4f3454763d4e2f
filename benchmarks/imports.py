"""Import of 50,000 members, against the raw rate at which the same rows can be inserted through the driver.

    make bench NAME=imports [ARGS="--rows 50000"]

Both engines; the spreadsheet is an .xlsx of eight columns made from the demo's generator. Seconds and the largest
resident size of the importing process.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks import _lab as lab

HEADINGS = ["企业名称", "统一社会信用代码", "所属街道", "地址", "行业代码", "企业规模", "联系人", "联系电话"]
PREPARE = """
import django; django.setup()
from zhilian.core.models import Federation, Street
from zhilian.config.demo.parts import read
federation = Federation.objects.create(
    code="LG", name="龙岗区工商联", short_name="区工商联", level="district", path="LG/"
)
for row in read("streets"):
    Street.objects.create(federation=federation, code=row["code"], name=row["name"])
"""


def main() -> None:
    """Make the file, import it twice on both engines, print."""
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=50_000)
    chosen = options.parse_args()
    results: dict[str, Any] = {}
    with lab.folder("imports") as place:
        path = place / "members.xlsx"
        spreadsheet(path, chosen.rows)
        with lab.folder("imports-sqlite") as var:
            results["sqlite"] = engine(None, var, path, chosen.rows)
        with lab.postgresql() as server, lab.folder("imports-postgresql") as var:
            server.database("imports", fresh=True)
            results["postgresql"] = engine(server.url("imports"), var, path, chosen.rows)
        lab.say(benchmark="imports", rows=chosen.rows, file_mb=round(path.stat().st_size / 1e6, 1), **results)


def spreadsheet(path: Path, rows: int) -> None:
    """The file to import: the demo's firms over and over, each with a name and a credit code of its own."""
    from zhilian.config.demo.people import district_firms
    from zhilian.kit.spreadsheets import write_xlsx

    firms = district_firms()
    write_xlsx(path, HEADINGS, (row(number, firms[number % len(firms)]) for number in range(rows)))


def row(number: int, firm: Any) -> list[str]:
    """A firm as a row of the spreadsheet."""
    from zhilian.kit.creditcode import make_valid

    name = firm.name.replace("深圳", f"深圳第{number}", 1) if "深圳" in firm.name else f"{number}{firm.name}"
    code = make_valid(f"91440307MB{number:06d}")
    return [name, code, firm.street_name, firm.address, firm.division, "", firm.contact_name, firm.phone]


def engine(url: str | None, var: Path, path: Path, rows: int) -> dict[str, Any]:
    """Import twice: the second time must change nothing."""
    env = lab.environment(url, var)
    lab.zhilian("migrate", env=env)
    subprocess.run([sys.executable, "-c", PREPARE], env=env, cwd=lab.ROOT, check=True)
    first, peak, said = timed(env, path)
    again, _, unchanged = timed(env, path)
    raw = raw_seconds(url, var / "zhilian.sqlite3", rows)
    return {
        "seconds": round(first, 1),
        "peak_mb": round(peak),
        "again_seconds": round(again, 1),
        "raw_insert_seconds": round(raw, 2),
        "ratio": round(raw / first, 3),
        "said": said[-1:],
        "again": unchanged[-1:],
    }


def timed(env: dict[str, str], path: Path) -> tuple[float, float, list[str]]:
    """Seconds, peak MB and last words of one import."""
    start = time.perf_counter()
    command = [str(lab.ROOT / ".venv/bin/zhilian"), "import", "members", str(path)]
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout
    said = process.stdout.read().splitlines()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise RuntimeError("\n".join(said[-20:]))
    return time.perf_counter() - start, usage.ru_maxrss / 1024, said


def raw_seconds(url: str | None, path: Path, rows: int) -> float:
    """Seconds to insert as many enterprises (copies of those imported) through the driver, in one transaction."""
    columns = (
        "federation_id, name, name_folded, sort_key, initials, credit_code, address, industry, size, is_member, "
        "active, created_at, updated_at, street_id"
    )
    connection: Any
    if url:
        import psycopg

        connection, mark = psycopg.connect(url), "%s"
    else:
        import pysqlite3

        connection, mark = pysqlite3.connect(str(path)), "?"
    cursor = connection.cursor()
    cursor.execute(f"SELECT {columns} FROM members_enterprise LIMIT {rows}")
    copies = [(*r[:1], f"x{r[1]}", f"x{r[2]}", *r[3:5], None, *r[6:]) for r in cursor.fetchall()]
    marks = ", ".join([mark] * len(copies[0]))
    start = time.perf_counter()
    cursor.executemany(f"INSERT INTO members_enterprise ({columns}) VALUES ({marks})", copies)
    connection.commit()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
