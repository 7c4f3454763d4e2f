"""Who acts and what is said at each step of a case."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random
from typing import Any

from zhilian.config.demo.parts import categories, channel_for_sub, channel_of_unit, people, read
from zhilian.config.demo.texts import Telling
from zhilian.core.roles import Role

SOLVED = {"solved": "yes", "partly": "partly", "explained": "yes", "planned": "partly", "referred": "partly"}
SILENT = 0.35
"""How many firms rate without a word."""
FIRST_SENTENCE = re.compile(r"^.*?[。！]")


@dataclass
class Players:
    """The people one case meets; ``writer`` is the firm's user name, ``station`` where it was taken down."""

    rng: Random
    writer: str
    station: str | None
    told: Telling
    dispatcher: str = field(init=False)
    units: list[str] = field(init=False)

    def __post_init__(self) -> None:
        desks = [name for names in people(Role.DISPATCHER).values() for name in names]
        self.dispatcher = self.rng.choice(desks)
        self.caller = self.rng.choice([name for name in desks if name != self.dispatcher])
        self.clerk = people(Role.STATION_CLERK)[self.station][0] if self.station else None
        difficulty = self.told.difficulty
        self.first_channel = channel_for_sub(difficulty.category, difficulty.sub)
        self.units = [self.first_channel["unit"]]

    def of(self, move: str) -> str:
        """The user name of whoever makes this move."""
        if move == "receive":
            return self.clerk or self.writer
        if move in ("good", "bad", "withdraw", "more"):
            return self._firm(move)
        if move in ("unreached", "unrated"):
            return self.caller
        if move in ("extend", "hold", "decide"):
            return next(iter(people(Role.FEDERATION_LEADER).values()))[0]
        if move in ("sign", "contact", "reply", "return", "ask_extension", "ask_hold"):
            return people(Role.DEPARTMENT_HANDLER)[self.units[-1]][0]
        if move == "answer" and self.clerk:
            return self.clerk
        return self.dispatcher

    def _firm(self, move: str) -> str:
        """The firm itself; one heard at a station, and at times another, is called by a dispatcher who had no part."""
        if self.clerk or (move == "good" and self.rng.random() < 0.12):
            return self.caller
        return self.writer

    def start_wrong(self, better: str) -> None:
        """Begin with the category's usual unit, or another that will send the case on to ``better``."""
        row = categories()[self.told.difficulty.category]
        self.units = [next(unit for unit in (row["unit"], *row["assist_units"], "FGJ") if unit != better)]

    def channel(self) -> int | None:
        """The number of the channel over which the present unit gets the case, if it has one for such cases."""
        if self.units[-1] == self.first_channel["unit"]:
            return int(self.first_channel["no"])
        found = channel_of_unit(self.units[-1], self.told.difficulty.category)
        return int(found["no"]) if found else None


