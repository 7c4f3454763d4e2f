"""What ``zhilian demo`` says on the terminal, Chinese first: the sign-ins of the cast as a table."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from django.utils import translation

from zhilian.config.demo.parts import read
from zhilian.config.demo.persons import PASSWORD
from zhilian.core.roles import Role

HEAD = ("角色", "姓名", "用户名", "先点哪里")
HEAD_EN = ("Role", "Name", "User name", "What to click first")
WIDTHS = (24, 8, 13)
BUILDING = "正在搭建演示区（只需一次，约一分钟）/ Building the demo district (once, about a minute)"
READY = "演示区已搭好 / The demo district is ready"
INTERRUPTED = "已中断，什么都没有留下，再运行会从头搭建 / Interrupted: nothing was kept, run again to start over"
FOUND = "数据库里已有数据，直接启动 / The database holds data already: starting at once"
STALE = (
    "演示数据停在 {day}；要换成今天的，请清空数据库（SQLite：删除 {place}）再运行一次\n"
    "The demo's today is {day}; for a fresh one, empty the database (SQLite: remove {place}) and run this again"
)
FOREIGN = "（不是演示数据，没有改动 / not the demo's, and left alone）"


def sign_ins() -> Iterator[str]:
    """The lines of the table: everybody of the cast worth being, in both languages, then the password."""
    yield ""
    yield _row(HEAD)
    yield _row(HEAD_EN)
    yield "─" * 110
    for row in read("cast")["people"]:
        if row["featured"]:
            yield from _person(row)
    yield "─" * 110
    yield "其他部门、街道的经办人和驿站办事员：用户名见“账号与机构”，如 kcj-handler、jd-bt-handler、st-bj-clerk"
    yield "All others: see “Accounts and organisations”, e.g. kcj-handler, jd-bt-handler, st-bj-clerk"
    yield f"所有人的密码 / everybody's password:  {PASSWORD}"
    yield ""


def _person(row: dict[str, Any]) -> Iterator[str]:
    click = row["first_click"]
    yield _row((_role(row["role"], "zh-hans"), row["name"], row["username"], click["zh"]))
    yield _row((_role(row["role"], "en"), "", "", click["en"]))


def _role(role: str, language: str) -> str:
    with translation.override(language):
        return str(Role(role).label)


def _row(cells: tuple[str, ...]) -> str:
    return "  ".join([*map(_padded, cells, WIDTHS), cells[-1]]).rstrip()


def _padded(text: str, width: int) -> str:
    """Fill with blanks to ``width`` columns; a Han character takes two."""
    taken = sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
    return text + " " * max(0, width - taken)
