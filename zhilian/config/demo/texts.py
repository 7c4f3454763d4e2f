"""What the firms of the demo district say and are told: picked by trade, size and season, with the slots filled."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any

from zhilian.config.demo.parts import DATA, categories, find_sub, find_unit
from zhilian.config.demo.people import Firm

AMOUNTS = (8, 12, 15, 20, 26, 30, 38, 45, 50, 60, 75, 80, 96, 100, 120, 150, 180, 200, 260, 300, 350, 420, 500, 680)
"""万元, as bosses round them."""
OPENERS = ("您好，", "你好，", "领导好，", "想反映个事：", "麻烦问一下，", "工商联的同志好，", "驿站让我写一下，")
CLOSERS = ("麻烦尽快回个电话，谢谢。", "盼回复。", "辛苦了。", "有消息请打我手机。", "拜托了！", "请帮忙协调一下。")
SLOT = re.compile(r"\{(\w+)\}")
TRIES = 12


@dataclass(frozen=True, slots=True)
class Difficulty:
    """One difficulty as told in ``data/difficulties``, slots still open; ``extra`` holds returns, reworks, refusals."""

    key: str
    category: str
    sub: str
    title: str
    text: str
    contact_note: str
    reply: str
    result: str
    kind: str
    grade: str
    sectors: tuple[str, ...]
    sizes: tuple[str, ...]
    months: tuple[int, ...]
    rating: int
    comment: str
    extra: dict[str, Any]

    def fits(self, firm: Firm, month: int) -> bool:
        """Whether a firm of this trade and size could say it in this month (1–12)."""
        return (
            (not self.sectors or firm.section in self.sectors)
            and (not self.sizes or firm.size in self.sizes)
            and (not self.months or month in self.months)
        )


@dataclass(frozen=True, slots=True)
class Telling:
    """A difficulty told by one firm: every text ready to be stored; empty strings where nothing is said.

    ``sub_code`` and ``return_unit`` are codes, or None where the words name none of ours; ``refuse_ground`` is 0 (not
    refused) or 1–7.
    """

    difficulty: Difficulty
    title: str
    text: str
    contact_note: str
    reply: str
    comment: str
    sub_code: str | None
    return_reason: str = ""
    return_unit: str | None = None
    rework_comment: str = ""
    rework_reply: str = ""
    refuse_ground: int = 0
    refuse_text: str = ""


@cache
def difficulties() -> tuple[Difficulty, ...]:
    """All difficulties, by file and order in it. Errors: KeyError when an entry lacks a field."""
    rows = [
        row for path in sorted((DATA / "difficulties").glob("*.json")) for row in json.loads(path.read_text("utf-8"))
    ]
    return tuple(_difficulty(row) for row in rows)


def _difficulty(row: dict[str, Any]) -> Difficulty:
    plain = ("key", "category", "sub", "title", "text", "result", "kind", "grade", "rating", "comment")
    extra = ("return_reason", "return_to", "rework_comment", "rework_reply", "refuse")
    return Difficulty(
        **{name: row[name] for name in plain},
        contact_note=row.get("contact_note", ""),
        reply=row.get("reply", ""),
        sectors=tuple(row["sectors"]),
        sizes=tuple(row["sizes"]),
        months=tuple(row["months"]),
        extra={name: row[name] for name in extra if row.get(name)},
    )


@dataclass
class Book:
    """Hands out difficulties, each as seldom as the others of its category, so that repeats stay far apart."""

    rng: Random
    told: Counter[str] = field(default_factory=Counter)
    heard: set[str] = field(default_factory=set)

    def tell(self, firm: Firm, month: int, wanted: Callable[[Difficulty], bool] = lambda row: True) -> Telling:
        """Let the firm tell a fitting, wanted difficulty in this month (1–12). Errors: IndexError when none fits."""
        fitting = [row for row in difficulties() if wanted(row) and row.fits(firm, month)]
        weights = self._weights(fitting)
        chosen = self.rng.choices(fitting, weights)[0]
        self.told[chosen.key] += 1
        return self._fill(chosen, firm, month)

    def _weights(self, rows: list[Difficulty]) -> list[float]:
        sizes = Counter(row.category for row in rows)
        return [categories()[row.category]["share"] / sizes[row.category] * self._freshness(row) for row in rows]

    def _freshness(self, row: Difficulty) -> float:
        told = self.told[row.key]
        return (0.5 if told and "{" not in row.text else 1) / (1 + told) ** 3

    def _fill(self, row: Difficulty, firm: Firm, month: int) -> Telling:
        values = self._values(firm, month)

        def put(text: str) -> str:
            return SLOT.sub(lambda found: values[found[1]], text)

        refuse = row.extra.get("refuse", {})
        return Telling(
            difficulty=row,
            title=put(row.title),
            text=self._fresh(put(row.text)),
            contact_note=put(row.contact_note),
            reply=put(row.reply),
            comment=put(row.comment),
            sub_code=find_sub(row.category, row.sub),
            return_reason=put(row.extra.get("return_reason", "")),
            return_unit=find_unit(row.extra.get("return_to", "")),
            rework_comment=put(row.extra.get("rework_comment", "")),
            rework_reply=put(row.extra.get("rework_reply", "")),
            refuse_ground=refuse.get("ground", 0),
            refuse_text=put(refuse.get("text", "")),
        )

    def _values(self, firm: Firm, month: int) -> dict[str, str]:
        return {
            "street": firm.street_name,
            "park": firm.park,
            "firm": firm.short_name,
            "n": str(self.rng.randint(3, 60)),
            "amount": str(self.rng.choice(AMOUNTS)),
            "month": str(month),
        }

    def _fresh(self, text: str) -> str:
        """Say the same trouble in slightly other words when somebody has said it before."""
        told = text
        for _ in range(TRIES):
            if told not in self.heard:
                break
            told = f"{self._opener(text)}{text}{self.rng.choice(('', *CLOSERS))}"
        self.heard.add(told)
        return told

    def _opener(self, text: str) -> str:
        polite = text.startswith(("您好", "你好", "领导", "请问", "麻烦"))
        return "" if polite else self.rng.choice(("", *OPENERS))