@dataclass
class Facts:
    """What each move of one case needs, in the words of the people."""

    rng: Random
    told: Telling
    players: Players

    def of(self, move: str, before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
        """The user name of who acts, and the facts of the move; ``before`` and ``after`` are the moves around it."""
        if move == "dispatch":
            self._choose_unit(before, after)
        facts = getattr(self, f"_{move}")(before, after)
        return self.players.of(move), facts

    def _choose_unit(self, before: tuple[str, ...], after: tuple[str, ...]) -> None:
        better = self.told.return_unit or ""
        if "return" in after:
            self.players.start_wrong(better)
        elif "return" in before:
            self.players.units.append(better)

    def _phrase(self, kind: str) -> str:
        chosen: str = self.rng.choice(read("phrases")[kind])
        return chosen

    def _receive(self, *_: Any) -> dict[str, Any]:
        difficulty, station = self.told.difficulty, self.players.station
        guessed = difficulty.category if self.rng.random() < 0.5 else None
        return {
            "text": self.told.text,
            "kind": difficulty.kind,
            "category": guessed,
            "station": station,
            "title": self.told.title if station else "",
        }

    def _accept(self, *_: Any) -> dict[str, Any]:
        difficulty = self.told.difficulty
        return {"category": difficulty.category, "grade": difficulty.grade, "title": self.told.title}

    def _dispatch(self, *_: Any) -> dict[str, Any]:
        kind = "dispatch_notes_station" if self.players.station else "dispatch_notes"
        note = self._phrase(kind) if self.rng.random() < 0.6 else ""
        return {"unit": self.players.units[-1], "channel": self.players.channel(), "note": note}

    def _return(self, *_: Any) -> dict[str, Any]:
        return {"reason": self.told.return_reason, "unit": self.told.return_unit}

    def _sign(self, *_: Any) -> dict[str, Any]:
        return {}

    def _contact(self, *_: Any) -> dict[str, Any]:
        return {"note": self.told.contact_note or self._phrase("contact_notes")}

    def _reply(self, before: tuple[str, ...], after: tuple[str, ...]) -> dict[str, Any]:
        result = self.told.difficulty.result
        bad = before.count("bad") if "answer" not in before else 0
        text = (self.told.reply, self.told.rework_reply, "")[bad] or self._phrase("third_replies")
        if after[:1] == ("reject",) or (not after and self.rng.random() < 0.25):
            text = _short(text)
        return {"text": text, "result": "explained" if bad > 1 else result}

    def _answer(self, before: tuple[str, ...], after: tuple[str, ...]) -> dict[str, Any]:
        difficulty = self.told.difficulty
        text = _short(self.told.reply) if "bad" in after else self.told.reply
        return {"text": text, "result": difficulty.result, "category": difficulty.category}

    def _reject(self, *_: Any) -> dict[str, Any]:
        return {"reason": self._phrase("reject_reasons")}

    def _pass(self, *_: Any) -> dict[str, Any]:
        return {}

    def _refuse(self, *_: Any) -> dict[str, Any]:
        return {"ground": self.told.refuse_ground, "text": self.told.refuse_text}

    def _withdraw(self, *_: Any) -> dict[str, Any]:
        return {"reason": self._phrase("withdraw_reasons")}

    def _unreached(self, *_: Any) -> dict[str, Any]:
        return {"reached": False, "note": self._phrase("unreached_notes")}

    def _ask(self, *_: Any) -> dict[str, Any]:
        return {"text": self._phrase("supplement_asks")}

    def _more(self, *_: Any) -> dict[str, Any]:
        return {"text": self._phrase("supplements")}

    def _ask_extension(self, *_: Any) -> dict[str, Any]:
        days = {"normal": 5, "complex": 10, "major": 20}[self.told.difficulty.grade]
        return {"days": self.rng.randint(2, days), "reason": self._phrase("extension_reasons")}

    def _extend(self, *_: Any) -> dict[str, Any]:
        return {"granted": True, "note": self._phrase("extension_notes")}

    def _ask_hold(self, *_: Any) -> dict[str, Any]:
        return {"days": self.rng.randint(30, 90), "reason": self._phrase("hold_reasons")}

    def _hold(self, *_: Any) -> dict[str, Any]:
        return {"granted": True, "note": self._phrase("hold_notes")}

    def _resume(self, *_: Any) -> dict[str, Any]:
        return {"note": self._phrase("resume_notes")}

    def _decide(self, *_: Any) -> dict[str, Any]:
        return {"decision": "decide_close", "text": self._phrase("decide_texts")}

    def _unrated(self, *_: Any) -> dict[str, Any]:
        return {"note": self._phrase("unrated_notes")}

    def _good(self, before: tuple[str, ...], after: tuple[str, ...]) -> dict[str, Any]:
        difficulty = self.told.difficulty
        if "bad" in before:
            return {"solved": "yes", "score": self.rng.choice((4, 4, 5)), "comment": self._phrase("good_after_rework")}
        comment = "" if self.rng.random() < SILENT else self.told.comment
        return {"solved": SOLVED[difficulty.result], "score": difficulty.rating, "comment": comment}

    def _bad(self, before: tuple[str, ...], after: tuple[str, ...]) -> dict[str, Any]:
        if "bad" in before or not self.told.rework_comment:
            return {"solved": "no", "score": 2, "comment": self._phrase("still_bad")}
        comment = f"{self.told.comment}{self.told.rework_comment}"
        return {"solved": "no", "score": min(2, self.told.difficulty.rating), "comment": comment}


def _short(text: str) -> str:
    """The hasty version of an answer."""
    found = FIRST_SENTENCE.match(text)
    return f"{found[0] if found else text}请知悉。"
