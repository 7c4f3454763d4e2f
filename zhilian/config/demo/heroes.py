"""The four cases of the cast, told step by step in ``data/hero.json``, as tales."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from zhilian.config.demo.parts import read
from zhilian.config.demo.people import cast_firms
from zhilian.config.demo.tales import Step, Tale
from zhilian.kit.worktime import SHANGHAI, WorkCalendar

MOVES = {
    "submit": "receive",
    "accept": "accept",
    "dispatch": "dispatch",
    "redispatch": "dispatch",
    "return": "return",
    "sign": "sign",
    "contact": "contact",
    "reply": "reply",
    "review_pass": "pass",
}
TALK = {"clarify_ask", "clarify_answer", "note", "contact"}


def hero_tales(calendar: WorkCalendar, now: datetime) -> list[Tale]:
    """All hero cases, placed so many working days before ``now``; what would still be to come is left out."""
    return [_Hero(row, calendar, now).tale() for row in read("hero")]


class _Hero:
    """Turns one told case into a tale; talk between two moves is kept and goes into the next one that has a text."""

    def __init__(self, row: dict[str, Any], calendar: WorkCalendar, now: datetime) -> None:
        self.row, self.calendar, self.now = row, calendar, now
        self.talk: list[str] = []
        self.units = {channel["no"]: channel["unit"] for channel in read("channels")}

    def tale(self) -> Tale:
        """The case as a tale."""
        firm = next(firm for firm in cast_firms() if firm.ref == self.row["enterprise"])
        return Tale(firm, uuid5(NAMESPACE_URL, self.row["key"]), tuple(self._steps()))

    def _steps(self) -> Iterator[Step]:
        at = self._opened()
        contacted = False
        for step in self.row["steps"]:
            at = self.calendar.add_minutes(at, step["after"]) if step["after"] else at
            if at > self.now:
                return
            move = step["move"]
            if move in TALK and (move != "contact" or contacted):
                self.talk.append(f"{_person(step['by'])}：{step['text']}")
            elif move in MOVES or move == "rate":
                contacted |= move == "contact"
                yield self._step(at, step)

    def _opened(self) -> datetime:
        day = _workdays_before(self.now.date(), self.row["opened"]["workdays_ago"], self.calendar)
        return datetime.combine(day, time.fromisoformat(self.row["opened"]["time"]), SHANGHAI)

    def _step(self, at: datetime, step: dict[str, Any]) -> Step:
        move = step["move"]
        if move == "rate":
            solved = "yes" if step["solved"] else "no"
            facts = {"solved": solved, "score": step["stars"], "comment": step["text"]}
            return Step(at, "good" if step["solved"] else "bad", step["by"], facts)
        return Step(at, MOVES[move], step["by"], getattr(self, f"_{MOVES[move]}")(step))

    def _receive(self, step: dict[str, Any]) -> dict[str, Any]:
        station = self.row["station"] if self.row["intake"] == "station" else None
        kept = {name: self.row[name] for name in ("kind", "category", "title")}
        return {"text": step["text"], "station": station, **kept}

    def _accept(self, step: dict[str, Any]) -> dict[str, Any]:
        return {"category": self.row["category"], "grade": self.row["grade"], "title": self.row["title"]}

    def _dispatch(self, step: dict[str, Any]) -> dict[str, Any]:
        unit, note = self.units[step["channel"]], self._told_so_far() + step["text"]
        return {"unit": unit, "channel": step["channel"], "note": note}

    def _told_so_far(self) -> str:
        told = "".join(f"{text}\n" for text in self.talk)
        self.talk.clear()
        return told

    def _return(self, step: dict[str, Any]) -> dict[str, Any]:
        return {"reason": step["text"], "unit": step["proposed_unit"]}

    def _sign(self, step: dict[str, Any]) -> dict[str, Any]:
        return {}

    def _contact(self, step: dict[str, Any]) -> dict[str, Any]:
        return {"note": step["text"]}

    def _reply(self, step: dict[str, Any]) -> dict[str, Any]:
        told = self._told_so_far()
        text = f"【办理经过】\n{told}【答复】\n{step['text']}" if told else step["text"]
        return {"text": text, "result": step["result"]}

    def _pass(self, step: dict[str, Any]) -> dict[str, Any]:
        return {}


def _person(username: str) -> str:
    row = next(row for row in read("cast")["people"] if row["username"] == username)
    return f"{row['name']}（{row['post']}）"


def _workdays_before(today: date, count: int, calendar: WorkCalendar) -> date:
    day = today
    while count:
        day -= timedelta(days=1)
        count -= calendar.is_workday(day)
    return day
